/** Command lines in, meaning out: no cluster is asked. */
import { describe, expect, it } from 'vitest'
import { reportError } from '../../../src/cli/report/error.js'
import { understood } from '../../support/program/grammar.js'

const parse = (line: string) => understood(line.split(' ').filter(Boolean))

function meant(line: string) {
  const parsed = parse(line)
  if ('say' in parsed) throw new Error(`printed help: ${line}`)
  const { verb, kube, sources, meant } = parsed.said
  return { verb: verb.name, kube, sources, ...meant(new Map(), false) }
}

function said(line: string): string {
  try {
    const parsed = parse(line)
    if ('say' in parsed) return parsed.say
    parsed.said.meant(new Map(), false)
    return 'understood'
  } catch (error) {
    return reportError(error, '1.2.3')
  }
}

describe('columns', () => {
  it.each([
    ['ingresses', undefined],
    ['ingresses --columns service', ['SERVICE']],
    ['ingresses --columns host+path,ingress-name -o wide', ['HOST+PATH', 'INGRESS NAME']],
    ['ingresses --columns INGRESS_NAME', ['INGRESS NAME']],
    ['backends -o table --columns Name', ['NAME']],
  ])('%s', (line, columns) => {
    expect(meant(line).output.columns).toEqual(columns)
  })

  it.each([
    ['ingresses --columns servce', 'did you mean service?'],
    ['ingresses --columns=', 'invalid value "" for --columns'],
    ['ingresses --columns service, -o table', 'invalid value "" for --columns'],
    ['ingresses --columns service -o json', '--columns is for tables, not for -o json'],
    ['backends --columns name', '(say -o table)'],
    ['logs --columns name', 'unknown option "--columns"'],
  ])('%s', (line, message) => {
    expect(said(line)).toContain(message)
  })
})

describe('kube flags', () => {
  it.each([
    ['-n x ingresses', { namespace: 'x' }],
    ['ingresses -n x', { namespace: 'x' }],
    ['ingresses -nx', { namespace: 'x' }],
    ['ingresses -n=x', { namespace: 'x' }],
    ['ingresses --namespace=x', { namespace: 'x' }],
    ['-n x ingresses -n y', { namespace: 'y' }],
    ['ingresses -A', { allNamespaces: true }],
    ['-A ingresses', { allNamespaces: true }],
    ['-An shop ingresses', { namespace: 'shop', allNamespaces: true }],
    ['ingresses --all-namespaces=true', { allNamespaces: true }],
    ['ingresses -A=false', {}],
    ['ingresses --context c --cluster k --user u', { context: 'c', cluster: 'k', user: 'u' }],
    ['ingresses -s https://x:1 --tls-server-name y', { server: 'https://x:1', tlsServerName: 'y' }],
    ['ingresses --insecure-skip-tls-verify', { insecureSkipTlsVerify: true }],
    ['ingresses --insecure-skip-tls-verify=false', {}],
    [
      'ingresses --certificate-authority a --client-certificate b --client-key c',
      { certificateAuthority: 'a', clientCertificate: 'b', clientKey: 'c' },
    ],
    ['ingresses --token t --username u --password p', { token: 't', username: 'u', password: 'p' }],
    ['--as-group a ingresses --as b --as-group c,d --as-uid 1', { as: 'b', asGroup: ['a', 'c,d'], asUid: '1' }],
    ['ingresses --as b --as-user-extra k=v --as-user-extra k=w', { as: 'b', asUserExtra: ['k=v', 'k=w'] }],
    ['ingresses --request-timeout 5', { requestTimeoutMs: 5000 }],
    ['ingresses --request-timeout=1m30s', { requestTimeoutMs: 90_000 }],
    ['ingresses --disable-compression', { disableCompression: true }],
    ['ingresses -v 6', { verbosity: 6 }],
    ['ingresses -v=8', { verbosity: 8 }],
    ['ingresses --v=7', { verbosity: 7 }],
    ['ingresses --kubeconfig f', { kubeconfig: 'f' }],
  ])('%s', (line, kube) => {
    expect(meant(line).kube).toEqual(kube)
  })
})

const named = (name: string, namespace: string | null = null) => ({ namespace, name })

describe('ingresses', () => {
  it.each([
    ['ingresses', { ingresses: { names: [], labelSelector: undefined } }],
    ['ing a b a', { ingresses: { names: [named('a'), named('b')], labelSelector: undefined } }],
    ['ingress -l app=web', { ingresses: { names: [], labelSelector: 'app=web' } }],
    ['ingresses --host Shop.Example.COM.', { routes: { host: 'shop.example.com' } }],
    ['ingresses --host bücher.example', { routes: { host: 'xn--bcher-kva.example' } }],
    ['ingresses --host *.foo.com', { routes: { host: '*.foo.com' } }],
    ['ingresses --host a.foo.com:8080', { routes: { host: 'a.foo.com' } }],
    ['ingresses --path /x', { routes: { path: '/x' } }],
    ['ingresses --service web', { routes: { service: { name: 'web', port: undefined } } }],
    ['ingresses --service web:http', { routes: { service: { name: 'web', port: 'http' } } }],
    ['ingresses --class nginx --sort-by age', { routes: { class: 'nginx' }, sortBy: 'age' }],
    ['ingresses -- -odd', { ingresses: { names: [named('-odd')] } }],
  ])('%s', (line, options) => {
    expect(meant(line)).toMatchObject({ verb: 'ingresses', options })
  })
})

describe('the name of an Ingress, as kubectl has it and as we do', () => {
  it.each([
    ['web', named('web')],
    ['shop/web', named('web', 'shop')],
    ['ing/web', named('web')],
    ['ingress/web', named('web')],
    ['ingresses/web', named('web')],
    ['ingress.networking.k8s.io/web', named('web')],
    ['ingresses.networking.k8s.io/web', named('web')],
    ['ingress.networking.k8s.io/shop/web', named('web', 'shop')],
    ['ing/ing/web', named('web', 'ing')],
    ['ing', named('ing')],
  ])('%s', (text, name) => {
    expect(meant(`ingresses ${text}`).options).toMatchObject({ ingresses: { names: [name] } })
    expect(meant(`why ${text}`).options).toMatchObject({ names: [name] })
    if (name.namespace !== null)
      expect(meant(`logs --ingress ${text}`).options).toMatchObject({ filter: { ingress: name } })
  })

  it('of a kind that only a controller may know, the rest is told once it is asked', () => {
    expect(meant('why a/b/c').options).toMatchObject({ names: [{ kind: 'a', namespace: 'b', name: 'c' }] })
  })

  it.each(['/', 'shop/', '/web', '/b/c', 'ing/', 'ing/a/b/c'])('%s is none', (text) => {
    expect(said(`why ${text}`)).toContain(`invalid name "${text}" (it is NAME or NAMESPACE/NAME)`)
    expect(said(`logs --ingress ${text}`)).toContain(`invalid --ingress "${text}"`)
  })
})

it('leads those who ask why of a URL to trace', () => {
  expect(said('why https://a.example/x')).toContain(
    '; what becomes of a URL, and why, tells kubectl tkng trace https://a.example/x)',
  )
})

describe('output and source', () => {
  it.each([
    ['ingresses', { format: 'table', noHeaders: false, color: 'auto' }],
    ['ingresses -o wide --no-headers', { format: 'wide', noHeaders: true, color: 'auto' }],
    ['--no-headers -ojson ingresses', { format: 'json', noHeaders: true, color: 'auto' }],
    ['ingresses -o=yaml --color=always', { format: 'yaml', noHeaders: false, color: 'always' }],
    ['ingresses --no-headers=false', { format: 'table', noHeaders: false, color: 'auto' }],
  ])('%s', (line, output) => {
    expect(meant(line).output).toEqual({ files: [], noTrunc: false, watch: false, ...output })
  })

  it('collects sources from both places', () => {
    expect(meant('--from a ingresses --from demo').sources).toEqual(['a', 'demo'])
  })
})

describe('one line for what makes no sense', () => {
  it.each([
    'ingreses',
    'ingreses --help',
    'info --watch',
    'ingresses --columns name',
    'ingresses --path prod',
    'ingresses -All',
    'ingresses -Anshop',
    'backends default-prod-8080',
    'options more',
    'ingresses --hots x',
    'ingresses --host',
    'ingresses -o jsn',
    'ingresses --color=red',
    'ingresses --sort-by hots',
    'ingresses --host https://x/y',
    'ingresses --service a:b:c',
    'ingresses -l =x',
    'ingresses a -l app=b',
    'ingresses --request-timeout soon',
    'ingresses -v loud',
    'ingresses -A=maybe',
    'ingresses --from x --context y',
    'ingresses --from - --from -',
    'capture',
    'capture extra -o x',
  ])('%s', (line) => {
    expect(said(line)).toMatchSnapshot()
  })
})
