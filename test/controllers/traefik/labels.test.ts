/** Objects with other labels than a selector asks for are none to Traefik: https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress/ */
import { expect, it } from 'vitest'
import { ingress, rule } from '../../support/objects.js'
import { traefikLine, traefikPlan } from '../../support/worlds/traefik-world.js'
import { route } from './custom-objects.js'

const web = '--entryPoints.web.address=:80'

it.each<[selector: string, labels: object, answer: string]>([
  ['tier=a', { tier: 'a' }, 'served'],
  ['tier=a', { tier: 'b' }, 'not-found'],
  ['tier=a', {}, 'not-found'],
  ['tier!=a', {}, 'served'],
  ['tier in (a, b),!old', { tier: 'b' }, 'served'],
  ['tier in (a, b),!old', { tier: 'b', old: 'yes' }, 'not-found'],
])('%s, of an object with %j', (selector, labels, answer) => {
  const metadata = { namespace: 'default', labels }
  const one = ingress('a', { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'web')] }, { metadata })
  const ofIngress = traefikPlan({
    args: [web, '--providers.kubernetesingress', `--providers.kubernetesingress.labelselector=${selector}`],
    ingresses: [one],
  })
  expect(traefikLine(ofIngress, 'http://a.test/')).toMatch(new RegExp(`^${answer}`))
  const own = route('a', 'Host(`a.test`)')
  const ofRoute = traefikPlan({
    args: [web, '--providers.kubernetescrd', `--providers.kubernetescrd.labelselector=${selector}`],
    custom: { 'ingressroutes.traefik.io': [{ ...own, metadata: { ...own.metadata, labels } }] },
  })
  expect(traefikLine(ofRoute, 'http://a.test/')).toMatch(new RegExp(`^${answer}`))
})

it('a Middleware without the labels is none, though its IngressRoute has them', () => {
  const own = route('a', 'Host(`a.test`)', { middlewares: [{ name: 'm' }] })
  const metadata = { ...own.metadata, labels: { tier: 'a' } }
  const answer = (labels: object) =>
    traefikLine(
      traefikPlan({
        args: [web, '--providers.kubernetescrd', '--providers.kubernetescrd.labelselector=tier=a'],
        custom: {
          'middlewares.traefik.io': [{ metadata: { namespace: 'default', name: 'm', labels }, spec: { compress: {} } }],
          'ingressroutes.traefik.io': [{ ...own, metadata }],
        },
      }),
      'http://a.test/',
    )
  expect([answer({ tier: 'a' }), answer({})].map((line) => line.split(' ')[0])).toEqual(['served', 'not-found'])
})
