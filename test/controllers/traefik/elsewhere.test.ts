/** A rule that takes a request where it does not come in is told beside the 404. */
import { expect, it } from 'vitest'
import { ingress, rule } from '../../support/objects.js'
import { traefikPlan, traefikRequest } from '../../support/worlds/traefik-world.js'

const args = [
  '--entryPoints.web.address=:80',
  '--entryPoints.websecure.address=:443',
  '--entryPoints.inner.address=:9000',
  '--providers.kubernetesingress',
]

it.each<[words: Readonly<Record<string, string>>, url: string, told: readonly string[]]>([
  [{ entrypoints: 'websecure' }, 'http://a.test/', ['at entry point websecure only']],
  [{ entrypoints: 'websecure' }, 'https://a.test/', ['without TLS only']],
  [{ tls: 'true' }, 'http://a.test/', ['over TLS only']],
  [{ entrypoints: 'websecure', tls: 'true' }, 'http://a.test/', ['at entry point websecure and over TLS only']],
  [{ entrypoints: 'websecure, inner' }, 'http://a.test/', ['at entry point websecure, inner only']],
  [{ entrypoints: 'websecure' }, 'http://b.test/', []],
  [{}, 'http://a.test/', []],
])('with %j, of %s', (words, url, told) => {
  const annotations = Object.entries(words).map(([name, value]) => [
    `traefik.ingress.kubernetes.io/router.${name}`,
    value,
  ])
  const own = ingress(
    'a',
    { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'web')] },
    { metadata: { annotations: Object.fromEntries(annotations) } },
  )
  const { hops } = traefikPlan({ args, ingresses: [own] }).answer(traefikRequest(url), true)
  const notes = hops.filter(({ kind }) => kind === 'note')
  expect(notes.map(({ gist }) => gist)).toEqual(told.map((where) => `Ingress default/a takes such requests ${where}`))
})

const here = [...args, '--providers.kubernetescrd.ingressclass=inner']
it.each([
  // https://github.com/traefik/traefik/issues/5761
  ['of another class', here, {}, ': its class is outer, and the controller takes inner alone'],
  [
    'of a namespace that is not watched',
    [...here, '--providers.kubernetescrd.namespaces=shop'],
    {},
    ': its namespace is none that the controller watches',
  ],
  [
    'of an entry point that is not there',
    [...args, '--providers.kubernetescrd.ingressclass=outer'],
    { entryPoints: ['https'] },
    ' listens at entry point https, which the controller does not have',
  ],
])('an IngressRoute %s is told beside the 404', (_, flags, spec, says) => {
  const one = {
    metadata: { namespace: 'default', name: 'r', annotations: { 'kubernetes.io/ingress.class': 'outer' } },
    spec: { ...spec, routes: [{ match: 'Host(`a.test`) && Path(`/x`)', services: [{ name: 'web', port: 80 }] }] },
  }
  const plan = traefikPlan({ args: flags, custom: { 'ingressroutes.traefik.io': [one] } })
  const gists = (url: string) => plan.answer(traefikRequest(url), true).hops.flatMap(({ gist }) => gist ?? [])
  expect(gists('http://a.test/x')).toContain(`IngressRoute default/r${says}`)
  expect([...gists('http://a.test/y'), ...gists('http://b.test/x')]).toEqual([])
})

it.each(['Host', 'HostRegexp'])(
  'a rule with braces in %s is told beside the 404 of a host that was meant',
  (matcher) => {
    const one = {
      metadata: { namespace: 'default', name: 'r' },
      spec: { routes: [{ match: `${matcher}(\`{sub:[a-z]+}.a.test\`)`, services: [{ name: 'web', port: 80 }] }] },
    }
    const plan = traefikPlan({
      args: [...args, '--providers.kubernetescrd'],
      custom: { 'ingressroutes.traefik.io': [one] },
    })
    const gists = (url: string) => plan.answer(traefikRequest(url), true).hops.flatMap(({ gist }) => gist ?? [])
    expect(gists('http://shop.a.test/x')).toEqual([expect.stringContaining('has braces as the rules of Traefik 2')])
    expect(gists('http://1.a.test/x')).toEqual([])
  },
)
