/** What becomes of a host and path of a rule. */

import type { PathFacts, Taker } from '../domain/findings/facts.js'
import { nameOf } from '../domain/objects/ref.js'
import { counted } from '../domain/text/counted.js'
import type { Pages } from './page.js'
import { controllerDocs, ingress, nginxDocs, quote } from './words.js'

const annotations = `${controllerDocs}/user-guide/nginx-configuration/annotations`
const patterns = `${controllerDocs}/user-guide/ingress-path-matching/`
const older = { namespace: 'shop', name: 'older' }

export const pathPages: Pages<PathFacts> = {
  duplicate: {
    title: 'Another Ingress asks for the same host, path and path type, and comes first',
    sentence: ({ winner, canary }) =>
      `${canary ? 'canary-* annotations are set without canary: "true", and ' : ''}${ingress(winner)} asks for the same host, path and path type, and comes first: this rule is ignored`,
    fix: ({ host, path, winner, canary }) =>
      canary
        ? `Write canary: "true" beside the canary-* annotations: then it shares the path with ${ingress(winner)}.`
        : `Remove path ${path} of ${host ?? 'every host'} from one of the two Ingresses${winner === null ? '' : `, this one or ${nameOf(winner)}`}, or give it another path.`,
    explanation:
      'One path of a host can have one backend. The specification leaves open who wins; controllers let the oldest Ingress win, and of two that are as old the one whose name comes first or last. The requests of the other one reach a stranger, and no message says so.',
    example:
      '# in two Ingresses\nrules: [{host: shop.example.com, http: {paths: [{path: /cart, pathType: Prefix, ...}]}}]',
    sample: { host: 'shop.example.com', path: '/cart', winner: older },
    link: `${controllerDocs}/how-it-works/#building-the-nginx-model`,
  },
  'never-matches': {
    title: 'No request ever gets to the rule',
    sentence: ({ request, taker }) =>
      `none of the requests that the rule should take gets to it: ${takerText(taker)} has ${request}`,
    fix: ({ request, taker }) =>
      taker.is === 'canary'
        ? 'Lower the weight of the canary, if that is not meant.'
        : `${cureOf(taker)} "kubectl tkng trace ${request}" shows the way of the request.`,
    explanation:
      'Requests for the host and path of the rule were tried: the very path, with and without a slash at its end, below it, and where it is a pattern some words of it. All of them go elsewhere. Mostly a pattern of the host comes first, a snippet answers for the whole host, or the path is written as nginx never sees one.',
    example: 'path: /api/[a-z]+/.*   # with use-regex, on the same host\npath: /api/v1/users   # in another Ingress',
    sample: {
      request: 'https://shop.example.com/cart',
      taker: { is: 'rule', path: '/[a-z]+/?.*', ingress: older },
    },
    link: patterns,
  },
  undecided: {
    title: 'What becomes of the requests is unknown',
    sentence: ({ why }) => `what becomes of its requests is unknown: ${why}`,
    fix: null,
    explanation:
      'Snippets may hold any directive of nginx, and some of those decide by what is known only while a request is there. Rather than guess, nothing is said of the rule.',
    example: 'nginx.ingress.kubernetes.io/server-snippet: |\n  access_by_lua_block { ... }',
    sample: { why: 'a directive of a snippet is not known here' },
    link: `${annotations}/#server-snippet`,
  },
  'backend-not-asked': {
    title: 'The rule answers by itself, and its backend gets nothing',
    sentence: ({ status, location }) =>
      `its requests are answered ${status === null ? '' : `with ${status} `}${location === null ? '' : `(${location}) `}${status === 504 ? 'before a backend can answer' : 'before any backend is asked'}`,
    fix: null,
    explanation:
      'A redirect or a snippet of the Ingress answers all requests of the rule. Its Service is never asked, so it does not matter whether it exists or has endpoints.',
    example: 'nginx.ingress.kubernetes.io/permanent-redirect: https://www.example.com',
    sample: { status: 301, location: 'https://www.example.com' },
    link: `${annotations}/#permanent-redirect`,
  },
  'redirect-endless': {
    title: 'The redirect leads to a redirect, without end',
    sentence: ({ url }) => `its redirect leads to ${url}, which is redirected again, without end: clients give up`,
    fix: ({ url, section }) =>
      section !== undefined
        ? `Let it hang on listener ${section} alone: write sectionName: ${section} in its parentRef.`
        : `Write a whole URL, with scheme and host, that other rules answer; "kubectl tkng trace ${url}" shows the way of the request.`,
    explanation:
      'Redirects of an Ingress hold for all paths of its rules, and where it is the first of a host, for all paths that no rule has. A target on the same host is redirected in its turn, over https as over http. A target without a scheme is a path below the one that was asked for. An HTTPRoute that redirects to https must not hang on the listener for https, too.',
    example:
      'nginx.ingress.kubernetes.io/permanent-redirect: https://shop.example.com/new   # on the host shop.example.com',
    sample: { url: 'https://shop.example.com/new' },
    link: `${annotations}/#permanent-redirect`,
  },
  shadowed: {
    title: 'A pattern of the host takes the requests for the very path',
    sentence: ({ host, path, other, owner }) =>
      `the paths of ${host} are patterns, the longest first, and ${other} of ${ingress(owner)} takes the requests for ${path} itself`,
    fix: ({ path, other, owner }) => `Move ${path} to a host of its own, or ${other} of ${ingress(owner)}.`,
    explanation:
      'As soon as one Ingress of a host has use-regex or rewrite-target, every path of the host is a pattern. nginx tries them in the order of their length as texts, and takes the first that matches: a long pattern comes before a short path that fits exactly. Other requests of the rule get to it.',
    example: 'paths:\n  - path: /api/(v1|v2)$   # with use-regex, in another Ingress of the host\n  - path: /api/v1',
    sample: { host: 'shop.example.com', path: '/api/v1', other: '/api/(v1|v2)$', owner: older },
    link: patterns,
  },
  'regex-mode': {
    title: 'Another Ingress of the host makes all its paths patterns',
    sentence: ({ host, source }) =>
      `${ingress(source)} has use-regex or rewrite-target, so every path of ${host} is a pattern: without regard to case, open at the end, the longest first`,
    fix: ({ source }) => `Move the patterns of ${ingress(source)} to a host of their own, if that matters.`,
    explanation:
      'use-regex and rewrite-target are annotations of one Ingress, but nginx cannot mix patterns and plain prefixes of a host without changing their order. So the controller writes all paths of the host as patterns, those of other Ingresses, too.',
    example: 'nginx.ingress.kubernetes.io/use-regex: "true"   # in another Ingress of the host',
    sample: { host: 'shop.example.com', source: older },
    link: patterns,
  },
  'path-encoded': {
    title: 'The path is encoded, and decoded paths are compared',
    sentence: ({ path, encoded }) =>
      `paths are compared as they are when decoded, so ${encoded} in ${path} matches no ${encoded} that a client sends`,
    fix: ({ path }) => `Write the path as it is when decoded${decoded(path)}.`,
    explanation:
      'nginx and Traefik decode what a client sends (%20 becomes a blank) before they look for a rule, but they take the path of a rule as it is written.',
    example: 'path: /my%20files',
    sample: { path: '/my%20files', encoded: '%20', isLost: false },
    link: `${nginxDocs}/http/ngx_http_core_module.html#location`,
  },
  'path-type': {
    title: 'The path has characters that its path type may not have',
    sentence: ({ path, pathType, allowed, isLeftOut }) =>
      `path ${quote(path)} of type ${pathType || 'none'} has other characters than ${allowed} (strict-validate-path-type): ${isLeftOut ? 'the whole Ingress is left out' : 'it is served, but the webhook refuses the next change of the Ingress'}`,
    fix: () => 'Write pathType: ImplementationSpecific, or a path without those characters.',
    explanation:
      'With strict-validate-path-type the admission webhook refuses patterns in paths of type Exact and Prefix. An Ingress that was there before is served on; only its next change is refused. Traefik, where it reads such Ingresses, leaves the whole Ingress out.',
    example: 'path: /api/v[12]\npathType: Prefix',
    sample: { path: '/api/v[12]', pathType: 'Prefix', allowed: 'letters, digits and ._-/', isLeftOut: false },
    since: '1.8.0',
    link: `${controllerDocs}/user-guide/nginx-configuration/configmap/#strict-validate-path-type`,
  },
  'rewrite-group-missing': {
    title: 'The rewrite target speaks of a group that the path does not have',
    sentence: ({ target, path, groups, wanted }) =>
      `rewrite-target is ${quote(target)}, but path ${path} has ${groups === 0 ? 'no group' : groups === 1 ? 'one group' : counted(groups, 'group')}: $${wanted} is empty, so whatever was asked for reaches the backend as ${quote(target.replaceAll(/\$\d/g, (one) => (Number(one[1]) > groups ? '' : one)) || '/')}`,
    fix: ({ path, groups, wanted }) =>
      groups > 0
        ? `Write $${groups} in place of $${wanted} in rewrite-target, or another group into the path.`
        : `Write ${wanted === 1 ? 'a group' : 'groups'} into the path, e.g. ${withGroups(path.replace(/\/\*?$/, ''), wanted)} with pathType: ImplementationSpecific, or move the path to an Ingress without rewrite-target.`,
    explanation:
      'rewrite-target replaces the path of a request; $1, $2 … stand for what the parentheses of the path caught. The annotation is that of the whole Ingress, so it counts for paths, too, that were written without parentheses.',
    example: 'nginx.ingress.kubernetes.io/rewrite-target: /$2\n...\npath: /shop',
    sample: { target: '/$2', path: '/shop', groups: 0, wanted: 2 },
    link: `${controllerDocs}/examples/rewrite/`,
  },
  'auth-tls-of-other': {
    title: 'The client certificates of another Ingress count for the whole host',
    sentence: ({ host, culprit, reason }) =>
      reason === null
        ? `the auth-tls-secret of ${ingress(culprit)} counts for all of ${host}: over https whoever shows no certificate gets 400 here, too`
        : `the auth-tls-secret of ${ingress(culprit)} cannot be used (${reason}): every request to ${host} is answered with 403`,
    fix: ({ culprit, reason }) =>
      reason === null
        ? `Give ${ingress(culprit, 'that Ingress')} a host of its own, unless that is meant.`
        : `Correct auth-tls-secret of ${ingress(culprit, 'that Ingress')}.`,
    explanation:
      'Client certificates are a matter of the TLS connection, so they are asked for by host and not by path, and of all Ingresses of the host. Where the Secret with the authorities cannot be used, the controller closes the host for everybody rather than leave it open.',
    example:
      'nginx.ingress.kubernetes.io/auth-tls-secret: shop/clients   # of another Ingress of the host; no such Secret',
    sample: { host: 'shop.example.com', culprit: older, reason: 'local SSL certificate shop/clients was not found' },
    link: `${annotations}/#client-certificate-authentication`,
  },
  'alias-is-host': {
    title: 'The alias is the host of a rule',
    sentence: ({ alias }) => `alias ${alias} does nothing, because an Ingress has a rule for that very host`,
    fix: ({ alias }) => `Remove ${alias} from server-alias.`,
    explanation:
      'A host that any Ingress names in a rule has a server of its own, and an alias of the same name is left out.',
    example:
      'nginx.ingress.kubernetes.io/server-alias: shop.example.org\n# another Ingress: rules: [{host: shop.example.org, ...}]',
    sample: { alias: 'shop.example.org' },
    link: `${annotations}/#server-alias`,
  },
  'alias-of-other': {
    title: 'An older Ingress of the host set its aliases already',
    sentence: ({ alias, host }) =>
      `alias ${alias} of ${host} does nothing, because an older Ingress of that host set its aliases already`,
    fix: ({ alias }) => `Add ${alias} to the server-alias of that Ingress.`,
    explanation: 'Aliases belong to a host. Of several Ingresses of the host the first one that has any decides.',
    example: 'nginx.ingress.kubernetes.io/server-alias: shop.example.org   # in the newer of two Ingresses of a host',
    sample: { alias: 'shop.example.org', host: 'shop.example.com' },
    link: `${annotations}/#server-alias`,
  },
  'alias-taken': {
    title: 'Two hosts have the same alias',
    sentence: ({ alias, host }) =>
      `alias ${alias} belongs to ${host} as well, which comes first: requests for it go there`,
    fix: ({ alias }) => `Remove ${alias} from one of the two.`,
    explanation:
      'Of several servers with the same name nginx takes the first and warns of the others. The controller sorts them by host.',
    example: 'nginx.ingress.kubernetes.io/server-alias: old.example.com   # of a.example.com and of b.example.com',
    sample: { alias: 'old.example.com', host: 'a.example.com' },
    link: `${annotations}/#server-alias`,
  },
  'www-host-exists': {
    title: 'Nothing is redirected, because a rule has that very host',
    sentence: ({ from }) => `nothing is redirected from ${from}, because an Ingress has a rule for that very host`,
    fix: ({ from }) => `Remove from-to-www-redirect, or the rule for ${from}.`,
    explanation:
      'from-to-www-redirect adds a server for the name with (or without) www. Where an Ingress names that host in a rule, the rule counts.',
    example:
      'nginx.ingress.kubernetes.io/from-to-www-redirect: "true"\n# rules for example.com and for www.example.com',
    sample: { from: 'www.example.com' },
    link: `${annotations}/#redirect-fromto-www`,
  },
}

function decoded(path: string): string {
  try {
    return `: ${decodeURIComponent(path)}`
  } catch {
    // What is no UTF-8 cannot stand in an object of the API.
    return ', which needs a pattern here'
  }
}

function takerText(taker: Taker): string {
  switch (taker.is) {
    case 'rule':
      return `${taker.path} of ${ingress(taker.ingress)}`
    case 'canary':
      return `the canary ${taker.upstream} of ${ingress(taker.ingress)}`
    case 'primary':
      return `what the canary tries out, ${taker.upstream} of ${ingress(taker.ingress)},`
    case 'default':
      return 'the default backend'
    case 'unheard':
      return `no GlobalConfiguration has listener ${taker.listeners.join(' or ')} as a listener of HTTP, so that no port is its own: another one`
    case 'host':
      return `an answer before a path is chosen${taker.status === null ? '' : ` (${taker.status})`}`
    case 'passed':
      return 'ssl-passthrough, behind which there is no address of a Service,'
    case 'snippet':
      return `location ${taker.location} of ${taker.snippet}`
  }
}

function cureOf(taker: Taker): string {
  switch (taker.is) {
    case 'rule':
      return `Move the rule to a host of its own, or ${taker.path} of ${ingress(taker.ingress)}.`
    case 'primary':
      return 'Let what the canary tries out have a ready endpoint: without one its canaries are not asked.'
    case 'unheard':
      return 'Write the listener into the GlobalConfiguration that flag -global-configuration names, with ssl: true for https, or take spec.listener out.'
    case 'host':
      return 'Take what answers before a path is chosen, a snippet or app-root, out of the Ingresses of the host.'
    case 'passed':
      return 'Take ssl-passthrough out, or ask for a Service with an address of its own at the path / of the host.'
    case 'snippet':
      return `Take location ${taker.location} out of ${taker.snippet}.`
    default:
      return 'Write the path as it is when decoded, and as plain text unless its host has patterns.'
  }
}

/** The group that the target speaks of catches what follows the path; those before it are there to be counted. */
function withGroups(path: string, wanted: number): string {
  const [before, own] = path === '' ? ['/', 0] : wanted === 1 ? [`${path}(?:/|$)`, 0] : [`${path}(/|$)`, 1]
  return `${before}${'()'.repeat(wanted - 1 - own)}(.*)`
}
