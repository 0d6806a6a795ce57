/** The rules of `lint` about settings of ingress-nginx: what is found, and the same after its fix. */

import { rule } from '../support/objects.js'
import { config, configured, haproxy, proxy, table, web } from '../support/why/lint-table.js'

const annotatedConfig = (data: Readonly<Record<string, string>>) => [
  {
    metadata: {
      namespace: 'edge',
      name: 'proxy',
      annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' },
    },
    data,
  },
]
const withWords = (pod: typeof haproxy, ...args: string[]) => ({
  ...pod,
  spec: { containers: pod.spec.containers.map((one) => ({ ...one, args })) },
})
const f5Pod = (flag: string, isReady = true) => ({
  ...haproxy,
  metadata: { ...haproxy.metadata, name: 'f5-1' },
  spec: { containers: [{ name: 'c', image: 'nginx/nginx-ingress:5.4.0', args: [flag] }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
})
const unread = (data: Readonly<Record<string, string>>) => ({ ...configured, ConfigMap: config(data) })

table(
  ['unread-value'],
  [
    [
      'a time with a unit',
      unread({ 'proxy-read-timeout': '3600s' }),
      [
        /^warning proxy: proxy-read-timeout is "3600s", and the controller reads a number without a unit there: the default stays/,
      ],
    ],
    ['its fix', unread({ 'proxy-read-timeout': '3600' }), []],
    [
      'a word for a switch',
      unread({ 'use-forwarded-headers': 'yes' }),
      [/use-forwarded-headers is "yes".* "true" or "false"/],
    ],
    ['its fix', unread({ 'use-forwarded-headers': 'true' }), []],
    ['a size of two letters', unread({ 'proxy-body-size': '100MB' }), [/proxy-body-size is "100MB".* it is left out/]],
    ['its fix', unread({ 'proxy-body-size': '100m' }), []],
    [
      'a balancer of others',
      unread({ 'load-balance': 'ip_hash' }),
      [/load-balance is "ip_hash".* round_robin or ewma/],
    ],
    ['those that there are', unread({ 'load-balance': 'round_robin' }), []],
    [
      'what Go reads as a number, and an empty text',
      unread({ 'keep-alive': '0x10', 'gzip-level': '', 'use-http2': 'F' }),
      [],
    ],
  ],
)

/** What the entry of a Service takes is some 750 bytes. */
const backendsIn = (count: number, dictionaries: string) => ({
  ...configured,
  Ingress: [web({ rules: Array.from({ length: count }, (_, i) => rule('a.test', `/${i}`, `web-${i}`)) })],
  ConfigMap: config({ 'lua-shared-dicts': dictionaries }),
})

table(
  ['backends-too-big'],
  [
    [
      'in a dictionary that was made small',
      backendsIn(1300, 'certificate_data: 5, configuration_data: 1024k'),
      [/^warning proxy: the backends take about 1 MiB, and configuration_data holds 1: what does not fit is refused/],
    ],
    ['its fix', backendsIn(1300, 'configuration_data: 2'), []],
    ['in the usual one', backendsIn(1300, ''), []],
    ['in one of which the size cannot be read', backendsIn(1300, 'configuration_data: 1 MiB'), []],
    ['few of them', backendsIn(13, 'configuration_data: 1'), []],
  ],
)

const sizes = { 'proxy-body-size': '8m', 'use-forwarded-headers': 'true' }
const mapOf = (name: string, data: object = sizes, namespace = 'edge') => ({ metadata: { namespace, name }, data })
const unnamed = { Pod: [proxy('1.15.1', { args: ['--ingress-class=nginx'] })] }
/** A second controller, which reads the other ConfigMap. */
const both = [
  proxy(),
  proxy('1.15.1', { name: 'inner-1', owner: ['DaemonSet', 'inner'], args: ['--configmap=edge/nginx-configuration'] }),
]

table(
  ['configmap-unread'],
  [
    [
      'of the name that old manifests had',
      { ...configured, ConfigMap: [mapOf('proxy', {}), mapOf('nginx-configuration')] },
      [
        /^warning nginx-configuration: proxy-body-size, use-forwarded-headers count for nothing here: edge\/proxy reads ConfigMap edge\/proxy \(--configmap\)$/,
      ],
    ],
    [
      'beside the name of none',
      { ...configured, ConfigMap: [mapOf('ingress-nginx-controller')] },
      [/reads ConfigMap edge\/proxy \(--configmap\), which does not exist, and goes by its defaults$/],
    ],
    ['without the flag', { ...unnamed, ConfigMap: [mapOf('proxy')] }, [/edge\/proxy has no --configmap, and/]],
    ['of another controller', { Pod: both, ConfigMap: [mapOf('proxy', {}), mapOf('nginx-configuration')] }, []],
    ['with keys of others', { ...configured, ConfigMap: [mapOf('nginx-configuration', { 'default.conf': 'x' })] }, []],
    ['of any name', { ...configured, ConfigMap: [mapOf('proxy', {}), mapOf('settings')] }, [/^warning settings: /]],
    [
      'of any name far away, where all is meant for it',
      { ...configured, ConfigMap: [mapOf('proxy', {}), mapOf('settings', sizes, 'shop')] },
      [/^warning settings: /],
    ],
    [
      'of any name far away, of somebody else',
      { ...configured, ConfigMap: [mapOf('proxy', {}), mapOf('settings', { ...sizes, url: 'x' }, 'shop')] },
      [],
    ],
    ['one word', { ...configured, ConfigMap: [mapOf('proxy', {}), mapOf('settings', { plugins: 'x' })] }, []],
    [
      'of F5',
      { Pod: [f5Pod('-nginx-configmaps=edge/own')], ConfigMap: [mapOf('other', { 'client-max-body-size': '8m' })] },
      [/reads ConfigMap edge\/own \(-nginx-configmaps\)/],
    ],
    [
      'of HAProxy',
      { Pod: [haproxy], ConfigMap: [mapOf('other', { 'timeout-client': '60s' })] },
      [/edge\/haproxy has no --configmap, and goes by its defaults$/],
    ],
    [
      'the one that HAProxy reads, beside ingress-nginx',
      {
        Pod: [...both, withWords(haproxy, '--configmap=edge/other')],
        ConfigMap: [mapOf('other', { 'ssl-redirect': 'a' })],
      },
      [],
    ],
    ['the one that is read', { ...configured, ConfigMap: [mapOf('proxy')] }, []],
  ],
)

table(
  ['flag-missing'],
  [
    [
      'a ConfigMap that does not exist',
      { ...configured, ConfigMap: [mapOf('other', { a: 'b' })] },
      [/^warning proxy: .*--configmap=edge\/proxy, which does not exist: it goes by its defaults/],
    ],
    ['its fix', { ...configured, ConfigMap: [mapOf('proxy', {})] }, []],
    [
      'its other fix',
      { Pod: [proxy('1.15.1', { args: ['--configmap=edge/other'] })], ConfigMap: [mapOf('other', {})] },
      [],
    ],
    [
      'one without which F5 ends',
      { Pod: [f5Pod('-nginx-configmaps=edge/own', false)] },
      [/-nginx-configmaps=edge\/own, which does not exist: it ends with that/],
    ],
    ['one of an F5 that runs', { Pod: [f5Pod('-nginx-configmaps=edge/own')] }, []],
  ],
)

table(
  ['unknown-key'],
  [
    [
      'one letter away',
      { ...configured, ConfigMap: config({ 'annotation-risk-level': 'Critical' }) },
      [/^warning proxy: annotation-risk-level is no key .* nearly annotations-risk-level/],
    ],
    [
      'of a key that decides nothing here',
      { ...configured, ConfigMap: config({ 'enable-underscores-in-header': 'true' }) },
      [/nearly enable-underscores-in-headers/],
    ],
    [
      'beside the right one',
      { ...configured, ConfigMap: config({ 'ssl-redirects': 'a', 'ssl-redirect': 'true' }) },
      [],
    ],
    [
      'with the prefix of an annotation',
      { ...configured, ConfigMap: config({ 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }) },
      [/^warning proxy: nginx\.ingress\.kubernetes\.io\/proxy-body-size is no key .* nearly proxy-body-size/],
    ],
    [
      'as an annotation of the ConfigMap',
      { ...configured, ConfigMap: annotatedConfig({}) },
      [
        /^warning proxy: annotation nginx\.\S+proxy-body-size does nothing on a ConfigMap.* key proxy-body-size of its data/,
      ],
    ],
    [
      'as an annotation of the ConfigMap, beside the key',
      { ...configured, ConfigMap: annotatedConfig({ 'proxy-body-size': '8m' }) },
      [],
    ],
    ['another one', { ...configured, ConfigMap: config({ 'log-format-stream': 'a', 'use-gzip': 'true' }) }, []],
  ],
)

table(
  ['errors-without-pages'],
  [
    [
      'for all, by the ConfigMap',
      { ...configured, ConfigMap: config({ 'custom-http-errors': '404,503' }) },
      [/^warning proxy: custom-http-errors hands 404, 503 to the default backend.*: clients get 500 \(its own 404/],
    ],
    [
      'but for 404, which its own server answers',
      { ...configured, ConfigMap: config({ 'custom-http-errors': '502,503' }) },
      [/^warning proxy: custom-http-errors hands 502, 503 .*: clients get an empty 404 in place of each/],
    ],
    [
      'with a default backend',
      {
        Pod: [proxy('1.15.1', { args: ['--configmap=edge/proxy', '--default-backend-service=default/web'] })],
        ConfigMap: config({ 'custom-http-errors': '404,503' }),
      },
      [],
    ],
  ],
)
