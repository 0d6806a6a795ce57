/**
 * All that is worth a check, row by row: what finds it. A row without a code says why there is none: it is an opinion, or what
 * it takes is not seen. That each code is found in some small world is held by test/findings/emitted.test.ts.
 */
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../src/findings/catalogue.js'
import { controllerLintPages } from '../../src/findings/lint/controllers.js'
import { objectLintPages } from '../../src/findings/lint/objects.js'
import { routeLintPages } from '../../src/findings/lint/routes.js'
import { opinionPages } from '../../src/findings/lint/wishes.js'

/** Row → codes, with blanks between them; or, in brackets, why there is none. */
type Rows = Readonly<Record<string, string>>

const notServed: Rows = {
  'no class, an unknown one, one of others': 'class-missing class-unknown class-of-other class-disagree owner-unknown',
  'two controllers of one class': 'two-controllers',
  'one host in two classes, or an Ingress and a route': 'host-two-classes ingress-twin worlds-differ',
  'one host and path twice, and who wins': 'duplicate undefined-winner equal-priority host-taken host-tied',
  'locations that nginx refuses together': 'duplicate-location',
  'www of a wildcard': 'www-of-wildcard',
  'a path that breaks the configuration': 'path-breaks value-breaks',
  'a pattern that breaks it': 'regex-breaks',
  'a canary without paths': 'canary-without-paths',
  'a canary that never acts':
    'canary-no-primary canary-not-first canary-as-location canary-not-enabled canary-is-primary',
  'a canary that acts elsewhere': 'canary-spreads canary-backend',
  'annotations that policy drops': 'annotation-risk snippet-not-allowed word-blocked deep-inspect',
  'annotations with values that are none': 'annotation-invalid annotation-empty',
  'authentication that fails open': 'annotation-invalid auth-lost snippet-opens vulnerable',
  'unknown annotations': 'unknown-annotation alias-shadowed needs-another',
  'annotations of others': 'foreign-annotation annotation-of-other',
  'booleans that are none': 'annotation-invalid prefix-boolean',
  'backends that are no Service': 'resource-backend',
  'path types and patterns': 'path-type path-refused',
  'rules without host, or twice of one': 'rejected catch-all-disabled',
  'a default backend that is everybody’s, or nobody’s': 'default-beside-rules default-backend-unused catch-all-taken',
  'no address': 'no-address',
  'a webhook that nobody answers, or that is not believed': 'webhook-blocks',
  'two webhooks of a class': 'webhook-twice',
  'a reload that was refused': 'reload-failed reload-blocked',
  'replicas that differ': 'replica-differs',
}

const backends: Rows = {
  'no Service, no port': 'no-service no-port port-by-target port-ambiguous',
  'no endpoints, none ready': 'no-endpoints none-ready no-target-port',
  'slices that are passed over': 'slices-hidden',
  'ports of slices that differ': 'port-not-compared',
  ExternalName: 'external-name external-port external-inside',
  'names that collide': 'upstream-collision service-collision router-collision file-collision',
  'settings of a backend that others share': 'service-upstream-of-other no-effect',
  'a single endpoint': 'single-endpoint',
  'a Service that goes around': '(an opinion)',
}

const tls: Rows = {
  'Secrets that are missing, broken or elsewhere': 'tls-secret-missing tls-invalid tls-not-taken',
  'a host that is not covered': 'tls-mismatch',
  dates: 'tls-expired tls-expiring tls-not-yet-valid',
  'what is served is not the Secret': 'tls-secret-differs tls-handshake-differs',
  'the default certificate': 'tls-default tls-default-server tls-no-secret',
  'hosts of TLS without rule, and the other way round': 'tls-host-without-rule tls-of-other',
  'no redirect to https': 'no-redirect',
  'HSTS with preload': '(an opinion)',
  'a solver that stays': 'solver-stuck',
  'TLS that is not passed through': 'passthrough-disabled no-effect',
}

const acts: Rows = {
  'patterns that make patterns of others': 'regex-mode',
  'rules that never match': 'never-matches shadowed',
  'hosts that hide rules of all hosts': 'no-fall-through',
  'Exact that loses': 'longer-rule',
  'prefixes of text': 'prefix-of-text',
  'depth of wildcards': 'less-specific-host',
  aliases: 'alias-taken alias-is-host alias-of-other alias-shadowed',
  'slashes at the end': '(trace tells how it is answered: nobody is served otherwise than he asked)',
  'rewrites without their group, or of all': 'rewrite-group-missing rewrite-all rewrite-relative',
  'rewrites that let out': 'rewrite-traversal vulnerable',
  redirects: 'redirect-loop redirect-both redirect-code redirect-scheme redirect-spreads redirect-endless',
  'redirects to ports of containers': '(a controller whose rules are not read)',
  'limits of each replica': 'limit-per-replica',
  'lists of addresses behind a proxy': 'allowlist-behind-proxy',
  'authentication that another would have done': 'auth-lost',
  'snippets that act on a host': 'snippet-of-host',
}

const controllers: Rows = {
  'entries for TCP and UDP services of which nothing comes': 'stream-service',
  'the end of a line': 'end-of-life',
  'public flaws that can be reached': 'vulnerable',
  'a webhook that can be reached': 'vulnerable',
  'an open API': 'api-insecure',
  snippets: 'snippets-on',
  'Secrets of all namespaces': '(roles are not looked at: the program asks for no right to read them)',
  'memory of Lua': '(how full it is, a replica does not say)',
  'replicas, budgets, requests': 'single-replica',
  'a default server that is an application': 'default-server-shared',
  'keys of the ConfigMap that nobody reads': 'unknown-key',
  'values of the ConfigMap that nobody can read': 'unread-value',
}

/** Each row of what a Gateway and its routes may have wrong, in the order of the list. */
const gateways: Rows = {
  'no class, nobody': 'gateway-unclaimed gateway-condition route-unclaimed',
  'status that is behind': 'status-behind',
  'kinds of another release than the controller knows': 'gateway-condition',
  'listeners in conflict': 'listener-out port-frozen',
  'listeners with bad certificates, or without a grant for them': 'listener-out grant-missing gateway-condition',
  'listeners that nobody uses': 'listener-idle',
  'listeners whose hostnames lie in each other': 'listener-overlap gateway-condition',
  'a ListenerSet that is not let in': 'route-detached gateway-condition',
  'routes without a parent': 'route-detached attachment-differs',
  'hosts that nobody serves': 'hostname-unserved',
  'routes and matches twice, or that never match': 'match-taken',
  'a header or a parameter twice': 'match-header-twice',
  'backends that answer 500 and 503': 'share-fails',
  'weights that are all 0': 'weights-zero',
  grants: 'grant-missing grant-useless grant-wide',
  'filters that do not go together': 'filter-conflict',
  'a redirect to the port of the listener': 'redirect-to-listener-port',
  'features that the class does not claim': 'feature-unsupported',
  'timeouts that do not go together': '(an opinion)',
  'two policies of a target': 'policy-conflict',
  'TLS behind that is spoken to in clear text': 'backend-https-plain',
  'paths that count before hostnames': 'path-outranks-host',
  'routers whose names collide': 'vulnerable',
  'more than an API server takes': 'too-many',
  'an Ingress and a route that disagree': 'ingress-twin',
}

/** Of what people write into snippets. */
const configuration: Rows = {
  'aliases, forged requests, split headers, hosts, headers, lists, referers, resolvers, origins': 'snippet-unsafe',
  'programs, and variables of the controller': 'snippet-unsafe',
  'a return before authentication, authentication off, satisfy any': 'snippet-opens',
  'what breaks the reload': 'snippet-breaks',
  'a rewrite with a question mark, and TLS behind': 'vulnerable',
}

const sections = { notServed, backends, tls, acts, controllers, gateways, configuration }

describe.each(Object.entries(sections))('%s', (_, rows) => {
  it.each(Object.entries(rows))('%s', (_row, found) => {
    if (found.startsWith('(')) return expect(found.length).toBeGreaterThan(10)
    const codes = found.split(' ')
    expect(codes.filter((code) => !(code in catalogue))).toEqual([])
  })
})

it('every code of lint stands in a row', () => {
  const named = new Set(Object.values(sections).flatMap((rows) => Object.values(rows).flatMap((row) => row.split(' '))))
  const own = Object.keys({ ...controllerLintPages, ...objectLintPages, ...routeLintPages, ...opinionPages })
  expect(own.filter((code) => !named.has(code))).toEqual([])
})
