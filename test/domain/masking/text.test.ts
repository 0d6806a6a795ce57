/** Secrets in sentences, by their shape: found wherever they stand, and in time that grows with the text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { certificatesIn } from '../../../src/domain/masking/certificates.js'
import { maskCommandLine } from '../../../src/domain/masking/command-line.js'
import { KeyFilter, maskPrivateKeys } from '../../../src/domain/masking/private-keys.js'
import { maskShapes, maskText } from '../../../src/domain/masking/text.js'
import { maskUrl } from '../../../src/domain/masking/url.js'
import { isPlain } from '../../../src/domain/masking/words.js'

const key = (label: string, end = '\n') =>
  [`-----BEGIN ${label}-----`, 'Proc-Type: 4,ENCRYPTED', '', 'HUNTER2+/==', `-----END ${label}-----`].join(end)

describe('maskText', () => {
  it.each([
    'password=HUNTER2',
    'passwd: HUNTER2',
    '"password": "HUNTER2 and more"',
    '{\\"token\\":\\"HUNTER2\\"}',
    "['X-Api-Key'] = 'HUNTER2'",
    "set_header('X-Api-Key'), access_key='HUNTER2'",
    'client_secret = HUNTER2',
    'aws.secretAccessKey: HUNTER2',
    '--token HUNTER2',
    '--password=HUNTER2',
    'Authorization: Bearer HUNTER2',
    'Authorization: HUNTER2 and more of it',
    'authorization HUNTER2',
    'Proxy-Authorization: Basic HUNTER2=',
    'a Bearer HUNTER2.x1y2z3 of somebody',
    'Cookie: a=HUNTER2; b=HUNTER2',
    'cookie a=HUNTER2; b=always',
    'Cookie: HUNTER2',
    'refresh-token: HUNTER2 again',
    'password: HUNTER2 is it',
    'https://ann:HUNTER2@h/x',
    'redis://:HUNTER2@h',
    'postgres://u:HUN/HUNTER2@h/db',
    'http://HUNTER2@h',
    'https://x/?a=b&access_key=HUNTER2&c=d',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.HUNTER2',
    'ghp_HUNTER2HUNTER2HUNTER2HUNTER2',
    'glpat-HUNTER2HUNTER2HUNTER2',
    ...['github_pat_', 'xoxb-', 'sk_live_', 'rk_live_', 'sk-ABCDEFGHIJKLMNOP', 'npm_', 'hvs.', 'dop_v1_', 'AIza'].map(
      (mark) => `of ${mark}HUNTER2HUNTER2`,
    ),
    ...['AKIAABCDEFGHIJKL', 'ASIAABCDEFGHIJKL'].map((mark) => `as ${mark}HUNTER2`),
    ...['$2y$10$', '$6$saltsalt$', '$1$rounds=5000$salt$', '{SHA}', '{SSHA}'].map(
      (mark) => `u:${mark}${'HUNTER2'.repeat(4)}`,
    ),
    'user:$apr1$salt$HUNTER2HUNTER2',
    `x LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ${'HUNTER2'}`,
    key('PRIVATE KEY'),
    key('RSA PRIVATE KEY'),
    key('ENCRYPTED PRIVATE KEY'),
    key('OPENSSH PRIVATE KEY', '\\n'),
    key('PGP PRIVATE KEY BLOCK', '\r\n'),
    `${key('EC PRIVATE KEY')}\n${key('EC PRIVATE KEY')}`,
    '-----BEGIN PRIVATE KEY-----\nHUNTER2',
  ])('hides %j', (text) => {
    expect(maskText(text)).not.toContain('HUNTER2')
    expect(maskText(maskText(text))).toBe(maskText(text))
  })

  it.each([
    'secrets: secrets is forbidden: User "ann" cannot list resource "secrets"',
    'does not accept the credentials: Unauthorized',
    'auth-secret names Secret default/gone, which does not exist',
    'secretName: shop-tls',
    'refresh-token: log in again',
    'no header or cookie: no request reaches it',
    'Weight, header and cookie are kept with the upstream.',
    'cookie beta=always',
    'the authorization failed',
    'no object matching key "default/gone" in local store',
    'https://auth.example.com:8443/@ann/x?rd=/y',
    'log of edge/proxy-1: admission.go:56: the ingress token-shop is fine',
    'x eyJ and basic things',
    'ewma, round_robin; basic auth',
  ])('leaves %j', (text) => {
    expect(maskText(text)).toBe(text)
  })

  it.each([
    ['/hook/ghp_HUNTER2HUNTER2HUNTER2/x', '/hook/<masked>'],
    ['https://ann:HUNTER2@h/x?lang=de&client_secret=HUNTER2#a', 'https://masked@h/x?lang=de&client_secret=masked#a'],
    ['u:$6$rounds=5000$saltsalt$HUNTER2HUNTER2HUNTER2HUNTER2', 'u:<masked>'],
    ['/$1$2/$3/pages/and/other/things', '/$1$2/$3/pages/and/other/things'],
    ['{"token": "t", "path": "/(?<key>[a-z]+)?x=y"}', '{"token": "t", "path": "/(?<key>[a-z]+)?x=y"}'],
    ['/oauth2/start?rd=$uri&token=$token', '/oauth2/start?rd=$uri&token=$token'],
  ])('shapes alone: %j → %j', (text, expected) => {
    expect(maskShapes(text)).toBe(expected)
  })

  it('leaves what stands after a private key', () => {
    expect(maskText(`a\n${key('PRIVATE KEY')}\nafter it, {too}`)).toMatch(/^a\n.*<masked>\nafter it, \{too\}$/s)
  })

  it('takes time that grows with the text, whatever is repeated in it', () => {
    const parts = [
      'token ',
      'eyJ-',
      'authorization\n',
      '\n',
      '://',
      '://a@',
      'BEGIN PRIVATE KEY ',
      '"',
      "\\'",
      'password="',
      'LS0tLS1CRUdJTi',
    ]
    const spent = (text: string) => {
      const before = process.cpuUsage()
      maskText(text)
      return process.cpuUsage(before).user / 1000
    }
    for (const part of [...parts, ...parts.map((one) => `authorization${one}`)]) {
      const text = part.repeat(Math.ceil(300_000 / part.length))
      for (const one of [text, `authorization:${text}`, `-----BEGIN PRIVATE KEY-----${text}`])
        expect(spent(one), part).toBeLessThan(1500)
    }
  })
})

describe('a private key in a stream', () => {
  it('is found, wherever it is cut (property)', () => {
    const label = fc.constantFrom('PRIVATE KEY', 'RSA PRIVATE KEY', 'PGP PRIVATE KEY BLOCK')
    fc.assert(
      fc.property(label, fc.string(), fc.array(fc.nat(200)), (label, around, cuts) => {
        const text = `${around}{${key(label)}\n{${around}`
        const filter = new KeyFilter()
        const parts = [0, ...cuts.sort((a, b) => a - b), text.length].map((from, index, all) =>
          text.slice(from, all[index + 1] ?? text.length),
        )
        const shown = parts.map((part) => filter.push(part)).join('')
        expect(shown).toBe(maskPrivateKeys(text))
        expect(shown).not.toContain('HUNTER2')
        expect(shown.endsWith(`\n{${around}`)).toBe(true)
      }),
      { verbose: true },
    )
  })

  it('hides no text behind a line that only looks like one', () => {
    const text = `# -----BEGIN PRIVATE KEY-----\nserver { listen 80; }\n${'x\n'.repeat(50_000)}`
    expect(maskPrivateKeys(text).length).toBeGreaterThan(60_000)
    expect(maskPrivateKeys(text)).toContain('{ listen 80; }')
  })
})

describe('isPlain', () => {
  it.each([
    ['50MB', true],
    ['64Ki', true],
    ['16k', true],
    ['1.5G', true],
    ['no ready endpoints for Service infra/none.\nno such Secret', true],
    ['104857600', false],
    ['10Mx', false],
    ['7Kiss', false],
    ['5Gb7', false],
  ])('%s: %s', (text, isSaid) => {
    expect(isPlain(text)).toBe(isSaid)
  })
})

describe('maskUrl', () => {
  it.each([
    ['https://u:p@h/x', 'https://masked@h/x'],
    ['password=abc', 'password=masked'],
    ['https://h/a/password=abc/b;token=c?a=b', 'https://h/a/password=masked?a=b'],
    ['https://h/x?token=abc&lang=de&id=7f3aQ2', 'https://h/x?token=masked&lang=de&id=masked'],
    ['$scheme://$host/x?rd=$escaped_request_uri&sig=$sig', '$scheme://$host/x?rd=$escaped_request_uri&sig=$sig'],
    ['/x?7f3aQ2', '/x?masked'],
    ['/x?a=b#c', '/x?a=b#c'],
    ['/oauth2/start?rd=/y', '/oauth2/start?rd=/y'],
  ])('%s → %s', (url, expected) => {
    expect(maskUrl(url)).toBe(expected)
    expect(maskUrl(expected)).toBe(expected)
  })
})

describe('certificates in a text', () => {
  it('are looked for once, however many beginnings have no end', () => {
    const before = process.cpuUsage()
    for (const end of ['', '-----END CERTIFICATE-----'])
      expect(certificatesIn('-----BEGIN CERTIFICATE-----\n'.repeat(50_000) + end).length).toBeLessThan(100)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1500)
  })
})

describe('a command line', () => {
  it.each([
    [
      ['/bin/x', 'run', '--class', 'web', '--class=web', '-v'],
      ['/bin/x', 'run', '--class', 'web', '--class=web', '-v'],
    ],
    [
      ['/bin/x', '--other', 'web', '--other=web', 'web'],
      ['/bin/x', '--other', '<masked>', '--other=<masked>', 'web'],
    ],
    [
      ['/bin/x', 'web/'.repeat(21)],
      ['/bin/x', '<masked>'],
    ],
  ])('of which the values of --class may stay: %j', (words, expected) => {
    expect(maskCommandLine(words, (name, value) => (name === 'class' ? value : null))).toEqual(expected)
  })

  it.each([
    '-pHUNTER2x9Q2',
    '--pHUNTER2x9Q2=1',
    '--header=Authorization: Bearer HUNTER2',
    'HUNTER2',
    '{"password":"HUNTER2"}',
  ])('hides %s', (word) => {
    expect(maskCommandLine(['/bin/x', word, '--http2-max-k8s', '-v'], () => null)).toEqual([
      '/bin/x',
      word.startsWith('--h') ? '--header=<masked>' : '<masked>',
      '--http2-max-k8s',
      '-v',
    ])
  })
})
