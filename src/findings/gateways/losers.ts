/** Why a rule of a Gateway's route did not get a request, told by `trace`: there is nothing to cure. */
import type { DetachReason, RouteContestFacts } from '../../domain/findings/gateway-flaws.js'
import type { RankCriterion } from '../../domain/gateway/rank-criterion.js'
import { fullName, nameOf, type Ref } from '../../domain/objects/ref.js'
import type { Pages } from '../page.js'
import { quote } from '../words.js'

export const gatewayDocs = 'https://gateway-api.sigs.k8s.io'
const precedence = `${gatewayDocs}/reference/spec/#httprouterule`
const web: Ref = { kind: 'HTTPRoute', namespace: 'shop', name: 'web' }

function routeText(ref: Ref | null): string {
  return ref === null ? 'another route' : fullName(ref)
}

/** What decided between two matches, after the name of the one that won. */
const criteria: Readonly<Record<RankCriterion, string>> = {
  hostname: 'has the more specific hostname',
  'path-type': 'has a path of a type that comes first',
  'path-length': 'has the longer path',
  'written-path-length': 'has the longer path',
  method: 'asks for a method, too',
  headers: 'asks for more headers',
  'headers-and-method': 'asks for more headers, a method counted as one',
  'regex-headers': 'asks for headers by their very value',
  cookies: 'asks for a cookie, too',
  query: 'asks for more query parameters',
  'regex-query': 'asks for query parameters by their very value',
  'path-name-descending': 'has the path that comes last in the alphabet',
  'rule-index': 'has it in an earlier rule, whichever route is older',
  'condition-names': 'asks for headers or query parameters that come first in the alphabet',
  priority: 'has the higher priority, which counts path, method, headers, query and hostname together',
  kind: 'is an HTTPRoute',
  age: 'is older',
  name: 'comes first by namespace and name',
  place: 'has it in an earlier rule',
}

export const detachReasons: Readonly<Record<DetachReason, string>> = {
  NoMatchingParent: 'no listener has the section or port that it names',
  NotAllowedByListeners: 'no listener takes its namespace, or none that does takes its kind',
  NoMatchingListenerHostname: 'none of its hostnames meets one of a listener',
  ListenerNotReady: 'the listener that it fits takes no requests',
  HostnameConflict: 'an older route of the other kind, HTTPRoute or GRPCRoute, has its hostnames',
  Refused: 'the API server refuses it',
}

export const routeLoserPages: Pages<RouteContestFacts> = {
  outranked: {
    title: 'Another rule comes first',
    sentence: ({ by, criterion, wins, loses }) => {
      if (by === null)
        return `the hostname ${wins ?? '(none)'} comes before ${loses ?? 'none'}, and nothing falls through`
      if (criterion === null) return `${routeText(by)} has the same rank, and which of them answers is chance`
      const compared = wins === loses || wins === null ? '' : ` (${wins} before ${loses ?? 'none'})`
      return `${routeText(by)} ${criteria[criterion]}${compared}`
    },
    explanation:
      'Of all matches that take a request one is chosen by a fixed order: hostname, path, method, headers, query, age, name. Implementations depart from it in places; the sentence names what decided by the rules that answered.',
    example: 'matches:\n  - path: {type: PathPrefix, value: /}   # another route has /cart',
    sample: { by: web, criterion: 'path-length', wins: 'PathPrefix /cart', loses: 'PathPrefix /' },
    link: precedence,
  },
  'other-listener': {
    title: 'It hangs on a listener that did not get the request',
    sentence: ({ listener, chosen }) =>
      `it hangs on listener ${listener}, and ${chosen === null ? 'another one' : `listener ${chosen}`} has the request`,
    explanation:
      'A request belongs to the most specific listener of its port that has its host. Where listeners are kept apart, routes of all others count for nothing, also where no rule of that listener matches.',
    example: 'listeners:\n  - {name: any, port: 80}\n  - {name: shop, port: 80, hostname: shop.example.com}',
    sample: { listener: 'any', chosen: 'shop' },
    link: `${gatewayDocs}/reference/spec/#listener`,
  },
  'not-attached': {
    title: 'The route hangs on no listener of the Gateway',
    sentence: ({ reason, gateway }) => `Gateway ${nameOf(gateway)} does not take it: ${detachReasons[reason]}`,
    explanation:
      'A route asks for a Gateway, and each listener says whom it lets in. "kubectl tkng why" tells of the route what stands in the way.',
    example:
      'listeners:\n  - name: http\n    allowedRoutes: {namespaces: {from: Same}}   # the route is in another namespace',
    sample: { reason: 'NotAllowedByListeners', gateway: { namespace: 'infra', name: 'main' } },
    link: `${gatewayDocs}/concepts/api-overview/#attaching-routes-to-gateways`,
  },
  'asks-otherwise': {
    title: 'The rule asks for something that the request does not have',
    sentence: ({ what, wanted }) => {
      switch (what) {
        case 'path':
          return `its path is ${wanted}`
        case 'method':
          return `it asks for method ${wanted}`
        case 'header':
          return `header ${quote(wanted)} is missing or has another value`
        case 'query':
          return `query parameter ${quote(wanted)} is missing or has another value`
      }
    },
    explanation:
      'Path, method, headers and query of a match must all hold. The sentence names the first that does not.',
    example: 'matches:\n  - headers: [{name: x-beta, value: "1"}]',
    sample: { what: 'header', wanted: 'x-beta' },
    link: `${gatewayDocs}/reference/spec/#httproutematch`,
  },
}
