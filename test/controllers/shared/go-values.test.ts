/** Texts as Go reads them. */
import { describe, expect, it } from 'vitest'
import { parseBool, parseInteger, parseUrl, splitKey } from '../../../src/controllers/shared/go/values.js'
import { parseNetworks } from '../../../src/languages/networks.js'

describe('booleans', () => {
  it.each(['1', 't', 'T', 'TRUE', 'true', 'True'])('%s', (text) => expect(parseBool(text)).toBe(true))
  it.each(['0', 'f', 'F', 'FALSE', 'false', 'False'])('%s', (text) => expect(parseBool(text)).toBe(false))
  it.each(['', 'yes', ' true', 'true\n', 'tRue', 'on'])('%j', (text) => expect(parseBool(text)).toBeNull())
})

describe('numbers', () => {
  it.each<[string, number | null]>([
    ['0', 0],
    ['-5', -5],
    ['+5', 5],
    ['007', 7],
    ['9223372036854775807', 2 ** 63],
    ['9223372036854775808', null],
    ['-9223372036854775808', -(2 ** 63)],
    ['-9223372036854775809', null],
    ['', null],
    ['1.5', null],
    ['1_000', null],
    ['0x10', null],
    [' 1', null],
    ['60s', null],
  ])('%j', (text, expected) => {
    expect(parseInteger(text)).toBe(expected)
  })
})

describe('URLs', () => {
  it.each<[string, { scheme: string; host: string } | null]>([
    ['http://a.example.test/x', { scheme: 'http', host: 'a.example.test' }],
    ['HTTPS://a:8080', { scheme: 'https', host: 'a:8080' }],
    ['http://$host/x', { scheme: 'http', host: '$host' }],
    ['http://user:pw@a/x', { scheme: 'http', host: 'a' }],
    ['http://[::1]:80/', { scheme: 'http', host: '[::1]:80' }],
    ['/x', { scheme: '', host: '' }],
    ['a.example.test/x', { scheme: '', host: '' }],
    ['not a url {', { scheme: '', host: '' }],
    ['http:x', { scheme: 'http', host: '' }],
    ['1http://a', null],
    ['http://a:b/', null],
    ['http://a b/', null],
    ['http://a{b}/', null],
    ['http://a/\n', null],
  ])('%j', (text, expected) => {
    expect(parseUrl(text)).toEqual(expected)
  })
})

describe('keys', () => {
  it.each([
    ['a', { namespace: '', name: 'a' }],
    ['a/b', { namespace: 'a', name: 'b' }],
    ['a/b/c', null],
    ['', { namespace: '', name: '' }],
  ])('%j', (text, expected) => {
    expect(splitKey(text)).toEqual(expected)
  })
})

describe('networks', () => {
  it.each<[string, string[] | null]>([
    ['10.1.2.3/8', ['10.0.0.0/8']],
    ['10.1.2.3', ['10.1.2.3']],
    ['10.1.2.3/32, 10.1.2.3', ['10.1.2.3', '10.1.2.3/32']],
    ['0.0.0.0/0,::/0', ['0.0.0.0/0', '::/0']],
    ['192.168.255.255/17', ['192.168.128.0/17']],
    ['2001:DB8:0:0:1:0:0:1', ['2001:db8::1:0:0:1']],
    ['2001:db8::ffff/33', ['2001:db8::/33']],
    ['::ffff:1.2.3.4/120', ['1.2.3.0/24']],
    ['::ffff:1.2.3.4', ['1.2.3.4']],
    ['::1.2.3.4', ['::102:304']],
    ['fe80::1:2:3:4/64', ['fe80::/64']],
    ['1:2:3:4:5:6:7::', ['1:2:3:4:5:6:7:0']],
    ['10.0.0.0/33', null],
    ['10.0.0', null],
    ['10.0.0.01', null],
    ['10.0.0.256', null],
    ['1::2::3', null],
    ['1:2:3:4:5:6:7:8:9', null],
    ['12345::', null],
    ['10.0.0.0/8,', null],
    ['', null],
    ['localhost', null],
  ])('%j', (text, expected) => {
    expect(parseNetworks(text)).toEqual(expected)
  })
})
