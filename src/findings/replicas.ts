/** What a replica shows beside what the objects lead to. */
import type { ReplicaFacts } from '../domain/findings/facts.js'
import { told } from '../domain/findings/finding.js'
import { nameOf } from '../domain/objects/ref.js'
import { someOf } from '../domain/text/counted.js'
import { whatBreaks } from './breaks.js'
import type { Pages } from './page.js'
import { controllerDocs, controllerSource, ingress, replica } from './words.js'

const stale = 'Ask again in some seconds; if it stays, compare the replicas with "kubectl tkng conf --all-pods".'
const troubleshooting = `${controllerDocs}/troubleshooting/`
const reloading = `${controllerDocs}/how-it-works/#when-a-reload-is-required`
const pod = { namespace: 'ingress-nginx', name: 'controller-0' }

/** More addresses than these are counted. */
const mostNamed = 3

export const replicaPages: Pages<ReplicaFacts> = {
  'not-in-conf': {
    title: 'By the objects it should be served, but the replica does not have it',
    sentence: (facts) =>
      `by the objects it should be served, but nginx.conf of ${replica(facts.replica)} does not have it`,
    fix: () =>
      'Look at "kubectl tkng status" and the log of the controller: it did not reload, has not seen the change yet, or dropped it for a reason that is not known here.',
    explanation:
      'nginx.conf of the running replica was read, and the rule is not in it, though nothing is wrong with the Ingress. A change takes some seconds; a replica that lags behind for longer has a trouble of its own.',
    example: 'kubectl tkng conf --host shop.example.com',
    sample: { replica: pod },
    link: troubleshooting,
  },
  refused: {
    title: 'The replica answers every request to the host with 403',
    sentence: ({ reason, ...facts }) =>
      `${replica(facts.replica)} answers every request to the host with 403: ${reason}`,
    fix: () => stale,
    explanation:
      'The configuration of the replica closes the host for a reason that the objects do not give (any more).',
    example: 'kubectl tkng conf --host shop.example.com   # return 403',
    sample: { replica: pod, reason: 'local SSL certificate shop/clients was not found' },
    link: troubleshooting,
  },
  denied: {
    title: 'The replica answers the path with 503',
    sentence: ({ reason, ...facts }) => `${replica(facts.replica)} answers with 503: ${reason}`,
    fix: () => stale,
    explanation:
      'The configuration of the replica denies the location for a reason that the objects do not give (any more).',
    example: 'kubectl tkng conf --host shop.example.com   # Location denied. Reason: …',
    sample: { replica: pod, reason: 'location denied, reason: invalid authentication type' },
    link: troubleshooting,
  },
  'old-version-served': {
    title: 'An older version of the Ingress is served, until the controller restarts',
    sentence: ({ than, ...facts }) =>
      `${replica(facts.replica)} serves it all the same: an older version of the Ingress, from before ${than}, stays until the controller restarts`,
    fix: () => 'Cure the cause above before the controller restarts: after that nothing is served.',
    explanation:
      'When a change makes an Ingress unacceptable, the controller passes the change over and keeps what it had. That looks healthy until it restarts and reads the Ingress afresh.',
    example: '# an annotation that the controller refuses, added to an Ingress that is served',
    sample: { replica: pod, than: 'annotation-risk' },
    link: `${controllerSource}/internal/ingress/controller/store/store.go`,
  },
  'replica-differs': {
    title: 'The replica balances over something else than the objects give',
    sentence: (facts) => {
      const { upstream } = facts
      const who = replica(facts.replica)
      if (facts.how === 'no-canary') return `by the objects ${upstream} is a canary, but ${who} sends nothing there`
      if (facts.how === 'still-served')
        return `${who} still sends requests of the rule to ${upstream}: it has not followed the objects`
      const { gone, missing, kept } = facts
      if (gone.length === 0 && kept === 0)
        return `${who} has no endpoint for ${upstream}, although the objects give ${someOf(missing, mostNamed)}`
      const lacks =
        missing.length === 0 ? '' : `${gone.length === 0 ? '' : ', and'} lacks ${someOf(missing, mostNamed)}`
      return gone.length === 0
        ? `${who}${lacks} for ${upstream}`
        : `${who} still sends requests for ${upstream} to ${someOf(gone, mostNamed)}, no ready endpoint by the objects${lacks}`
    },
    fix: ({ how }) =>
      how !== 'endpoints'
        ? stale
        : 'Ask again in some seconds: endpoints reach a replica without a reload. If it stays, see "kubectl tkng status" and the log of the controller; a replica that is started anew reads everything afresh.',
    explanation:
      'Endpoints reach the balancer inside of nginx without a reload, mostly within a second. A difference that stays means that the replica does not hear of changes any more: requests go to pods that are gone, and not to those that came.',
    example: 'kubectl tkng backends --pod controller-0   # beside "kubectl get endpointslices"',
    sample: {
      replica: pod,
      upstream: 'shop-web-80',
      how: 'endpoints',
      gone: ['10.1.0.1:8080'],
      missing: ['10.1.0.7:8080'],
      kept: 0,
    },
    link: reloading,
  },
  'reload-failed': {
    title: 'nginx refused the last configuration',
    sentence: ({ culprit, by, said, since, ...facts }) => {
      const what = by === null ? '' : ` (${whatBreaks(by)})`
      const likely = culprit === null ? what : `, most likely for ${ingress(culprit)}${what}`
      const words = said === null ? '' : `, and said: ${said}`
      const stands = since === null ? '' : ` since ${since.replace(/\.\d+Z$/, 'Z')}`
      return `nginx refused the last configuration of ${replica(facts.replica)}${likely}${words}: no change of any Ingress takes effect${stands}, and what was loaded last is served on`
    },
    fix: ({ culprit }) =>
      culprit === null
        ? 'See "kubectl tkng conf --failed" for the line that nginx refuses, and correct the Ingress that it comes from.'
        : `Cure ${ingress(culprit)} first: "kubectl tkng why ${nameOf(culprit)}" tells how.`,
    explanation:
      'The controller writes a new nginx.conf and lets nginx test it. Where the test fails, nginx goes on with the old one, and so do all Ingresses: whatever was changed since then waits.',
    example: 'nginx_ingress_controller_config_last_reload_successful 0',
    sample: {
      replica: pod,
      culprit: { namespace: 'shop', name: 'web' },
      by: told('www-of-wildcard', { host: '*.example.com', others: [] }),
      said: 'invalid server name or wildcard "www.*.example.com"',
      since: '2026-11-23T08:49:14Z',
    },
    link: troubleshooting,
  },
}
