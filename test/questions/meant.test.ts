/** Services that select nothing, or are not there: what was meant is told by lint, why and trace, and the fix cures. */
import { expect, it } from 'vitest'
import { session } from '../support/program/session.js'

const service = (selector: string, name = 'web') => `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {clusterIP: 10.96.0.7, selector: ${selector}, ports: [{port: 80, targetPort: 8080}]}
`
const pod = (labels: string, name = 'web-1') => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop, labels: ${labels}}
spec: {containers: [{name: c, image: web}]}
`
const deployment = (labels: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: ${labels}}
  template: {metadata: {labels: ${labels}}, spec: {containers: [{name: c, image: web}]}}
`
const controller = `apiVersion: v1
kind: Pod
metadata: {name: proxy, namespace: edge}
spec: {containers: [{name: c, image: registry.k8s.io/ingress-nginx/controller:v1.14.3, args: [/nginx-ingress-controller]}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
`
const slice = (...of: string[]) =>
  `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
addressType: IPv4
ports: ${of.length > 0 ? '[{port: 8080, protocol: TCP}]' : '[]'}
endpoints: [${of.map((one) => `{addresses: [${one}], conditions: {ready: true}}`).join(', ')}]
`
const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  ingressClassName: nginx
  rules: [{host: a.test, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
`
const nginx =
  'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: nginx}\nspec: {controller: k8s.io/ingress-nginx}\n'

async function found(selector: string, ...others: readonly string[]) {
  const stdin = [nginx, ingress, service(selector), ...others].join('---\n')
  const { stdout } = await session(['lint', '--ignore', 'vulnerable,end-of-life', '-o', 'json', '--from', '-'], {
    stdin,
  })
  return JSON.parse(stdout).items as readonly Readonly<Record<'code' | 'severity' | 'message' | 'fix', string>>[]
}

const cluster = [controller, slice()]

it.each<[what: string, selector: string, others: readonly string[], says: string]>([
  // nginx/kubernetes-ingress#3195
  [
    'a value',
    '{app: web}',
    [...cluster, pod('{app: web-app}')],
    'app=web, which no pod has, and Pod web-1 has app=web-app:',
  ],
  ['a slip', '{app: frontned}', [...cluster, pod('{app: frontend}')], 'and Pod web-1 has app=frontend:'],
  [
    'the name of a label',
    '{app: web}',
    [...cluster, pod('{app.kubernetes.io/name: web}')],
    'has app.kubernetes.io/name=web:',
  ],
  [
    'one too many',
    '{app: web, tier: x}',
    [...cluster, pod('{app: web, rel: y}')],
    'has app=web: requests are answered with 503',
  ],
  ['a Deployment', '{app: web}', [...cluster, deployment('{app: webapp}')], 'and Deployment web has app=webapp:'],
  [
    'the nearest',
    '{app: web, v: a}',
    [...cluster, pod('{app: web2}'), pod('{app: web}', 'b')],
    'and Pod b has app=web:',
  ],
  [
    'files without slices',
    '{app: web}',
    [deployment('{app: webapp}')],
    'which nothing has that is seen here, and Deployment',
  ],
])('%s is told, and what the fix says cures', async (_, selector, others, says) => {
  const [one, ...more] = await found(selector, ...others)
  expect([one, ...more]).toMatchObject([{ code: 'no-endpoints', severity: others.length > 1 ? 'error' : 'warning' }])
  expect(one?.message).toContain(says)
  const [, labels = ''] =
    /^Set the selector: kubectl -n shop set selector service web (\S+)$/.exec(one?.fix ?? '') ?? []
  const written = `{${labels.replaceAll('=', ': ').replaceAll(',', ', ')}}`
  const selected = others.map((text) => (text === cluster[1] ? slice('10.1.0.7') : text))
  expect(await found(written, ...selected)).toEqual([])
})

const bare = [nginx, controller, ingress, pod('{app: webb}')]
const other = service('{app: web}').replace('namespace: shop', 'namespace: team')
const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: eg}
spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g, namespace: shop}
spec: {gatewayClassName: eg, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: shop}
spec: {parentRefs: [{name: g}], hostnames: [a.test], rules: [{backendRefs: [{name: web, port: 80}]}]}
`
const wants = 'Service shop/web'
const moved = ingress.replace('namespace: shop', 'namespace: team')
const permitted =
  'apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: g, namespace: team}\nspec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: "", kind: Service}]}\n'

/** `cured`: what the fix says, done; null: the labels of the pod are for a selector, which is done above. */
it.each<[what: string, files: readonly string[], says: string, fix: RegExp, cured: readonly string[] | null]>([
  [
    'one of another name',
    [...bare, service('{app: webb}', 'webb')],
    `${wants} does not exist, but Service shop/webb does`,
    /^Write webb in place of web,/,
    [nginx, controller, ingress.replace('{name: web, port', '{name: webb, port'), service('{app: webb}', 'webb')],
  ],
  [
    'one of another namespace',
    [...bare, other],
    `${wants} is not seen here, but Service team/web is there, in another namespace`,
    /^Move the Ingress to namespace team,/,
    [nginx, controller, moved, other],
  ],
  [
    'one of another namespace, where another one is seen in its own',
    [...bare, other, service('{app: db}', 'db')],
    `${wants} does not exist, but Service team/web is there, in another namespace`,
    /^Move the Ingress to namespace team,/,
    [nginx, controller, moved, other],
  ],
  [
    'pods of a route',
    [gateway, service('{app: web}'), slice(), pod('{app: webb}')],
    `${wants} selects app=web, which no pod has, and Pod web-1 has app=webb`,
    /set selector service web app=webb$/,
    null,
  ],
  [
    'one of another name, of a route',
    [gateway, service('{app: webb}', 'webb')],
    `${wants} does not exist, but Service shop/webb does`,
    /^Write name: webb\.$/,
    [gateway.replace('{name: web, port', '{name: webb, port'), service('{app: webb}', 'webb')],
  ],
  [
    'one of another namespace, of a route',
    [gateway, other],
    `${wants} does not exist, but Service team/web is there, in another namespace`,
    /^Write namespace: team beside the name, which a ReferenceGrant/,
    [gateway.replace('{name: web, port', '{name: web, namespace: team, port'), other, permitted],
  ],
])('%s is told by why and trace, and cures', async (_, files, says, fix, cured) => {
  const from = (texts: readonly string[]) => ({ stdin: texts.join('---\n') })
  const why = async (texts: readonly string[]) => {
    const { stdout } = await session(['why', '-A', '-o', 'json', '--from', '-'], from(texts))
    const { items } = JSON.parse(stdout) as { readonly items: readonly { causes: readonly Record<string, string>[] }[] }
    return items.flatMap(({ causes }) => causes.filter(({ code = '' }) => /^(?:no-|share|grant)/.test(code)))
  }
  const trace = async (texts: readonly string[]) =>
    (await session(['trace', 'http://a.test/', '--from', '-'], from(texts))).stdout.split('\n', 1)[0]
  const [found] = await why(files)
  expect(found?.message).toContain(says)
  expect(found?.fix).toMatch(fix)
  expect(await trace(files)).toContain(says)
  if (cured === null) return
  expect(await why(cured)).toEqual([])
  expect(await trace(cured)).not.toMatch(/unavailable|no such/)
})

it.each<[what: string, selector: string, others: readonly string[]]>([
  ['those of another Service', '{app: web}', [...cluster, pod('{app: web2}'), service('{app: web2}', 'other')]],
  ['those that are far', '{app: web}', [...cluster, pod('{app: database}')]],
  ['labels that no API server takes', '{app: web}', [...cluster, pod('{app: "web;reboot"}')]],
])('%s are not meant', async (_, selector, others) => {
  const [one] = await found(selector, ...others)
  expect(one?.message).toBe('Service shop/web has no endpoint on port 80: requests are answered with 503')
})

it('nothing is said where something is selected, or files hold nothing that comes near', async () => {
  expect(await found('{app: web}', deployment('{app: web, tier: x}'))).toEqual([])
  expect(await found('{app: web, tier: backend}', deployment('{app: web, tier: frontend}'))).toEqual([])
})

it('who says who may pass is named where it stands', async () => {
  const sso = service('{app: sso}', 'sso').replace('namespace: shop', 'namespace: auth')
  const asking = (url: string) =>
    ingress.replace('{name: web,', `{name: web, annotations: {nginx.ingress.kubernetes.io/auth-url: "${url}"},`)
  const told = async (url: string) => {
    const stdin = [nginx, controller, service('{app: web}'), sso, asking(url)].join('---\n')
    const { stdout } = await session(['why', 'web', '-n', 'shop', '--from', '-'], { stdin })
    return stdout
  }
  const before = await told('http://sso.shop.svc.cluster.local/x')
  expect(before).toContain(
    'auth-url asks Service shop/sso, which does not exist, but Service auth/sso is there, in another namespace',
  )
  expect(before).toContain('fix  Write sso.auth.svc.cluster.local in place of the host in auth-url.')
  expect(await told('http://sso.auth.svc.cluster.local/x')).not.toContain('auth-url')
})
