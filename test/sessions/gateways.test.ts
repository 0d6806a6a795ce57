/** The built-in capture half way to Gateway API: both worlds in each verb. */
import { describe, expect, it } from 'vitest'
import { session, transcript } from '../support/program/session.js'
import { expectGolden } from './golden.js'

describe('demo:gateway', () => {
  it.each([
    'routes -A',
    'routes httproute/shop/web -o json',
    'routes nowhere',
    'gateways -A',
    'gateways -o tree',
    'gateways -o json',
    'trace https://shop.example.com/cart',
    'trace https://shop.example.com/ --gateway default/tkng -o json',
    'trace https://shop.example.com/ --gateway default/tknk',
    'trace http://prod/dev --gateway default/tkng --semantics spec',
    'trace --all',
    'why -A',
    'why shop/web',
    'why gateway/default/tkng httproute/team/landing',
    'describe gateway/tkng',
  ])('%s', async (line) => {
    const whole = `${line} --from demo:gateway`
    const file = line.replaceAll(/[^\w.=-]+/g, '_')
    await expectGolden(transcript(whole, await session(whole.split(' '))), `golden/gateways/${file}.txt`)
  })

  it('requests of a list may say where they arrive', async () => {
    const lines = [
      { scheme: 'https', host: 'shop.example.com', path: '/cart', gateway: 'default/tkng' },
      { host: 'prod', path: '/', port: 80, gateway: 'default/tkng' },
      { host: 'prod:8080', path: '/', gateway: 'default/tkng' },
      { host: 'prod', path: '/', gateway: 'tkng' },
      { host: 'prod', path: '/pkg.Service/Get', grpc: true, gateway: 'default/tkng' },
      { scheme: 'https', host: 'shop.example.com', sni: 'other.example', gateway: 'default/tkng' },
    ]
    const stdin = lines.map((one) => `${JSON.stringify(one)}\n`).join('')
    const said = await session(['trace', '--input', '-', '--from', 'demo:gateway', '-o', 'json'], { stdin })
    const found = JSON.parse(said.stdout).items.map(
      ({ asked }: { asked: { verdict: string; status: number | null } }) => [asked.verdict, asked.status],
    )
    expect(found).toEqual([
      ['served', null],
      ['served', null],
      ['unavailable', null],
      ['served', null],
      ['unavailable', null],
    ])
    expect(said.stderr).toContain('line 4: "gateway" is NAMESPACE/NAME')
    expect(said.code).toBe(2)
  })

  it('of a file with Gateways alone nobody misses Ingresses', async () => {
    const manifest = [
      'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: web, namespace: shop}',
      'spec: {gatewayClassName: eg, listeners: [{name: http, port: 80, protocol: HTTP}]}\n---',
      'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web, namespace: shop}',
      'spec: {parentRefs: [{name: web}], hostnames: [shop.example], rules: [{backendRefs: [{name: web, port: 80}]}]}',
    ]
    const said = (words: string) => session([...words.split(' '), '--from', '-'], { stdin: `${manifest.join('\n')}\n` })
    const lines = ['certs', 'trace http://shop.example/', 'why -A', 'describe gateway/web', 'routes -A']
    const told = await Promise.all(lines.map(said))
    expect(told.filter(({ stderr }) => /holds no [^\n]*Ingress/.test(stderr))).toEqual([])
    expect(told[0]?.stderr).toContain('No listener of a Gateway speaks TLS, and there are no Ingresses.')
  })
})
