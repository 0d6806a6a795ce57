/** Fixes of who is let in, of snippets and values that nginx refuses, and of load balancers. */
import { describe, expect, it } from 'vitest'
import type { EndpointSlice, Secret, Service } from '../../../src/domain/objects/objects.js'
import { fixOf } from '../../../src/findings/catalogue.js'
import { proveCures } from '../../support/why/cures.js'
import { rows } from '../../support/why/told.js'
import type { WorldWords } from '../../support/worlds/ingress-world.js'
import { type Annotations, a, at, cure, tls, web } from './words.js'

const guard = { 'auth-url': 'http://auth.test/x', 'auth-signin': 'https://$host/oauth2/start' }
const entry: Service = {
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'entry' },
  spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443, targetPort: 'http' }] },
}
const annotatedEntry = (annotations: Annotations): Service => ({
  ...entry,
  metadata: { ...entry.metadata, annotations },
})
const encrypted = (annotations: Annotations, targetPort: string): Service => ({
  ...annotatedEntry(annotations),
  spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443, targetPort }] },
})
const behind = (externalTrafficPolicy: string): Service => ({
  ...entry,
  spec: { type: 'LoadBalancer', externalTrafficPolicy, ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
})
/** That leads to pods by their labels. */
const before = (port: number, targetPort: number | string): Service => ({
  ...entry,
  spec: { type: 'LoadBalancer', selector: { app: 'nginx' }, ports: [{ name: 'door', port, targetPort }] },
})
const sliceOf = (endpoints: EndpointSlice['endpoints']): EndpointSlice => ({
  kind: 'EndpointSlice',
  metadata: { namespace: 'shop', name: 'entry-1', labels: { 'kubernetes.io/service-name': 'entry' } },
  endpoints,
  ports: [{ name: 'door', port: 80 }],
})
const beta = 'service.beta.kubernetes.io'
const azure = `${beta}/azure-load-balancer-health-probe`
const probed = (annotations: Annotations, more: Partial<Service['spec']> = {}): Service => ({
  ...annotatedEntry(annotations),
  spec: {
    type: 'LoadBalancer',
    ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: null, appProtocol: 'http' }],
    ...more,
  },
})
const snippet = (text: string) => ({ 'configuration-snippet': text })

proveCures([
  ...[{ 'session-cookie-secure': 'true' }, { 'session-cookie-samesite': 'Lax' }].map((own) =>
    cure(
      'cookie-not-secure',
      Object.entries(own)
        .map(([name, value]) => `${name}: "${value}"`)
        .join(),
      a({ affinity: 'cookie', 'session-cookie-samesite': 'None' }),
      a({ affinity: 'cookie', 'session-cookie-samesite': 'None', ...own }),
    ),
  ),
  cure(
    'errors-without-pages',
    'Name a Service with pages for errors in annotation default-backend',
    a({ 'custom-http-errors': '404,503' }),
    a({ 'custom-http-errors': '404,503', 'default-backend': 'tls' }, ['/x Prefix web:80']),
    { more: { services: [tls] } },
  ),
  cure(
    'snippet-swallows',
    'Write a ";" at the end of line 1 of configuration-snippet',
    a(snippet('more_set_headers "A: b"\nproxy_set_header X-A b;')),
    a(snippet('more_set_headers "A: b";\nproxy_set_header X-A b;')),
  ),
  cure(
    'snippet-swallows',
    'Write a ";" at the end of line 2 of configuration-snippet',
    a(snippet('# a note\nmore_set_headers "A: b"')),
    a(snippet('# a note\nmore_set_headers "A: b";')),
  ),
  cure(
    'balancer-loop',
    'or force-ssl-redirect: "false"',
    a({ 'force-ssl-redirect': 'true' }),
    a({ 'force-ssl-redirect': 'false' }),
    { more: { services: [entry], flags: ['--publish-service=shop/entry'] } },
  ),
  cure(
    'balancer-loop',
    'and let the load balancer redirect',
    a({ 'force-ssl-redirect': 'true' }),
    a({ 'force-ssl-redirect': 'false' }),
    {
      more: {
        services: [annotatedEntry({ 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' })],
        flags: ['--publish-service=shop/entry'],
        configMap: { 'use-forwarded-headers': 'true' },
      },
    },
  ),
  ...(
    [
      [{ [`${beta}/aws-load-balancer-ssl-cert`]: 'arn' }, 'Set targetPort: http on port 443', 'http', {}],
      [
        { [`${beta}/aws-load-balancer-ssl-cert`]: 'arn', [`${beta}/aws-load-balancer-ssl-ports`]: 'https' },
        `or ${beta}/aws-load-balancer-backend-protocol: "ssl"`,
        'https',
        { [`${beta}/aws-load-balancer-backend-protocol`]: 'ssl' },
      ],
      [{ [`${beta}/do-loadbalancer-certificate-id`]: 'x' }, 'Set targetPort: http', 'http', {}],
      [{ 'load-balancer.hetzner.cloud/protocol': 'https' }, 'Set targetPort: http', 'http', {}],
      [{ [`${beta}/oci-load-balancer-ssl-ports`]: '443' }, 'Set targetPort: http', 'http', {}],
    ] as const
  ).map(([by, fix, targetPort, more]) =>
    cure('balancer-plain', fix, a(), a(), {
      more: { services: [encrypted(by, 'https')], flags: ['--publish-service=shop/entry'] },
      cured: { services: [encrypted({ ...by, ...more }, targetPort)] },
    }),
  ),
  cure('balancer-nowhere', "Write labels of the controller's pods into the selector of Service shop/entry", a(), a(), {
    more: { services: [before(80, 'http')], flags: ['--publish-service=shop/entry'], slices: [sliceOf([])] },
    cured: { slices: [sliceOf([{ addresses: ['10.0.0.9'] }])] },
  }),
  ...['https', 443].map((targetPort) =>
    cure('balancer-nowhere', 'Set targetPort: http on port 80 of Service shop/entry', a(), a(), {
      more: { services: [before(80, targetPort)], flags: ['--publish-service=shop/entry'] },
      cured: { services: [before(80, 'http')] },
    }),
  ),
  cure('balancer-probe', `Set ${azure}-request-path: "/healthz"`, a(), a(), {
    more: { services: [probed({ [`${beta}/azure-dns-label-name`]: 'shop' })], flags: ['--publish-service=shop/entry'] },
    cured: { services: [probed({ [`${azure}-request-path`]: '/healthz' })] },
  }),
  cure(
    'header-twice',
    'Write upstream-vhost: "b.test" in place of that line of configuration-snippet',
    a(snippet('proxy_set_header Host b.test;')),
    a({ 'upstream-vhost': 'b.test' }),
  ),
  cure(
    'header-twice',
    'Take that line out of configuration-snippet',
    a(snippet('proxy_set_header X-Forwarded-Proto https;')),
    a(),
  ),
  cure(
    'auth-loop',
    'Move path /oauth2 to an Ingress of its own',
    a(guard, [...web, '/oauth2 Prefix auth:80']),
    [a(guard), at('b', 'a.test', ['/oauth2 Prefix auth:80'], {}, 1)],
    { url: 'http://a.test/oauth2/start', served: 'shop/auth:80 as /oauth2/start by shop/b' },
  ),
  cure(
    'auth-loop',
    'Give https://a.test/oauth2/start an Ingress of its own',
    a(guard),
    [a(guard), at('b', 'a.test', ['/oauth2 Prefix auth:80'], {}, 1)],
    { url: 'http://a.test/oauth2/start', served: 'shop/auth:80 as /oauth2/start by shop/b' },
  ),
  cure(
    'auth-loop',
    'with enable-global-auth: "false"',
    a({}, [...web, '/oauth2 Prefix tls:80']),
    [a(), at('b', 'a.test', ['/oauth2 Prefix tls:80'], { 'enable-global-auth': 'false' }, 1)],
    {
      url: 'http://a.test/oauth2/start',
      served: 'shop/tls:80 as /oauth2/start by shop/b',
      more: {
        services: [tls],
        configMap: {
          'global-auth-url': 'http://auth.example.com/auth',
          'global-auth-signin': 'http://a.test/oauth2/start',
        },
      },
    },
  ),
  ...(
    [
      ['http://auth/x', 'Write auth.shop.svc.cluster.local in place of auth', 'http://auth.shop.svc.cluster.local/x'],
      ['http://auth.shop/x', 'Write auth.shop.svc.cluster.local', 'http://auth.shop.svc.cluster.local/x'],
      ['http://auth.shop.svc/x', 'Write auth.shop.svc.cluster.local', 'http://auth.shop.svc.cluster.local/x'],
      [
        'http://auth.shop.svc.cluster.local:4180/x',
        'Write port 80 in auth-url',
        'http://auth.shop.svc.cluster.local:80/x',
      ],
      ['http://gone.shop.svc.cluster.local/x', 'correct its name', 'http://auth.shop.svc.cluster.local/x'],
      ['http://empty.shop.svc.cluster.local/x', 'have a ready endpoint', 'http://auth.shop.svc.cluster.local/x'],
    ] as const
  ).map(([wrong, fix, right]) => {
    const others = at('b', 'b.test', ['/ Prefix auth:80', '/empty Prefix empty:80'])
    return cure('auth-unreachable', fix, [a({ 'auth-url': wrong }), others], [a({ 'auth-url': right }), others], {
      served: 'shop/web:80 as /x by shop/a or 401, 403, 500',
      more: { empty: ['shop/empty'] },
    })
  }),
  ...['whitelist-source-range', 'limit-rps'].map((annotation) => {
    const own = { [annotation]: annotation === 'limit-rps' ? '5' : '192.0.2.0/24' }
    return cure('allowlist-behind-proxy', 'Set externalTrafficPolicy: Local in Service shop/entry', a(own), a(own), {
      url: 'http://a.test/',
      served: annotation === 'limit-rps' ? 'shop/web:80 as / by shop/a' : 'shop/web:80 as / by shop/a or 403',
      more: { services: [behind('Cluster')], flags: ['--publish-service=shop/entry'] },
      cured: { services: [behind('Local')] },
    })
  }),
  cure(
    'modsecurity-logs',
    'Write SecRuleEngine On into modsecurity-snippet of the Ingress',
    a({ 'enable-modsecurity': 'true' }),
    a({ 'enable-modsecurity': 'true', 'modsecurity-snippet': 'SecRuleEngine On' }),
  ),
  cure(
    'snippet-breaks',
    'Write annotation proxy-read-timeout in place of that line',
    a(snippet('proxy_read_timeout 300s;')),
    a({ 'proxy-read-timeout': '300' }),
    { url: 'http://a.test/' },
  ),
  cure('snippet-breaks', 'or take it out', a({ 'server-snippet': 'location / { }' }), a(), { url: 'http://a.test/' }),
  cure(
    'value-breaks',
    'Set mirror-host to the host of the target',
    a({ 'mirror-target': 'http://m.test:8080$request_uri' }),
    a({ 'mirror-target': 'http://m.test:8080$request_uri', 'mirror-host': 'm.test' }),
    { url: 'http://a.test/', more: { version: '1.7.0' } },
  ),
  // https://github.com/kubernetes/ingress-nginx/issues/13598
  cure(
    'value-breaks',
    'Write proxy-busy-buffers-size, too: that size, or twice it',
    a({ 'proxy-buffer-size': '16k' }),
    a({ 'proxy-buffer-size': '16k', 'proxy-busy-buffers-size': '16k' }),
    { url: 'http://a.test/', more: { version: '1.13.0' } },
  ),
  cure(
    'value-breaks',
    'Write proxy-buffers-number: "4"',
    a({ 'proxy-buffers-number': '2' }),
    a({ 'proxy-buffers-number': '4' }),
    { url: 'http://a.test/' },
  ),
  cure(
    'reload-blocked',
    'Cure Ingress shop/a first',
    [a(snippet('proxy_pass http://10.0.0.1;')), at('b', 'b.test', web, {}, 1)],
    [a(), at('b', 'b.test', web, {}, 1)],
    { url: 'http://b.test/', served: 'shop/web:80 as / by shop/b' },
  ),
])

it('a load balancer that speaks the proxy protocol: use-proxy-protocol cures', async () => {
  const words = (configMap: Annotations) => ({
    ingresses: [at('a', 'a.test', web)],
    services: [annotatedEntry({ 'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': 'true' })],
    flags: ['--publish-service=shop/entry'],
    configMap,
  })
  const codes = async (configMap: Annotations) =>
    (await rows(words(configMap))).flatMap(({ causes }) => causes.map((cause) => ({ code: cause.code })))
  expect(await codes({})).toEqual([{ code: 'proxy-protocol-unread' }])
  expect(await codes({ 'use-proxy-protocol': 'true' })).toEqual([])
})

it.each<[Annotations, string]>([
  [{ [`${beta}/aws-load-balancer-ssl-cert`]: 'arn', [`${beta}/aws-load-balancer-ssl-ports`]: '8443' }, 'https'],
  [{ [`${beta}/aws-load-balancer-ssl-cert`]: 'arn', [`${beta}/aws-load-balancer-backend-protocol`]: 'https' }, 'https'],
  [{ [`${beta}/do-loadbalancer-certificate-id`]: 'x', [`${beta}/do-loadbalancer-tls-passthrough`]: 'true' }, 'https'],
  [{ 'load-balancer.hetzner.cloud/protocol': 'tcp' }, 'https'],
])('one that hands on TLS, or ends none: %o', async (annotations, targetPort) => {
  const words = { services: [encrypted(annotations, targetPort)], flags: ['--publish-service=shop/entry'] }
  const found = await rows({ ingresses: [a()], configMap: {}, ...words })
  expect(found.flatMap(({ causes }) => causes)).toEqual([])
})

it.each<[string, Annotations, Partial<Service['spec']>?]>([
  ['no cloud', {}],
  ['kube-proxy is asked', { [`${azure}-interval`]: '5' }, { externalTrafficPolicy: 'Local' }],
  ['a mere connection', { [`${azure}-interval`]: '5' }, { ports: [{ name: 'http', port: 80 }] }],
  ['a path of the port', { [`${azure}-request-path`]: '/', [`${beta}/port_80_health-probe_request-path`]: '/healthz' }],
  ['a protocol of the port', { [`${azure}-interval`]: '5', [`${beta}/port_80_health-probe_protocol`]: 'tcp' }],
  ['no probe', { [`${azure}-interval`]: '5', [`${beta}/port_80_no_probe_rule`]: 'true' }],
])('a balancer that finds nginx well: %s', async (_, annotations, more) => {
  const words = { services: [probed(annotations, more)], flags: ['--publish-service=shop/entry'] }
  const found = await rows({ ingresses: [a()], configMap: {}, ...words })
  expect(found.flatMap(({ causes }) => causes)).toEqual([])
})

it.each([
  // The annotation for all ports counts for less than what the port says of itself.
  { [`${azure}-protocol`]: 'tcp' },
  { [`${azure}-request-path`]: '/status' },
])('one that is told of the wrong path, or not heard: %o', async (annotations) => {
  const words = { services: [probed(annotations)], flags: ['--publish-service=shop/entry'] }
  const found = await rows({ ingresses: [a()], configMap: {}, ...words })
  expect(found.flatMap(({ causes }) => causes.map(({ code }) => code))).toEqual(['balancer-probe'])
})

it.each<[string, Partial<WorldWords>]>([
  ['without a selector its endpoints are written by hand', { services: [entry], slices: [sliceOf([])] }],
  ['port 443 alone leads to that for https', { services: [before(443, 'https')] }],
  ['its slices were not saved', { services: [before(80, 'http')], empty: ['shop/entry'] }],
])('one that leads to nginx, or that nobody can tell of: %s', async (_, words) => {
  const flags = ['--publish-service=shop/entry']
  const found = await rows({ ...words, ingresses: [a()], configMap: {}, flags })
  expect(found.flatMap(({ causes }) => causes)).toEqual([])
})

it('one without an address is told to whoever asks about an Ingress, and is no finding', async () => {
  const awaited = (more: Partial<Service>) =>
    rows({
      ingresses: [a()],
      configMap: {},
      flags: ['--publish-service=shop/entry'],
      services: [{ ...before(80, 'http'), status: { loadBalancer: {} }, ...more }],
    }).then((found) => found.flatMap(({ causes }) => causes.map(({ code, severity }) => `${severity} ${code}`)))
  expect(await awaited({})).toEqual(['info balancer-nowhere'])
  expect(await awaited({ status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } })).toEqual([])
  expect(await awaited({ status: null })).toEqual([])
})

it('what comes without a name is answered by an Ingress: the probe is its affair', async () => {
  const words = { services: [probed({ [`${azure}-interval`]: '5' })], flags: ['--publish-service=shop/entry'] }
  const found = await rows({ ingresses: [a(), at('b', '', web)], configMap: {}, ...words })
  expect(found.flatMap(({ causes }) => causes)).toEqual([])
})

it('one that nobody asks for the proxy protocol: nginx need not await it', async () => {
  const found = async (service: Service, configMap: Annotations) =>
    (
      await rows({
        ingresses: [at('a', 'a.test', web)],
        services: [service],
        flags: ['--publish-service=shop/entry'],
        configMap,
      })
    ).flatMap(({ causes }) => causes)
  const awaited = { 'use-proxy-protocol': 'true' }
  const [one] = await found(behind('Local'), awaited)
  expect(one?.code).toBe('proxy-protocol-unread')
  expect(one && fixOf(one)).toContain(
    'Take use-proxy-protocol out of the ConfigMap, or ask for the protocol in Service shop/entry',
  )
  expect(await found(behind('Local'), {})).toEqual([])
  // Of a balancer that nobody knows, something before it may speak it.
  const inCloud = { ...entry.metadata, annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' } }
  const [known] = await found({ ...behind('Local'), metadata: inCloud }, awaited)
  expect([one, known].map((cause) => cause?.severity)).toEqual(['info', 'warning'])
  const asked = ['a/enable-features', 'proxy-protocol']
  expect(
    await found(
      { ...behind('Local'), metadata: { ...entry.metadata, annotations: Object.fromEntries([asked]) } },
      awaited,
    ),
  ).toEqual([])
  expect(await found({ ...behind('Local'), spec: { type: 'NodePort', ports: [] } }, awaited)).toEqual([])
})

it('a balancer that takes less silence than nginx is told by its Service to take as much', async () => {
  const found = async (more: Annotations) =>
    (
      await rows({
        ingresses: [at('a', 'a.test', web, { 'proxy-read-timeout': '900' })],
        services: [annotatedEntry({ [`${beta}/aws-load-balancer-backend-protocol`]: 'tcp', ...more })],
        flags: ['--publish-service=shop/entry'],
        configMap: {},
      })
    ).flatMap(({ causes }) => causes)
  const [one, ...others] = await found({})
  expect([one, ...others]).toMatchObject([{ code: 'balancer-idle' }])
  const timeout = `${beta}/aws-load-balancer-connection-idle-timeout`
  expect(one && fixOf(one)).toBe(`Set ${timeout}: "900" on Service shop/entry.`)
  expect(await found({ [timeout]: '900' })).toEqual([])
})

describe('the settings of all', () => {
  const timeout = `${beta}/aws-load-balancer-connection-idle-timeout`
  const found = async (annotations: Annotations, configMap: Annotations, more: Annotations = {}) =>
    (
      await rows({
        ingresses: [at('a', 'a.test', web, more)],
        services: [annotatedEntry(annotations)],
        flags: ['--publish-service=shop/entry', '--configmap=edge/settings'],
        configMaps: [settings(configMap)],
      })
    ).flatMap(({ causes }) => causes)
  const settings = (data: Annotations) => ({
    kind: 'ConfigMap' as const,
    metadata: { namespace: 'edge', name: 'settings' },
    data,
  })

  it('a balancer that takes less silence is told so of the ConfigMap, too', async () => {
    const tcp = { [`${beta}/aws-load-balancer-backend-protocol`]: 'tcp' }
    const [one, ...others] = await found(tcp, { 'proxy-read-timeout': '900' })
    expect([one, ...others]).toMatchObject([{ code: 'balancer-idle', source: { kind: 'ConfigMap', name: 'settings' } }])
    expect(one && fixOf(one)).toBe(`Set ${timeout}: "900" on Service shop/entry.`)
    expect(await found({ ...tcp, [timeout]: '900' }, { 'proxy-read-timeout': '900' })).toEqual([])
  })

  it('a balancer that keeps a connection longer than nginx is told, and either side can give way', async () => {
    const http = { [`${beta}/aws-load-balancer-backend-protocol`]: 'http', [timeout]: '3600' }
    const [one, ...others] = await found(http, {})
    expect([one, ...others]).toMatchObject([{ code: 'balancer-outlives', source: { kind: 'Service', name: 'entry' } }])
    expect(one && fixOf(one)).toBe(
      `Set keep-alive: "3615" in the controller's ConfigMap, or ${timeout}: "60" on Service shop/entry.`,
    )
    expect(await found(http, { 'keep-alive': '3615' })).toEqual([])
    expect(await found({ ...http, [timeout]: '60' }, {})).toEqual([])
    // What reads no requests closes its connection with the other one.
    expect(await found({ ...http, [`${beta}/aws-load-balancer-backend-protocol`]: 'tcp' }, {})).toEqual([])
  })

  it('a certificate for all that is not there is told of, until it is', async () => {
    const words = { ingresses: [at('a', 'a.test', web)], flags: ['--default-ssl-certificate=edge/all'] }
    const all = async (secrets: readonly Secret[]) =>
      (await rows({ ...words, secrets }))
        .flatMap(({ causes }) => causes)
        .map(({ code, severity }) => `${severity} ${code}`)
    expect(await all([])).toEqual(['warning flag-missing'])
    expect(await all([{ kind: 'Secret', metadata: { namespace: 'edge', name: 'all' }, data: {} }])).toEqual([])
  })
})
