/**
 * All that is worth a check, row by row, under the name that its list has for it: what finds it. A row without a code says why
 * there is none: it is an opinion, or what it takes is not seen. That each code is found in some small world is held by
 * test/findings/emitted.test.ts.
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
  'no-class': 'class-missing class-unknown owner-unknown',
  'unknown-class': 'class-unknown',
  'other-class': 'class-of-other class-disagree',
  'two-controllers': 'two-controllers',
  'host-two-classes': 'host-two-classes ingress-twin worlds-differ',
  duplicate: 'duplicate undefined-winner equal-priority host-taken host-tied',
  'duplicate-location': 'duplicate-location',
  'www-wildcard': 'www-of-wildcard',
  'path-breaks': 'path-breaks value-breaks',
  'regex-breaks': 'regex-breaks',
  'canary-without-paths': 'canary-without-paths',
  'canary-without-main': 'canary-no-primary canary-no-host',
  'canary-second': 'canary-not-first',
  'canary-other-type': 'canary-no-primary canary-as-location canary-is-primary',
  'canary-not-enabled': 'canary-not-enabled',
  'canary-spreads': 'canary-spreads canary-backend',
  'annotation-risk': 'annotation-risk',
  'snippet-not-allowed': 'snippet-not-allowed',
  'word-blocked': 'word-blocked',
  'deep-inspect': 'deep-inspect',
  'annotation-invalid': 'annotation-invalid annotation-empty',
  'auth-open': 'annotation-invalid auth-lost snippet-opens vulnerable',
  'unknown-annotation': 'unknown-annotation alias-shadowed needs-another',
  'foreign-annotation': 'foreign-annotation annotation-of-other',
  'boolean-not': 'annotation-invalid prefix-boolean',
  'resource-backend': 'resource-backend',
  'path-type': 'path-type path-refused glob-path',
  'hostless-refused': 'rejected catch-all-disabled',
  'default-global': 'default-beside-rules default-backend-unused catch-all-taken',
  'no-address': 'no-address',
  'webhook-broken': 'webhook-blocks webhook-twice',
  'reload-failed': 'reload-failed reload-blocked',
  'replicas-differ': 'replica-differs',
}

const backends: Rows = {
  'no-service': 'no-service',
  'no-port': 'no-port port-by-target port-ambiguous',
  'no-endpoints': 'no-endpoints no-target-port',
  'none-ready': 'none-ready',
  'slice-ignored': 'slices-hidden',
  'slice-port': 'port-not-compared',
  'external-name': 'external-name external-port external-inside',
  'name-collision': 'upstream-collision service-collision router-collision file-collision',
  'shared-backend-settings': 'service-upstream-of-other no-effect',
  'single-endpoint': 'single-endpoint',
  'dangling-service': '(an opinion)',
}

const tls: Rows = {
  'tls-secret-missing': 'tls-secret-missing',
  'tls-secret-incomplete': 'tls-invalid',
  'tls-secret-mismatch': 'tls-invalid',
  'tls-secret-other-namespace': 'tls-secret-missing tls-not-taken',
  'tls-secret-type': 'tls-invalid tls-not-taken',
  'tls-not-covered': 'tls-mismatch',
  'tls-expired': 'tls-expired',
  'tls-expiring': 'tls-expiring tls-not-yet-valid',
  'tls-served-differs': 'tls-secret-differs tls-handshake-differs',
  'tls-default-public': 'tls-default tls-default-server tls-no-secret',
  'tls-host-unused': 'tls-host-without-rule',
  'tls-host-missing': 'tls-default tls-of-other',
  'no-redirect': 'no-redirect',
  'hsts-preload-risk': '(an opinion)',
  'solver-stuck': 'solver-stuck',
  'passthrough-disabled': 'passthrough-disabled',
  'passthrough-path': 'no-effect',
}

const acts: Rows = {
  'regex-contagion': 'regex-mode',
  'never-matches': 'never-matches shadowed',
  'no-fall-through': 'no-fall-through',
  'exact-loses': 'longer-rule',
  'hostless-first': 'hostless-first',
  'prefix-string': 'prefix-of-text',
  'wildcard-depth': 'less-specific-host',
  'alias-shadowed': 'alias-taken alias-is-host alias-of-other alias-shadowed',
  'alias-regex': 'alias-of-other',
  'trailing-slash': 'trailing-slash',
  'rewrite-no-capture': 'rewrite-group-missing',
  'rewrite-literal': 'rewrite-all',
  'rewrite-relative': 'rewrite-relative',
  'rewrite-traversal': 'rewrite-traversal vulnerable',
  'redirect-loop': 'redirect-loop redirect-endless',
  'redirect-both': 'redirect-both redirect-spreads',
  'redirect-code': 'redirect-code redirect-scheme',
  'redirect-port': 'redirect-to-listener-port',
  'limits-per-replica': 'limit-per-replica',
  'allowlist-behind-proxy': 'allowlist-behind-proxy',
  'auth-annotation-lost': 'auth-lost',
  'snippet-acts-on-host': 'snippet-of-host',
}

const controllers: Rows = {
  'end-of-life': 'end-of-life',
  cve: 'vulnerable',
  'admission-exposed': 'vulnerable',
  'api-insecure': 'api-insecure',
  'snippets-on': 'snippets-on',
  'secrets-everywhere': '(roles are not looked at: the program asks for no right to read them)',
  'lua-dict-small': 'backends-too-big',
  'backends-too-big': 'backends-too-big',
  'single-replica': 'single-replica',
  'no-pdb': '(an opinion)',
  'requests-unset': '(an opinion)',
  'default-server-shared': 'default-server-shared',
}

/** What a Gateway and its routes may have wrong. */
const gateways: Rows = {
  'gw-class-missing': 'gateway-unclaimed gateway-condition',
  'gw-nobody': 'gateway-unclaimed route-unclaimed',
  'gw-status-stale': 'status-behind',
  'gw-crd-version': 'gateway-condition',
  'listener-conflict': 'listener-out port-frozen',
  'listener-refs': 'listener-out grant-missing gateway-condition',
  'listener-unused': 'listener-idle',
  'listener-unreachable': '(the ports of a Service that a controller makes of a Gateway are its own)',
  'listener-overlap': 'listener-overlap gateway-condition',
  'listenerset-refused': 'route-detached gateway-condition',
  'route-orphan': 'route-detached attachment-differs',
  'route-host-dead': 'hostname-unserved',
  'route-duplicate': 'match-taken match-by-chance',
  'match-never': 'match-taken',
  'match-duplicate': 'match-taken',
  'match-header-twice': 'match-header-twice',
  'backend-500': 'share-fails',
  'backend-no-endpoints': 'share-fails',
  'weights-zero': 'weights-zero',
  'grant-missing': 'grant-missing',
  'grant-useless': 'grant-useless',
  'grant-wide': 'grant-wide',
  'filter-conflict': 'api-refuses',
  'redirect-to-listener-port': 'redirect-to-listener-port',
  'feature-unsupported': 'feature-unsupported',
  'timeout-inverted': '(an opinion)',
  'timeout-short-stream': '(an opinion)',
  'policy-conflict': 'policy-conflict',
  'backend-https-plain': 'backend-https-plain',
  'traefik-priority': 'path-outranks-host',
  'traefik-collision': 'vulnerable',
  'too-many': 'too-many',
  'ingress-twin': 'ingress-twin',
}

/** Of what people write into snippets. */
const configuration: Rows = {
  alias_traversal: 'snippet-unsafe',
  ssrf: 'snippet-unsafe',
  http_splitting: 'snippet-unsafe',
  host_spoofing: 'snippet-unsafe',
  if_is_evil: 'snippet-unsafe',
  add_header_redefinition: 'snippet-unsafe',
  allow_without_deny: 'snippet-unsafe',
  valid_referers: 'snippet-unsafe',
  resolver_external: 'snippet-unsafe',
  origins: 'snippet-unsafe',
  by_lua: 'snippet-unsafe',
  'return before auth': 'snippet-opens',
  'auth_request off': 'snippet-opens',
  'satisfy any': 'snippet-opens',
  'proxy_pass in a snippet': 'snippet-unsafe',
  'logs that break the reload': 'snippet-breaks',
  'set of a variable of the controller': 'snippet-unsafe',
  'rewrite with a question mark': 'vulnerable',
}

/** In no list. */
const beside: Rows = {
  'entries for TCP and UDP services of which nothing comes': 'stream-service',
  'objects that no API server takes': 'api-refuses',
  'keys of the ConfigMap that nobody reads': 'unknown-key',
  'ConfigMaps that nobody reads': 'configmap-unread',
  'values of the ConfigMap that nobody can read': 'unread-value',
}

const sections = { notServed, backends, tls, acts, controllers, gateways, configuration, beside }

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
