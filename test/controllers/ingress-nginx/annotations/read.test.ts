/** What is read of annotations that are as they should be, and of those that go together badly. */
import { describe, expect, it } from 'vitest'
import { readAnnotations } from '../../../../src/controllers/ingress-nginx/annotations/read.js'
import { project } from '../../../../src/domain/objects/project.js'
import { effects, kept, looksAt, policy, read } from '../../../support/worlds/ingress-policy.js'

describe('nothing set', () => {
  it('reads as the policy says', () => {
    expect(read({})).toEqual({
      annotations: {
        canary: null,
        rewrite: {
          target: '',
          useRegex: false,
          appRoot: '',
          sslRedirect: true,
          forceSslRedirect: false,
          preserveTrailingSlash: false,
          usePortInRedirects: false,
        },
        redirect: { url: '', code: 0, fromToWww: false, relative: false },
        access: {
          allowlist: [],
          denylist: [],
          basicAuth: null,
          corsCredentials: false,
          externalAuth: null,
          satisfy: '',
          corsOrigins: null,
          globalAuth: false,
          rateLimited: false,
        },
        authTls: null,
        denied: null,
        aliases: [],
        serviceUpstream: false,
        defaultBackend: null,
        customHttpErrors: [],
        sslPassthrough: false,
        backendProtocol: 'HTTP',
        upstreamVhost: '',
        snippets: new Map(),
        affinity: null,
        mirrors: false,
        proxySsl: null,
      },
      flaws: [],
      unseen: [],
    })
  })

  it('is the same object for every Ingress under one policy, which nobody can change', () => {
    const one = policy()
    const ingress = (annotations: object) => project('Ingress', { metadata: { name: 'a', annotations } })
    const reading = readAnnotations(ingress({}), one, looksAt({}))
    expect(readAnnotations(ingress({ 'example.test/x': 'y' }), one, looksAt({}))).toBe(reading)
    expect(readAnnotations(ingress({}), policy(), looksAt({}))).not.toBe(reading)
    expect(Object.isFrozen(reading) && Object.isFrozen(reading.annotations)).toBe(true)
  })

  it('takes its defaults from the ConfigMap', () => {
    const config = {
      'ssl-redirect': 'false',
      'force-ssl-redirect': 'true',
      'whitelist-source-range': '10.0.0.0/8',
      'service-upstream': 'true',
      'global-auth-url': 'http://auth.example.test/',
    }
    expect(kept(read({}, { config }))).toMatchObject({
      rewrite: { sslRedirect: false, forceSslRedirect: true },
      access: { allowlist: ['10.0.0.0/8'], globalAuth: true },
      serviceUpstream: true,
    })
    expect(kept(read({ 'service-upstream': 'yes' }, { config })).serviceUpstream).toBe(false)
    expect(kept(read({ 'enable-global-auth': 'false' }, { config })).access.globalAuth).toBe(false)
    expect(kept(read({ 'auth-url': 'http://a/' }, { config })).access.globalAuth).toBe(false)
  })
})

describe('values', () => {
  it.each<[annotations: Record<string, string>, expected: object]>([
    [{ 'rewrite-target': '/x', 'use-regex': 'true' }, { rewrite: { target: '/x', useRegex: true } }],
    [{ 'rewrite-target': ' /x ' }, { rewrite: { target: '' } }],
    [{ 'app-root': '/app1' }, { rewrite: { appRoot: '/app1' } }],
    [{ 'ssl-redirect': 'f' }, { rewrite: { sslRedirect: false } }],
    [{ 'permanent-redirect': 'https://b/' }, { redirect: { url: 'https://b/', code: 301 } }],
    [{ 'permanent-redirect': '/b', 'permanent-redirect-code': '308' }, { redirect: { url: '/b', code: 308 } }],
    [{ 'permanent-redirect': 'https://b/', 'permanent-redirect-code': '302' }, { redirect: { code: 302 } }],
    [{ 'temporal-redirect': 'https://b/' }, { redirect: { code: 302 } }],
    [{ 'temporal-redirect': 'https://b/', 'temporal-redirect-code': '307' }, { redirect: { code: 307 } }],
    [{ 'temporal-redirect': 'https://b/', 'temporal-redirect-code': '303' }, { redirect: { code: 303 } }],
    [{ 'temporal-redirect': 'https://b/', 'temporal-redirect-code': '300' }, { redirect: { code: 300 } }],
    [{ 'from-to-www-redirect': 'true' }, { redirect: { url: '', fromToWww: true } }],
    [
      { 'server-alias': 'b.example.test, *.c.example.test,,b.example.test' },
      { aliases: ['*.c.example.test', 'b.example.test'] },
    ],
    [{ 'server-alias': '~^re-[0-9]+\\.example\\.test$' }, { aliases: ['~^re-[0-9]+\\.example\\.test$'] }],
    [{ 'backend-protocol': 'grpcs' }, { backendProtocol: 'GRPCS' }],
    [{ 'upstream-vhost': 'inner.example.test' }, { upstreamVhost: 'inner.example.test' }],
    [{ 'custom-http-errors': '404,503' }, { customHttpErrors: [404, 503] }],
    [{ affinity: 'cookie' }, { affinity: { cookieName: 'INGRESSCOOKIE', canaryBehavior: '' } }],
    [
      { affinity: 'cookie', 'session-cookie-name': 'zoo', 'affinity-canary-behavior': 'legacy' },
      { affinity: { cookieName: 'zoo', canaryBehavior: 'legacy' } },
    ],
    [{ 'mirror-target': 'http://b$request_uri' }, { mirrors: true }],
    [{ 'limit-rps': '5' }, { access: { rateLimited: true } }],
    [{ 'limit-rps': '0', 'limit-rate': '5' }, { access: { rateLimited: false } }],
    [{ 'enable-cors': 'true' }, { access: { corsOrigins: ['*'] } }],
    [{ satisfy: 'any' }, { access: { satisfy: 'any' } }],
    [{ 'whitelist-source-range': '10.1.2.3/8,::1' }, { access: { allowlist: ['10.0.0.0/8', '::1'] } }],
    [{ 'denylist-source-range': '127.0.0.0/8' }, { access: { denylist: ['127.0.0.0/8'] } }],
    [
      { 'auth-url': 'http://auth/ok', 'auth-signin': 'https://auth/?rd=$escaped_request_uri' },
      { access: { externalAuth: { url: 'http://auth/ok', signin: 'https://auth/?rd=$escaped_request_uri' } } },
    ],
    [
      { canary: 'true', 'canary-weight': '30', 'canary-by-header': 'X-C', 'canary-by-cookie': 'c' },
      { canary: { weight: 30, weightTotal: 100, header: 'X-C', headerValue: '', headerPattern: '', cookie: 'c' } },
    ],
    [
      { canary: 'true', 'canary-weight': '500', 'canary-weight-total': '1000' },
      { canary: { weight: 500, weightTotal: 1000 } },
    ],
  ])('%j', (annotations, expected) => {
    const reading = read(annotations)
    expect(kept(reading)).toMatchObject(expected)
    if (!JSON.stringify(annotations).includes(' /x ')) expect(reading.flaws).toEqual([])
  })
})

describe('values that take effect otherwise than they read', () => {
  it.each<[annotations: Record<string, string>, flaw: string, expected: object]>([
    [
      { 'permanent-redirect': 'https://b/', 'permanent-redirect-code': '999' },
      'permanent-redirect-code: other redirect-code',
      { redirect: { code: 301 } },
    ],
    [
      { 'temporal-redirect': 'https://b/', 'temporal-redirect-code': '308' },
      'temporal-redirect-code: other redirect-code',
      { redirect: { code: 302 } },
    ],
    [
      { 'temporal-redirect': 'https://b/', 'temporal-redirect-code': '200' },
      'temporal-redirect-code: other redirect-code',
      { redirect: { code: 302 } },
    ],
    [
      { 'temporal-redirect': 'https://b/', 'permanent-redirect': 'https://c/' },
      'permanent-redirect: ignored redirect-both',
      { redirect: { url: 'https://b/' } },
    ],
    [
      { 'rewrite-target': '$request_uri' },
      'rewrite-target: other rewrite-relative',
      { rewrite: { target: '$request_uri' } },
    ],
    [{ 'mirror-target': 'https://b/$request_uri' }, 'mirror-target: other slash-twice', { mirrors: true }],
    [{ 'app-root': '/' }, 'app-root: other redirect-loop', { rewrite: { appRoot: '/' } }],
    [{ 'app-root': 'app' }, 'app-root: ignored annotation-invalid', { rewrite: { appRoot: '' } }],
    [{ 'app-root': 'https://b/x' }, 'app-root: ignored annotation-invalid', { rewrite: { appRoot: '' } }],
    [{ 'canary-weight': '50' }, 'canary: other canary-not-enabled', { canary: null }],
    [{ canary: 'false', 'canary-by-header': 'X' }, 'canary: other canary-not-enabled', { canary: null }],
    [
      { canary: 'true', 'canary-by-header-value': 'x' },
      'canary-by-header-value: ignored needs-another',
      { canary: { headerValue: 'x' } },
    ],
    [{ 'ssl-passthrough': 'true' }, 'ssl-passthrough: ignored passthrough-disabled', { sslPassthrough: false }],
    [
      { 'enable-cors': 'true', 'cors-allow-origin': 'a.example.test' },
      'cors-allow-origin: ignored annotation-invalid',
      {},
    ],
    [{ 'auth-secret': 'users' }, 'auth-secret: fail-open needs-another', { access: { basicAuth: null } }],
    [{ 'auth-signin': 'https://a/' }, 'auth-signin: fail-open needs-another', {}],
    [{ 'auth-cache-key': 'x' }, 'auth-cache-key: ignored needs-another', {}],
    // By its old name as by its new one.
    [{ 'limit-whitelist': '::1' }, 'limit-whitelist: ignored needs-another', {}],
    [
      { 'session-cookie-name': 'x', 'session-cookie-path': '/', 'session-cookie-secure': 'false' },
      'session-cookie-name: ignored needs-another',
      {},
    ],
    [{ 'session-cookie-name': 'x' }, 'session-cookie-name: ignored needs-another', { affinity: null }],
    [{ 'proxy-ssl-verify': 'on' }, 'proxy-ssl-verify: ignored needs-another', {}],
    [
      { 'enable-global-auth': 'true' },
      'enable-global-auth: fail-open needs-another',
      { access: { globalAuth: false } },
    ],
    [{ 'proxy-redirect-to': 'http://b/' }, 'proxy-redirect-to: ignored needs-another', {}],
    [{ 'proxy-redirect-from': 'http://b/' }, 'proxy-redirect-from: ignored needs-another', {}],
    [{ 'x-forwarded-prefix': 'true' }, 'x-forwarded-prefix: other prefix-boolean', {}],
  ])('%j: %s', (annotations, flaw, expected) => {
    const reading = read(annotations)
    expect(effects(reading)).toEqual([flaw])
    expect(kept(reading)).toMatchObject(expected)
  })

  it('an unusable auth-url left its paths open until 1.1.2', () => {
    expect(effects(read({ 'auth-url': 'nowhere' }, { version: '1.1.1' }))).toEqual([
      'auth-url: fail-open annotation-invalid',
    ])
    expect(effects(read({ 'auth-url': 'nowhere' }, { version: '1.1.2' }))).toEqual([
      'auth-url: denied annotation-invalid',
    ])
  })

  it("nobody is let in without auth-url where the controller's own authentication stands before it", () => {
    const config = { 'global-auth-url': 'http://auth.example.test/' }
    expect(effects(read({ 'auth-signin': 'https://a/' }, { config }))).toEqual(['auth-signin: ignored needs-another'])
  })

  it.each<[annotation: string, version: string, config: Record<string, string>, told: readonly string[]]>([
    ['opentelemetry', '1.14.3', {}, ['needs-another']],
    ['opentelemetry', '1.14.3', { 'enable-opentelemetry': 'true', 'otlp-collector-host': 'otel' }, []],
    ['opentelemetry', '1.14.3', { 'otlp-collector-host': 'otel' }, []],
    ['opentracing', '1.9.6', {}, ['needs-another']],
    ['opentracing', '1.9.6', { 'jaeger-endpoint': 'http://jaeger' }, []],
    ['opentracing', '1.10.0', {}, ['unknown-annotation']],
  ])('enable-%s of %s goes nowhere without a collector: %o', (tracer, version, config, told) => {
    const annotation = `enable-${tracer}`
    expect(effects(read({ [annotation]: 'true' }, { version, config }))).toEqual(
      told.map((code) => `${annotation}: ignored ${code}`),
    )
    expect(effects(read({ [annotation]: 'false' }, { version, config }))).not.toContain(
      `${annotation}: ignored needs-another`,
    )
  })

  it('a list of exceptions that cannot be read takes the limits with it', () => {
    const under = { argv: ['--enable-annotation-validation=false'] }
    expect(kept(read({ 'limit-rps': '5', 'limit-allowlist': 'x' }, under)).access.rateLimited).toBe(false)
    expect(kept(read({ 'limit-rps': '5', 'limit-allowlist': '::1' }, under)).access.rateLimited).toBe(true)
  })

  it('ssl-passthrough counts where its flag is set', () => {
    expect(kept(read({ 'ssl-passthrough': 'true' }, { argv: ['--enable-ssl-passthrough'] })).sslPassthrough).toBe(true)
  })

  it('a canary without paths harms everybody', () => {
    expect(effects(read({ canary: 'true' }, { spec: { rules: [{ host: 'a.example.test' }] } }))).toEqual([
      'canary: other canary-without-paths',
    ])
  })

  it('the old name of an annotation is not read beside the new one', () => {
    const both = { 'allowlist-source-range': '10.0.0.0/8', 'whitelist-source-range': '::1' }
    expect(kept(read(both)).access.allowlist).toEqual(['10.0.0.0/8'])
    expect(effects(read(both))).toEqual(['whitelist-source-range: ignored alias-shadowed'])
    expect(kept(read({ ...both, 'allowlist-source-range': '' })).access.allowlist).toEqual(['::1'])
    expect(kept(read(both, { version: '1.8.0' })).access.allowlist).toEqual(['::1'])
  })
})
