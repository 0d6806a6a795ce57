/** What a controller allows by default, release by release, and what its flags and its ConfigMap change. */
import { describe, expect, it } from 'vitest'
import { policyOf } from '../../../src/controllers/ingress-nginx/workload/policy.js'
import { releaseOf } from '../../../src/controllers/ingress-nginx/workload/release.js'
import { settingsOf } from '../../../src/controllers/ingress-nginx/workload/settings.js'
import { numberOf, presumed } from '../../../src/controllers/ingress-nginx/workload/version.js'
import { policy } from '../../support/worlds/ingress-policy.js'

describe('by release', () => {
  it.each<
    [
      version: string,
      snippets: boolean,
      risk: string,
      validates: boolean,
      strict: boolean,
      crosses: boolean,
      inspects: boolean,
    ]
  >([
    ['1.0.0', true, 'Critical', false, false, true, false],
    ['1.2.0', true, 'Critical', false, false, true, true],
    ['1.8.5', true, 'Critical', false, false, true, true],
    ['1.9.0', false, 'Critical', false, false, true, true],
    ['1.9.6', false, 'Critical', false, false, true, true],
    ['1.11.8', false, 'Critical', false, false, true, true],
    ['1.12.0', false, 'High', true, true, false, true],
    ['1.15.1', false, 'High', true, true, false, true],
  ])('%s', (version, allowSnippets, riskLevel, validatesAnnotations, strictPathTypes, crossNamespace, deepInspect) => {
    expect(policy({ version })).toMatchObject({
      allowSnippets,
      riskLevel,
      validatesAnnotations,
      strictPathTypes,
      crossNamespace,
      deepInspect,
    })
  })

  it.each([
    ['no number', null, 'upstream', [1, 15, 1]],
    ['a number that upstream never had', '9.9.9', 'bitnami', [1, 15, 1]],
    ['Rancher builds upstream', '1.9.4', 'rancher', [1, 9, 4]],
    ['AKS builds upstream', '1.11.5', 'aks', [1, 11, 5]],
    ['Bitnami builds upstream', '1.11.3', 'bitnami', [1, 11, 3]],
    ['Chainguard goes on after upstream', '1.15.5', 'chainguard', [1, 15, 5]],
    ['Aliyun builds upstream', '1.9.3', 'aliyun', [1, 9, 3]],
    ['Deckhouse builds upstream', '1.9.5', 'deckhouse', [1, 9, 5]],
    ['a builder who counts by date', '2026.9.15', 'forkline', [1, 15, 1]],
    ['a builder who counts as the proxy inside', '1.30.1', 'baranchen', [1, 15, 1]],
    ['a builder with numbers of its own', '1.2.0', 'ingress-nginx-neo', [1, 15, 1]],
    ['another proxy inside', '1.1.0', 'tengine-ingress', [1, 15, 1]],
  ])('%s', (_name, version, origin, expected) => {
    const settings = settingsOf([], 'edge')
    expect(policyOf({ settings, release: { image: '', version, origin } }, undefined).version).toEqual(expected)
  })

  it.each([
    ['mcr.example/oss/kubernetes/ingress/nginx-ingress-controller:v1.9.6-patched', '1.9.6'],
    ['mcr.example/oss/v2/kubernetes/ingress/nginx-ingress-controller:v1.11.5-2', '1.11.5'],
    ['bitnami/nginx-ingress-controller:1.9.4-debian-11-r12', '1.9.4'],
    ['bitnami/nginx-ingress-controller:1.12', '1.12'],
    ['bitnamilegacy/nginx-ingress-controller:1.8-debian-11', '1.8'],
    ['bitnamisecure/nginx-ingress-controller:latest', '1.15.1'],
    ['bitnami/nginx-ingress-controller:1', '1.15.1'],
    ['rancher/nginx-ingress-controller:nginx-1.9.3-hardened1', '1.9.3'],
    ['rancher/nginx-ingress-controller:v1.12.4-hardened1', '1.12.4'],
    ['rancher/mirrored-ingress-nginx-controller:v1.10.1', '1.10.1'],
    ['registry.example:5000/rancher/nginx-ingress-controller:v1.10.5-hardened6', '1.10.5'],
    ['cgr.dev/chainguard/ingress-nginx-controller:latest-dev', '1.15.1'],
    ['cgr.dev/company.example/ingress-nginx-controller-fips:1.11', '1.11'],
    ['registry.deckhouse.example/deckhouse/ce@sha256:abc', '1.15.1'],
    ['registry.deckhouse.example/deckhouse/controller:1.9.5', '1.9.5'],
    ['ghcr.example/forkline/ingress-nginx/controller:v2026.9', '1.15.1'],
    ['registry.example/aliyun/acs/nginx-ingress-controller:v1.9.3-aliyun.1', '1.9.3'],
    ['registry.example:5000/ingress-nginx/controller', '1.15.1'],
    ['registry.example/ingress-nginx/controller:v1.8.2@sha256:abc', '1.8.2'],
    ['registry.example/ingress-nginx/controller-chroot:v1.12.0-rc.1', '1.12.0'],
    ['registry.example/platform/ingress:build-4711', '1.15.1'],
    ['registry.example/platform/ingress:1.9-nginx-1.25', '1.9'],
    ['registry.example/platform/ingress:1.12-2025.01.02', '1.12'],
    ['registry.example/platform/ingress:2024.06.1-1.10.1', '1.10.1'],
    ['us.icr.example/iks/ingress-nginx:1.5.1_3703_iks', '1.5.1'],
    ['quay.example/curated/ingress-nginx/controller:1.13.1-jammy', '1.13.1'],
    ['mirror.example/nginx-ingress-controller:0.19.0', '0.19.0'],
  ])('%s is judged as %s', (image, expected) => {
    const { version } = policyOf({ settings: settingsOf([], 'edge'), release: releaseOf(image) }, undefined)
    expect(numberOf(version)).toBe(expected)
  })

  it.each<[image: string, labels: Record<string, string>, expected: string, isSaid: boolean]>([
    ['ingress-nginx/controller:latest', { 'app.kubernetes.io/version': '1.9.4' }, '1.9.4', true],
    ['ingress-nginx/controller@sha256:abc', { 'app.kubernetes.io/version': 'v1.8.1' }, '1.8.1', true],
    ['platform/ingress:build-4711', { 'helm.sh/chart': 'ingress-nginx-4.11.3' }, '1.11.3', true],
    ['platform/ingress:9f3c2d1', { 'helm.sh/chart': 'rke2-ingress-nginx-4.12.401' }, '1.12.4', true],
    ['platform/ingress:9f3c2d1', { 'helm.sh/chart': 'ingress-nginx-4.13.10' }, '1.13.10', true],
    // Charts before 4.10 count otherwise.
    ['platform/ingress:9f3c2d1', { 'helm.sh/chart': 'ingress-nginx-4.7.1' }, '1.8.1', true],
    ['platform/ingress:9f3c2d1', { 'helm.sh/chart': 'ingress-nginx-4.0.18' }, '1.1.2', true],
    ['platform/ingress:9f3c2d1', { 'helm.sh/chart': 'ingress-nginx-4.8.3' }, '1.9.4', true],
    ['platform/ingress:9f3c2d1', { 'helm.sh/chart': 'ingress-nginx-3.41.0' }, '1.15.1', false],
    ['ingress-nginx/controller:latest', { 'app.kubernetes.io/version': '7' }, '1.15.1', false],
    ['ingress-nginx/controller:v1.8.2', { 'app.kubernetes.io/version': '1.9.4' }, '1.8.2', true],
    ['forkline/ingress-nginx/controller:v2026.9', {}, '1.15.1', false],
    ['ingress-nginx/controller@sha256:abc', {}, '1.15.1', false],
  ])('%s of a pod with %j is judged as %s, and %s', (image, labels, expected, isSaid) => {
    const release = releaseOf(image, labels)
    const { version } = policyOf({ settings: settingsOf([], 'edge'), release }, undefined)
    const judged = 'its image does not say which release it is: judged as ingress-nginx 1.15.1'
    expect([numberOf(version), presumed(release)]).toEqual([expected, isSaid ? null : judged])
  })
})

describe('the ConfigMap', () => {
  it.each<[key: string, value: string, field: string, expected: unknown]>([
    ['allow-snippet-annotations', 'true', 'allowSnippets', true],
    ['allow-snippet-annotations', 'yes', 'allowSnippets', false],
    ['ssl-redirect', 'false', 'sslRedirect', false],
    ['ssl-redirect', 'F', 'sslRedirect', false],
    ['ssl-redirect', 'no', 'sslRedirect', true],
    ['ssl-redirect', '', 'sslRedirect', false],
    ['annotations-risk-level', 'critical', 'riskLevel', 'Critical'],
    ['annotations-risk-level', 'Medium', 'riskLevel', 'Medium'],
    ['annotations-risk-level', 'Sky', 'riskLevel', 'Low'],
    ['annotations-risk-level', '', 'riskLevel', 'Low'],
    ['annotation-value-word-blocklist', 'a,b, c', 'wordBlocklist', ['a', 'b', ' c']],
    ['annotation-value-word-blocklist', 'a,', 'wordBlocklist', ['a', '']],
    ['annotation-value-word-blocklist', '', 'wordBlocklist', []],
    ['http-redirect-code', '301', 'redirectCode', 301],
    ['http-redirect-code', '303', 'redirectCode', 308],
    ['http-redirect-code', 'x', 'redirectCode', 308],
    ['no-tls-redirect-locations', '/a, /b,,', 'noTlsRedirect', ['/a', '/b']],
    ['no-auth-locations', '', 'noAuth', []],
    ['global-auth-url', 'http://auth.example.test/x', 'globalAuthUrl', 'http://auth.example.test/x'],
    ['global-auth-url', 'auth.example.test', 'globalAuthUrl', null],
    ['global-auth-url', 'http://a..b/', 'globalAuthUrl', null],
    ['global-allowed-response-headers', 'X-A, X B,X-C', 'globalAllowedResponseHeaders', ['X-A', 'X-C']],
    ['custom-http-errors', '404, 503,x,200,600', 'customHttpErrors', [404, 503]],
    ['whitelist-source-range', '10.0.0.0/8, 1.2.3.4', 'allowlist', ['1.2.3.4', '10.0.0.0/8']],
    ['denylist-source-range', '10.0.0.0/8', 'denylist', ['10.0.0.0/8']],
    ['block-cidrs', '10.0.0.0/8,', 'blockCidrs', ['10.0.0.0/8']],
    ['server-snippet', 'return 418;', 'serverSnippet', 'return 418;'],
    ['strict-validate-path-type', 'false', 'strictPathTypes', false],
    ['allow-cross-namespace-resources', 'true', 'crossNamespace', true],
  ])('%s: "%s"', (key, value, field, expected) => {
    expect(policy({ config: { [key]: value } })).toHaveProperty(field, expected)
  })

  it.each<[version: string, key: string, value: string, field: string, expected: unknown]>([
    ['1.0.0', 'allow-snippet-annotations', 'false', 'allowSnippets', true],
    ['1.0.1', 'allow-snippet-annotations', 'false', 'allowSnippets', false],
    ['1.8.0', 'annotations-risk-level', 'Low', 'riskLevel', 'Critical'],
    ['1.7.0', 'strict-validate-path-type', 'true', 'strictPathTypes', false],
    ['1.8.0', 'allow-cross-namespace-resources', 'false', 'crossNamespace', true],
    ['1.0.4', 'annotation-value-word-blocklist', 'root', 'wordBlocklist', []],
    ['1.0.5', 'annotation-value-word-blocklist', '', 'wordBlocklist', ['']],
    ['1.1.0', 'annotation-value-word-blocklist', '', 'wordBlocklist', []],
    ['1.5.1', 'x', '', 'pathRule', null],
    ['1.5.2', 'enable-pathtype-validation', 'true', 'pathRule', { is: 'use-regex' }],
    ['1.6.3', 'enable-pathtype-validation', 'true', 'pathRule', { is: 'use-regex' }],
    ['1.6.4', 'enable-pathtype-validation', 'true', 'pathRule', null],
    ['1.6.0', 'disable-pathtype-validation', 'true', 'pathRule.strict', false],
    ['1.6.0', 'path-additional-allowed-chars', '()', 'pathRule', { is: 'path-type', strict: true, more: '()' }],
    ['1.6.2', 'x', '', 'pathRule.strict', false],
    ['1.6.2', 'enable-pathtype-validation', 'true', 'pathRule.strict', true],
  ])('of %s does not know or does know %s', (version, key, value, field, expected) => {
    expect(policy({ version, config: { [key]: value } })).toHaveProperty(field, expected)
  })

  it('that may not be seen leaves the defaults, and says so', () => {
    expect(policy({ config: null })).toMatchObject({ configMapSeen: false, riskLevel: 'High', sslRedirect: true })
    expect(policy()).toMatchObject({ configMapSeen: true })
  })
})

it.each<[version: string, words: number]>([
  ['1.0.4', 0],
  ['1.0.5', 11],
  ['1.1.0', 0],
  ['1.15.1', 0],
])('%s blocks %i words where nothing is said', (version, words) => {
  expect(policy({ version }).wordBlocklist).toHaveLength(words)
})

describe('flags', () => {
  it.each<[argv: string, version: string, field: string, expected: unknown]>([
    ['--enable-annotation-validation=false', '1.15.1', 'validatesAnnotations', false],
    ['--enable-annotation-validation', '1.9.0', 'validatesAnnotations', true],
    ['--enable-annotation-validation', '1.8.0', 'validatesAnnotations', false],
    ['--deep-inspect=false', '1.15.1', 'deepInspect', false],
    ['--disable-svc-external-name', '1.15.1', 'externalNames', false],
    ['--enable-ssl-passthrough', '1.15.1', 'sslPassthrough', true],
    ['--enable-topology-aware-routing', '1.15.1', 'topologyAware', true],
    ['--disable-catch-all', '1.15.1', 'disableCatchAll', true],
    ['--annotations-prefix=x.example.test', '1.15.1', 'annotationsPrefix', 'x.example.test'],
  ])('%s on %s', (argv, version, field, expected) => {
    expect(policy({ argv: [argv], version })).toHaveProperty(field, expected)
  })
})
