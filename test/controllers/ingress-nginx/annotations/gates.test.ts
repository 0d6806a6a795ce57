/** What keeps an Ingress out as a whole; what snippets need; which names are read at all; which paths pass the webhook. */
import { describe, expect, it } from 'vitest'
import { aliases, known, removed } from '../../../../src/controllers/ingress-nginx/annotations/known/catalogue.js'
import { pathFlaw } from '../../../../src/controllers/ingress-nginx/annotations/path-flaw.js'
import { valueKinds } from '../../../../src/controllers/ingress-nginx/annotations/values.js'
import { fixOf, sentenceOf } from '../../../../src/findings/catalogue.js'
import { effects, kept, policy, read, type Under } from '../../../support/worlds/ingress-policy.js'

describe('risk', () => {
  it.each<[level: string, annotation: string, dropped: boolean]>([
    ['High', 'configuration-snippet', true],
    ['High', 'auth-snippet', true],
    ['High', 'server-alias', false],
    ['Critical', 'configuration-snippet', false],
    ['Medium', 'server-alias', true],
    ['Medium', 'rewrite-target', false],
    ['Low', 'rewrite-target', true],
    ['Low', 'allowlist-source-range', true],
    ['Low', 'whitelist-source-range', false],
    ['Low', 'ssl-redirect', false],
    ['nonsense', 'rewrite-target', true],
  ])('%s and %s', (level, annotation, dropped) => {
    const reading = read({ [annotation]: '' }, { config: { 'annotations-risk-level': level } })
    expect(reading.annotations === null).toBe(dropped)
    expect(effects(reading).includes(`${annotation}: dropped annotation-risk`)).toBe(dropped)
  })

  it.each<[version: string, since: string | undefined]>([
    ['1.8.0', undefined],
    ['1.9.0', undefined],
    ['1.11.8', undefined],
    ['1.12.0', '1.12.0'],
    ['1.15.1', '1.12.0'],
  ])('of snippets by default of %s', (version, since) => {
    const risks = read({ 'server-snippet': 'return 418;' }, { version }).flaws.filter(
      ({ code }) => code === 'annotation-risk',
    )
    expect(risks.map((flaw) => flaw.since)).toEqual(since === undefined ? [] : [since])
  })

  it('is counted for each annotation, and names the group as the log does', () => {
    const reading = read({ 'server-snippet': 'x', 'configuration-snippet': 'x' })
    const messages = reading.flaws.filter(({ code }) => code === 'annotation-risk').map(sentenceOf)
    expect(messages).toEqual([
      'server-snippet is of risk Critical (group ServerSnippet), but the controller allows annotations-risk-level High at most: the whole Ingress is dropped',
      'configuration-snippet is of risk Critical (group ConfigurationSnippet), but the controller allows annotations-risk-level High at most: the whole Ingress is dropped',
    ])
  })
})

describe('snippets', () => {
  const open = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }
  const snippets = { 'configuration-snippet': 'a;', 'auth-snippet': 'b;', 'auth-url': 'http://a/' }

  it.each<[under: Under, inForce: string[]]>([
    [{ config: open }, ['auth-snippet', 'configuration-snippet']],
    [{ config: { 'annotations-risk-level': 'Critical' } }, []],
    [{ version: '1.9.6' }, []],
    [{ version: '1.8.0' }, ['auth-snippet', 'configuration-snippet']],
    [{ version: '1.8.0', config: { 'allow-snippet-annotations': 'false' } }, []],
    [{ version: '1.0.0', config: { 'allow-snippet-annotations': 'false' } }, ['auth-snippet', 'configuration-snippet']],
  ])('under %j', (under, inForce) => {
    const reading = read(snippets, under)
    expect([...kept(reading).snippets.keys()].sort()).toEqual(inForce)
    expect(effects(reading)).toEqual(
      inForce.length > 0
        ? []
        : ['configuration-snippet: ignored snippet-not-allowed', 'auth-snippet: ignored snippet-not-allowed'],
    )
  })

  it('of an authentication that is not in force are not in force either', () => {
    expect([...kept(read({ ...snippets, 'auth-method': 'x' }, { config: open })).snippets.keys()]).toEqual([
      'configuration-snippet',
    ])
  })
})

describe('the block list', () => {
  it.each<[words: string, value: string, blocked: boolean]>([
    ['load_module,root', 'x root y', true],
    ['load_module, root', 'root', false],
    ['load_module, root', 'x root', true],
    ['root', 'ROOT', false],
    ['root,', 'anything', true],
    ['', 'root', false],
  ])('%j against %j', (words, value, blocked) => {
    const reading = read({ 'auth-realm': value }, { config: { 'annotation-value-word-blocklist': words } })
    expect(reading.annotations === null).toBe(blocked)
  })

  it('is for annotations of the controller only', () => {
    const config = { 'annotation-value-word-blocklist': 'root' }
    expect(read({ 'example.test/x': 'root' }, { config }).annotations).not.toBeNull()
  })
})

describe('deep inspection', () => {
  it.each<[path: string, caught: boolean]>([
    ['/a', false],
    ['/root/alias', false],
    ['/a { alias /etc; }', true],
    ['/a;root', false],
    ['/a root\n /x;', true],
    ['/etc/passwd', true],
    ['/etc/hosts', false],
    ['/var/run/secrets/x', true],
    ['/x_by_lua', true],
  ])('%j', (path, caught) => {
    const spec = { rules: [{ host: 'a.example.test', http: { paths: [{ path }] } }] }
    expect(effects(read({}, { spec }))).toEqual(caught ? [': dropped deep-inspect'] : [])
    expect(read({}, { spec, argv: ['--deep-inspect=false'] }).flaws).toEqual([])
    expect(read({}, { spec, version: '1.1.0' }).flaws).toEqual([])
  })

  it('says where', () => {
    const spec = {
      rules: [{ host: 'a_by_lua', http: { paths: [{ path: '/' }, { path: '/x_by_lua' }] } }],
      tls: [{ secretName: '/etc/group', hosts: ['x', '/etc/nginx'] }],
    }
    expect(read({}, { spec }).flaws.map(({ field }) => field)).toEqual([
      'spec.rules[0].host',
      'spec.rules[0].http.paths[1].path',
      'spec.tls[0].secretName',
      'spec.tls[0].hosts[1]',
    ])
  })
})

describe('names', () => {
  it('are the 136 that the last release documents', () => {
    expect(known.size).toBe(136)
    expect([...removed.keys(), ...aliases.keys()].filter((name) => known.has(name))).toEqual([])
    for (const { needs } of known.values()) expect(needs === null || known.has(needs)).toBe(true)
  })

  it.each<[version: string, annotation: string, fix: string | null]>([
    ['1.15.1', 'rewrite-taget', 'Write rewrite-target, if that is meant.'],
    ['1.15.1', 'ssl-redirects', 'Write ssl-redirect, if that is meant.'],
    ['1.15.1', 'something-quite-different', 'Remove it, or correct its name.'],
    ['1.15.1', 'secure-backends', 'Write backend-protocol: "HTTPS" in its place.'],
    ['1.0.0', 'secure-backends', 'Write backend-protocol: "HTTPS" in its place.'],
    ['1.15.1', 'enable-influxdb', 'Remove it.'],
    ['1.0.0', 'enable-influxdb', null],
    ['1.9.6', 'enable-opentracing', null],
    ['1.10.0', 'enable-opentracing', 'Write enable-opentelemetry and the opentelemetry-* annotations in its place.'],
    ['1.11.5', 'global-rate-limit', null],
    ['1.12.0', 'global-rate-limit', 'Write limit-rps or limit-rpm, which count per replica in its place.'],
    ['1.0.0', 'denylist-source-range', 'Remove it, or run a controller of 1.4.0 or later.'],
    ['1.8.0', 'allowlist-source-range', 'Remove it, or run a controller of 1.9.0 or later.'],
    ['1.8.0', 'whitelist-source-range', null],
    ['1.10.0', 'custom-headers', 'Remove it, or run a controller of 1.11.0 or later.'],
  ])('of %s: %s', (version, annotation, fix) => {
    const flaws = read({ [annotation]: '10.0.0.0/8' }, { version }).flaws.filter(
      ({ code }) => code === 'unknown-annotation',
    )
    expect(flaws.map(fixOf)).toEqual(fix === null ? [] : [fix])
  })

  it('under the prefix of another controller are left alone beside their twins', () => {
    const twin = { 'ingress.kubernetes.io/ssl-redirect': 'true', 'ssl-redirect': 'true' }
    expect(effects(read({ ...twin, 'ingress.kubernetes.io/proxy-body-size': '0' }))).toEqual([
      'ingress.kubernetes.io/proxy-body-size: ignored foreign-annotation',
    ])
  })

  it('of another controller, or under another prefix, are not read', () => {
    expect(effects(read({ 'nginx.org/rewrites': 'x', 'nginx.com/health-checks': 'true' }))).toEqual([
      'nginx.org/rewrites: ignored foreign-annotation',
      'nginx.com/health-checks: ignored foreign-annotation',
    ])
    expect(
      effects(read({ 'ingress.kubernetes.io/rewrite-target': '/', 'ingress.kubernetes.io/backends': '{}' })),
    ).toEqual(['ingress.kubernetes.io/rewrite-target: ignored foreign-annotation'])
    const argv = ['--annotations-prefix=x.example.test']
    const reading = read({ 'rewrite-target': '/', 'x.example.test/use-regex': 'true' }, { argv })
    expect(kept(reading).rewrite).toMatchObject({ target: '', useRegex: true })
    expect(reading.flaws).toMatchObject([
      {
        code: 'foreign-annotation',
        field: 'metadata.annotations["nginx.ingress.kubernetes.io/rewrite-target"]',
      },
    ])
    expect(reading.flaws.map(fixOf)).toEqual(['Write x.example.test/rewrite-target.'])
  })
})

describe('paths', () => {
  it.each<[version: string, path: string, type: string | null, passes: boolean]>([
    ['1.15.1', '/a-b_c/d.e', 'Prefix', true],
    ['1.15.1', '/a b', 'Prefix', false],
    ['1.15.1', '/a(b)', 'Exact', false],
    ['1.15.1', '/a(b)', 'ImplementationSpecific', true],
    ['1.15.1', '/a(b)', null, false],
    ['1.15.1', '', 'Prefix', true],
    ['1.12.0', '/.well-known/x', 'Exact', false],
    ['1.12.5', '/.well-known/x', 'Exact', false],
    ['1.12.6', '/.well-known/x', 'Exact', true],
    ['1.13.0', '/.well-known/x', 'Exact', false],
    ['1.14.0', '/.well-known/x', 'Exact', true],
    ['1.11.0', '/a b', 'Prefix', true],
    ['1.0.0', '/a b', 'Prefix', true],
  ])('%s: %j of type %s', (version, path, type, passes) => {
    expect(pathFlaw(path, type, policy({ version })) === null).toBe(passes)
  })

  it('are refused by the webhook alone', () => {
    const flaw = pathFlaw('/a b', 'Prefix', policy())
    expect(flaw).toMatchObject({ code: 'path-type', since: '1.12.0' })
    expect(flaw && sentenceOf(flaw)).toContain('it is served, but the webhook refuses')
  })
})

describe('value kinds', () => {
  it('are tried in time, however long and hostile the value', () => {
    const hostile = ['a'.repeat(200_000), '1'.repeat(200_000), 'a,'.repeat(100_000), 'GET '.repeat(50_000)]
    const accepted = Object.entries(valueKinds).filter(([, kind]) =>
      hostile.some((text) => kind.accepts(`${text}\u0000`)),
    )
    expect(accepted.map(([name]) => name)).toEqual(['anything'])
  })
})

it('says all that is wrong at once, each in words of one line', () => {
  const reading = read({
    'server-snippet': `proxy_set_header Authorization "Bearer abcdefghijk";`,
    'auth-url': 'http://user:hunter2@a/\n{',
    'rewrite-taget': '/',
  })
  expect(effects(reading)).toEqual([
    'server-snippet: dropped annotation-risk',
    'auth-url: dropped annotation-invalid',
    'server-snippet: ignored snippet-not-allowed',
    'rewrite-taget: ignored unknown-annotation',
  ])
  const text = JSON.stringify(reading.flaws)
  expect(text).not.toMatch(/hunter2|abcdefghijk/)
  for (const flaw of reading.flaws) expect(`${sentenceOf(flaw)}${fixOf(flaw)}`).not.toMatch(/\n|hunter2|abcdefghijk/)
})

describe('characters of paths', () => {
  const regex = { 'use-regex': 'true' }
  const rewrite = { 'rewrite-target': '/$1' }

  it.each<[version: string, path: string, pathType: string, annotations: Record<string, string>, dropped: boolean]>([
    ['1.5.1', '/v1/?(.*)', 'Prefix', rewrite, false],
    ['1.5.2', '/v1/?(.*)', 'Prefix', rewrite, true],
    ['1.5.2', '/v1/(.*)', 'Prefix', rewrite, true],
    ['1.5.2', '/v1/(.*)', 'Prefix', regex, false],
    ['1.5.2', '/v1/?(.*)', 'Prefix', regex, true],
    ['1.5.2', '/a(b|c)', 'ImplementationSpecific', regex, true],
    ['1.5.2', '/~user/x-y_z.html', 'Exact', {}, false],
    ['1.6.0', '/v1/?(.*)', 'Prefix', rewrite, true],
    ['1.6.0', '/v1/?(.*)', 'ImplementationSpecific', {}, false],
    ['1.6.1', '/v1/?(.*)', 'Prefix', rewrite, false],
    ['1.6.2', '/a b', 'Prefix', {}, true],
    ['1.6.3', '/v1/?(.*)', 'Prefix', rewrite, true],
    ['1.6.4', '/v1/?(.*)', 'Prefix', rewrite, false],
    ['1.12.0', '/v1/?(.*)', 'Prefix', rewrite, false],
  ])('%s: %s of type %s with %j is dropped: %s', (version, path, pathType, annotations, dropped) => {
    const spec = { rules: [{ host: 'a.test', http: { paths: [{ path, pathType, backend: {} }] } }] }
    const reading = read(annotations, { version, spec })
    expect(effects(reading).filter((one) => one.endsWith('path-refused'))).toEqual(
      dropped ? [': dropped path-refused'] : [],
    )
    expect(reading.annotations === null).toBe(dropped)
  })
})

describe('kubernetes.io/ingress.allow-http', () => {
  const name = 'kubernetes.io/ingress.allow-http'
  const rules = [{ host: 'a.test', http: { paths: [{ path: '/', backend: {} }] } }]
  const tls = [{ hosts: ['a.test'], secretName: 's' }]

  it.each<[what: string, annotations: Record<string, string>, spec: object, told: boolean]>([
    ['"false" without TLS', { [name]: 'false' }, { rules }, true],
    ['"true"', { [name]: 'true' }, { rules }, false],
    ['"false" where http is redirected', { [name]: 'false' }, { rules, tls }, false],
    ['"false" where that is switched off', { [name]: 'false', 'ssl-redirect': 'false' }, { rules, tls }, true],
    ['"false" where it is forced', { [name]: 'false', 'force-ssl-redirect': 'true' }, { rules }, false],
  ])('%s', (_, annotations, spec, told) => {
    const found = effects(read(annotations, { spec }))
    expect(found).toEqual(told ? [`${name}: ignored foreign-annotation`] : [])
  })
})
