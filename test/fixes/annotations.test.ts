/** Fixes of annotations: what keeps an Ingress out, what is not read, what means something else, what it names. */
import { project } from '../../src/domain/objects/project.js'
import type { ConfigMap } from '../../src/domain/objects/workloads.js'
import { type Cure, proveCures } from '../support/why/cures.js'
import { ingress, type WorldWords } from '../support/worlds/ingress-world.js'

type Annotations = Readonly<Record<string, string>>

const at = (annotations: Annotations = {}, paths = ['/ Prefix web:80']) =>
  ingress('shop/a', { rules: { 'a.test': paths }, annotations })
const alone = (annotations: Annotations, more: Omit<WorldWords, 'ingresses'> = {}): WorldWords => ({
  ingresses: [at(annotations)],
  ...more,
})
const plain: WorldWords = { ingresses: [at()] }
const map = (name: string, data: Readonly<Record<string, string>>): ConfigMap => ({
  kind: 'ConfigMap',
  metadata: { namespace: 'shop', name },
  data,
})
const users = (namespace: string) => ({
  kind: 'Secret' as const,
  metadata: { namespace, name: 'users' },
  data: { auth: 'eDp5' },
})
const basic = { 'auth-type': 'basic', 'auth-secret': 'users' }
const snippet = { 'configuration-snippet': 'more_set_headers "A: b";' }
const critical = { 'annotations-risk-level': 'Critical', 'allow-snippet-annotations': 'true' }
const asked = 'shop/web:80 as /x by shop/a or 401'

const gates: readonly Cure[] = [
  {
    code: 'word-blocked',
    fix: 'Write configuration-snippet without it',
    before: alone(
      { 'configuration-snippet': 'set $a location;' },
      { configMap: { ...critical, 'annotation-value-word-blocklist': 'location' } },
    ),
    after: alone(snippet, { configMap: { ...critical, 'annotation-value-word-blocklist': 'location' } }),
  },
  {
    code: 'word-blocked',
    fix: 'or take the word out of annotation-value-word-blocklist',
    before: alone(
      { 'configuration-snippet': 'set $a location;' },
      { configMap: { ...critical, 'annotation-value-word-blocklist': 'location,root' } },
    ),
    after: alone(
      { 'configuration-snippet': 'set $a location;' },
      { configMap: { ...critical, 'annotation-value-word-blocklist': 'root' } },
    ),
  },
  {
    code: 'word-blocked',
    fix: 'Take the comma too many out of annotation-value-word-blocklist',
    before: alone({ 'proxy-body-size': '8m' }, { configMap: { 'annotation-value-word-blocklist': 'root,,alias' } }),
    after: alone({ 'proxy-body-size': '8m' }, { configMap: { 'annotation-value-word-blocklist': 'root,alias' } }),
  },
  {
    code: 'deep-inspect',
    fix: 'without /etc/…',
    before: { ingresses: [at({}, ['/etc/nginx Prefix web:80'])] },
    after: { ingresses: [at({}, ['/x Prefix web:80'])] },
  },
  {
    code: 'snippet-not-allowed',
    fix: 'set allow-snippet-annotations: "true"',
    before: alone(snippet, { configMap: { 'annotations-risk-level': 'Critical' } }),
    after: alone(snippet, { configMap: critical }),
  },
  {
    code: 'snippet-not-allowed',
    fix: 'Remove configuration-snippet',
    before: alone(snippet, { configMap: { 'annotations-risk-level': 'Critical' } }),
    after: { ...plain, configMap: { 'annotations-risk-level': 'Critical' } },
  },
  {
    code: 'needs-another',
    fix: 'Set auth-type too',
    before: alone({ 'auth-secret': 'users' }, { secrets: [users('shop')] }),
    after: alone(basic, { secrets: [users('shop')] }),
    served: asked,
  },
  {
    code: 'unknown-annotation',
    fix: 'Write rewrite-target, if that is meant',
    before: alone({ 'rewrite-traget': '/y' }),
    after: alone({ 'rewrite-target': '/y' }),
    served: 'shop/web:80 as /y by shop/a',
  },
  {
    code: 'unknown-annotation',
    fix: 'Write proxy-body-size, if that is meant',
    before: alone({ 'client-max-body-size': '8m' }),
    after: alone({ 'proxy-body-size': '8m' }),
    served: 'shop/web:80 as /x by shop/a',
  },
  {
    code: 'unknown-annotation',
    fix: 'or run a controller of 1.9.0 or later',
    before: alone({ 'allowlist-source-range': '10.0.0.0/8' }, { version: '1.8.4' }),
    after: alone({ 'allowlist-source-range': '10.0.0.0/8' }, { version: '1.9.0' }),
    served: 'shop/web:80 as /x by shop/a or 403',
  },
  {
    code: 'alias-shadowed',
    fix: 'Move what is missing into allowlist-source-range and remove whitelist-source-range',
    before: alone({ 'whitelist-source-range': '10.0.0.0/8', 'allowlist-source-range': '192.168.0.0/16' }),
    after: alone({ 'allowlist-source-range': '10.0.0.0/8,192.168.0.0/16' }),
    served: 'shop/web:80 as /x by shop/a or 403',
  },
  {
    code: 'foreign-annotation',
    fix: 'or remove it',
    before: alone({ 'nginx.org/rewrites': 'serviceName=web rewrite=/' }),
    after: plain,
  },
  {
    code: 'foreign-annotation',
    fix: 'Write own.test/rewrite-target',
    before: alone({ 'rewrite-target': '/y' }, { flags: ['--annotations-prefix=own.test'] }),
    after: alone({ 'own.test/rewrite-target': '/y' }, { flags: ['--annotations-prefix=own.test'] }),
    served: 'shop/web:80 as /y by shop/a',
  },
]

const meanings: readonly Cure[] = [
  {
    code: 'redirect-scheme',
    fix: 'Write the whole URL, with scheme and host',
    before: alone({ 'temporal-redirect': '/sorry' }),
    after: alone({ 'temporal-redirect': 'https://b.test/sorry' }),
    served: '302 https://b.test/sorry',
  },
  {
    code: 'redirect-both',
    fix: 'Remove one of the two',
    before: alone({ 'temporal-redirect': 'https://b.test', 'permanent-redirect': 'https://c.test' }),
    after: alone({ 'permanent-redirect': 'https://c.test' }),
    served: '301 https://c.test',
  },
  {
    code: 'redirect-code',
    fix: 'Write permanent-redirect-code: "308" or "301"',
    before: alone({ 'permanent-redirect': 'https://c.test', 'permanent-redirect-code': '200' }),
    after: alone({ 'permanent-redirect': 'https://c.test', 'permanent-redirect-code': '308' }),
    served: '308 https://c.test',
  },
  {
    code: 'redirect-loop',
    fix: 'Remove app-root',
    before: alone({ 'app-root': '/' }),
    after: plain,
    url: 'http://a.test/',
    served: 'shop/web:80 as / by shop/a',
  },
  {
    code: 'redirect-loop',
    fix: 'or write the path below / that the application begins with',
    before: alone({ 'app-root': '/' }),
    after: alone({ 'app-root': '/app' }),
    url: 'http://a.test/',
    served: '302 http://a.test/app',
  },
  {
    code: 'slash-twice',
    fix: 'Take the slash before $request_uri out of mirror-target',
    before: alone({ 'mirror-target': 'https://b.test/$request_uri' }),
    after: alone({ 'mirror-target': 'https://b.test$request_uri' }),
  },
  {
    code: 'rewrite-relative',
    fix: 'Write rewrite-target: "/$1" and take the slash out of the captured group',
    before: { ingresses: [at({ 'rewrite-target': '$1' }, ['/shop(/.*) ImplementationSpecific web:80'])] },
    after: { ingresses: [at({ 'rewrite-target': '/$1' }, ['/shop/(.*) ImplementationSpecific web:80'])] },
    url: 'http://a.test/shop/x',
    served: 'shop/web:80 as /x by shop/a',
  },
  {
    code: 'prefix-boolean',
    fix: 'Write the path that the application should take for its prefix',
    before: alone({ 'rewrite-target': '/$1', 'x-forwarded-prefix': 'true' }),
    after: alone({ 'x-forwarded-prefix': '/shop' }),
  },
  {
    code: 'passthrough-disabled',
    fix: 'or remove ssl-passthrough',
    before: alone({ 'ssl-passthrough': 'true' }),
    after: plain,
  },
]

const values: readonly Cure[] = [
  {
    code: 'annotation-invalid',
    fix: 'Write proxy-body-size: "8m"',
    before: alone({ 'proxy-body-size': '8mb' }),
    after: alone({ 'proxy-body-size': '8m' }),
  },
  {
    code: 'annotation-invalid',
    fix: 'or remove it',
    before: alone({ 'proxy-connect-timeout': 'soon' }),
    after: plain,
  },
  {
    code: 'annotation-empty',
    fix: 'or remove it',
    before: alone({ 'temporal-redirect': '' }),
    after: plain,
  },
  {
    code: 'cross-namespace',
    fix: 'Copy the Secret into the namespace of the Ingress and name that one',
    before: alone({ 'auth-type': 'basic', 'auth-secret': 'other/users' }, { secrets: [users('other')] }),
    after: alone(basic, { secrets: [users('other'), users('shop')] }),
    served: asked,
  },
  {
    code: 'secret-incomplete',
    fix: 'under the key auth',
    before: alone(basic, { secrets: [{ ...users('shop'), data: {} }] }),
    after: alone(basic, { secrets: [users('shop')] }),
    served: asked,
  },
  {
    code: 'secret-incomplete',
    fix: 'as htpasswd -c auth USER does',
    before: alone(basic, { secrets: [project('Secret', { ...users('shop'), data: { auth: btoa('ann:secret') } })] }),
    after: alone(basic, { secrets: [project('Secret', { ...users('shop'), data: { auth: btoa('ann:{SHA}x') } })] }),
    served: asked,
  },
  {
    code: 'secret-incomplete',
    fix: 'or set auth-secret-type: "auth-map" where each key is a user',
    before: alone(basic, { secrets: [{ ...users('shop'), data: {} }] }),
    after: alone({ ...basic, 'auth-secret-type': 'auth-map' }, { secrets: [{ ...users('shop'), data: {} }] }),
    served: asked,
  },
  {
    code: 'configmap-missing',
    fix: 'Create ConfigMap headers in namespace shop',
    before: alone({ 'custom-headers': 'shop/headers' }),
    after: alone(
      { 'custom-headers': 'shop/headers' },
      { configMaps: [map('headers', { 'X-A': 'b' })], configMap: { 'global-allowed-response-headers': 'X-A' } },
    ),
  },
  {
    code: 'service-missing',
    fix: 'Create Service sorry in namespace shop',
    before: alone({ 'default-backend': 'sorry' }),
    after: alone(
      { 'default-backend': 'sorry' },
      {
        services: [
          {
            kind: 'Service',
            metadata: { namespace: 'shop', name: 'sorry' },
            spec: { clusterIP: '10.96.0.1', ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
          },
        ],
      },
    ),
  },
  {
    code: 'configmap-invalid',
    fix: 'Remove that key from ConfigMap shop/headers',
    before: alone({ 'custom-headers': 'shop/headers' }, { configMaps: [map('headers', { 'X A': 'b' })] }),
    after: alone({ 'custom-headers': 'shop/headers' }, { configMaps: [map('headers', {})] }),
  },
  {
    code: 'header-not-allowed',
    fix: "Add X-A to global-allowed-response-headers in the controller's ConfigMap",
    before: alone({ 'custom-headers': 'shop/headers' }, { configMaps: [map('headers', { 'X-A': 'b' })] }),
    after: alone(
      { 'custom-headers': 'shop/headers' },
      { configMaps: [map('headers', { 'X-A': 'b' })], configMap: { 'global-allowed-response-headers': 'X-A' } },
    ),
  },
]

proveCures([...gates, ...meanings, ...values])
