/** The built-in capture half way to Gateway API: both worlds in each verb. */
import { describe, expect, it } from 'vitest'
import { pem } from '../../support/cluster/tls-files.js'
import { session, transcript } from '../../support/program/session.js'
import { expectGolden } from '../golden.js'

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
    'drift',
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
      { host: 'prod', path: '/', gateway: 'default/tkgn' },
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
    expect(said.stderr).toContain('line 5: Gateway default/tkgn not found in the cluster')
    expect(said.code).toBe(2)
  })

  it('a stream is asked for by its port, or by the name of its handshake', async () => {
    const listeners = [
      '{name: tcp, port: 5432, protocol: TCP}, {name: udp, port: 53, protocol: UDP}, {name: http, port: 80, protocol: HTTP}',
      '{name: tls, port: 8443, protocol: TLS, hostname: "*.tls.example", tls: {mode: Passthrough}}',
    ]
    const route = (kind: string, name: string, day: number, more = '') =>
      `---\napiVersion: gateway.networking.k8s.io/v1alpha2\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop, creationTimestamp: "2026-01-0${day}T00:00:00Z"}\nspec: {parentRefs: [{name: web}], ${more}rules: [{backendRefs: [{name: ${name}, port: 53}]}]}`
    const manifest = [
      'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: web, namespace: shop}',
      `spec: {gatewayClassName: eg, listeners: [${listeners.join(', ')}]}`,
      ...[route('TCPRoute', 'pg', 1), route('TCPRoute', 'late', 2), route('UDPRoute', 'dns', 1)],
      route('TLSRoute', 'passed', 1, 'hostnames: [a.tls.example], '),
    ]
    const asked = (words: string) =>
      session(['trace', ...words.split(' '), '--from', '-'], { stdin: `${manifest.join('\n')}\n` })
    const lines = [
      'tcp://db:5432',
      'udp://db:53',
      'tcp://a.tls.example:8443',
      'tcp://b.tls.example:8443',
      'tcp://db:80',
      'tcp://db:9',
      'tcp://db',
      'http://db:5432/',
      'http://db:53/',
    ]
    const told = await Promise.all(lines.map(asked))
    const words = told.map(({ stdout, stderr }) => stdout || stderr)
    const says = [
      /TCPRoute shop\/pg, rule 0 at listener tcp\)[\s\S]*shop\/late +all +outranked: TCPRoute shop\/pg is older/,
      /UDPRoute shop\/dns, rule 0 at listener udp\)/,
      /TLSRoute shop\/passed, rule 0 at listener tls: host a\.tls\.example\)/,
      /no route has the host b\.tls\.example/,
      /port 80 speaks HTTP: ask it for http:/,
      /a listener for TCP at port 9/,
      /it names no port/,
      /TCPRoute shop\/pg[\s\S]*port 5432: is passed on as bytes[\s\S]*tcp:\/\/db:5432 asks for the same/,
      /^http:\/\/db:53\/: (?!unknown)/,
    ]
    for (const [i, one] of says.entries()) expect(words[i]).toMatch(one)
  })

  it('a listener without its certificate is told by name, and ports for datagrams are looked up as such', async () => {
    const of = (kind: string, name: string, spec: string, version = 'gateway.networking.k8s.io/v1') =>
      `---\napiVersion: ${version}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}`
    const listeners =
      '{name: tls, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: a, namespace: b}]}}, {name: udp, port: 53, protocol: UDP}'
    const manifest = [
      of('Gateway', 'web', `{gatewayClassName: eg, listeners: [${listeners}]}`),
      of('HTTPRoute', 'web', '{parentRefs: [{name: web}], hostnames: [a.example], rules: [{}]}'),
      of(
        'UDPRoute',
        'dns',
        '{parentRefs: [{name: web}], rules: [{backendRefs: [{name: dns, port: 53}, {name: gone, port: 53}]}]}',
      ),
      of('Service', 'dns', '{ports: [{port: 53, protocol: UDP}]}', 'v1'),
      '---\napiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: c, namespace: b}\nspec: {}',
    ]
    const said = (words: string) => session([...words.split(' '), '--from', '-'], { stdin: `${manifest.join('\n')}\n` })
    const lines = ['certs', 'trace https://a.example/', 'trace udp://a.example:53', 'why udproute/shop/dns']
    const told = await Promise.all(lines.map(said))
    expect(told[0]?.stdout).toMatch(/a\.example +missing .* b\/a .* no ReferenceGrant there permits it: no certificate/)
    expect(told[1]?.stdout).toMatch(/listener +tls: takes no requests \(RefNotPermitted: Secret b\/a\)/)
    expect(told[2]?.stdout).not.toContain('no such port')
    expect(told[2]?.stdout).toContain('50 % to shop/dns:53, 50 % to shop/gone:53 (whose connections end)')
    expect(told[3]?.stdout).toContain('Service shop/gone does not exist: 50 % of the connections end')
  })

  it('the certificate of a Gateway is that of its Secret, where nobody could be asked', async () => {
    const { stdout } = await session(['certs', '--from', 'demo:gateway', '-o', 'json'])
    const { items } = JSON.parse(stdout) as { items: { controller: { kind: string }; link: string }[] }
    const own = items.filter(({ controller }) => controller.kind === 'Gateway')
    expect(own.map(({ link }) => link)).toEqual(['https://gateway-api.sigs.k8s.io/guides/tls/'])
    const table = (await session(['certs', '--from', 'demo:gateway'])).stdout
    expect(table).toMatch(/default\/tkng +shop\.example\.com +ok +\*\.example\.com +\*\.example\.com +2027-03-01/)
  })

  it('who has the requests is left open where that hangs on a certificate that is in no file', async () => {
    const api = 'gateway.networking.k8s.io/v1'
    const shop = (name: string) => ({ name, namespace: 'shop' })
    const gateway = (name: string, hostname: string) => {
      const tls = { certificateRefs: [{ name }] }
      const listeners = [{ name: 'https', port: 443, protocol: 'HTTPS', hostname, tls }]
      return { apiVersion: api, kind: 'Gateway', metadata: shop(name), spec: { gatewayClassName: 'own', listeners } }
    }
    const route = (name: string, parent: string, hostname: string, type: string, value: string) => {
      const rules = [{ matches: [{ path: { type, value } }], backendRefs: [{ name: 'web', port: 80 }] }]
      const spec = { parentRefs: [{ name: parent }], hostnames: [hostname], rules }
      return { apiVersion: api, kind: 'HTTPRoute', metadata: shop(name), spec }
    }
    const secret = (name: string) => ({
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: shop(name), type: 'kubernetes.io/tls' },
      data: { 'tls.crt': Buffer.from(pem('server')).toString('base64'), 'tls.key': 'eA==' },
    })
    const spec = { controllerName: 'traefik.io/gateway-controller' }
    const written = [
      { apiVersion: api, kind: 'GatewayClass', metadata: { name: 'own' }, spec },
      ...[gateway('narrow', '*.a.example.com'), gateway('wide', '*.example.com'), secret('narrow')],
      ...[
        route('late', 'narrow', '*.a.example.com', 'PathPrefix', '/v1'),
        route('first', 'wide', '*.example.com', 'RegularExpression', '/[a-z0-9]+.*'),
      ],
    ]
    const codesOf = async (items: readonly object[]) => {
      const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
      const { stdout } = await session(['lint', '--from', '-', '-o', 'json'], { stdin })
      return (JSON.parse(stdout).items as { code: string }[]).map(({ code }) => code)
    }
    expect(await codesOf([...written, secret('wide')])).toContain('match-taken')
    expect(await codesOf(written)).not.toContain('match-taken')
  })

  it('a host that no listener has is answered by the Gateway of the route that asks for it', async () => {
    const of = (kind: string, spec: string) =>
      `---\napiVersion: gateway.networking.k8s.io/v1\nkind: ${kind}\nmetadata: {name: web, namespace: shop}\nspec: ${spec}\n`
    const stdin = [
      of(
        'Gateway',
        '{gatewayClassName: eg, listeners: [{name: a, port: 80, protocol: HTTP, hostname: "*.example.com"}]}',
      ),
      of('HTTPRoute', '{parentRefs: [{name: web}], hostnames: [example.com], rules: [{}]}'),
    ].join('')
    const told = await session(['trace', 'http://example.com/', '--from', '-'], { stdin })
    expect(told.stdout).toContain('no listener has the host example.com')
    expect(told.code).toBe(1)
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
