/** Who has a host, and what is rejected as a whole: each row is a cluster in little. */
import { describe, expect, it } from 'vitest'
import { findingKey } from '../../../src/domain/findings/finding.js'
import { fixOf } from '../../../src/findings/catalogue.js'
import { ingress, rule } from '../../support/objects.js'
import { f5Line, f5Plan, f5Request, f5Told, f5Why } from '../../support/worlds/f5-world.js'

const at = (second: number, uid = '') => ({
  creationTimestamp: `2026-11-23T08:00:0${second}Z`,
  ...(uid === '' ? {} : { uid }),
})
const own = (name: string, host: string | undefined, path: string, metadata: object = at(5)) =>
  ingress(name, { ingressClassName: 'nginx', rules: [rule(host, path, 'web')] }, { metadata })
const annotated = (name: string, annotations: object, host = 'a.test', path = '/') =>
  own(name, host, path, { ...at(5), annotations })

describe('a host belongs to one Ingress as a whole', () => {
  it('the oldest has it, and the paths of a younger one are lost with it', async () => {
    const words = { ingresses: [own('young', 'a.test', '/two', at(5)), own('old', 'a.test', '/one', at(2))] }
    const plan = f5Plan(words)
    expect([f5Line(plan, 'http://a.test/one'), f5Line(plan, 'http://a.test/two')]).toEqual([
      'served old /one',
      'not-found 404',
    ])
    expect(await f5Told(words)).toEqual({ 'young a.test/two': 'NO host-taken', 'old a.test/one': 'yes' })
  })

  it('of the same second the greater UID has it', () => {
    const plan = f5Plan({
      ingresses: [own('less', 'a.test', '/', at(5, '0e')), own('more', 'a.test', '/', at(5, '75'))],
    })
    expect(f5Line(plan, 'http://a.test/')).toBe('served more /')
  })

  it('where no UID is known, nobody knows who has it', async () => {
    const words = { ingresses: [own('one', 'a.test', '/'), own('two', 'a.test', '/')] }
    expect(f5Line(f5Plan(words), 'http://a.test/')).toBe('unknown')
    expect(await f5Told(words)).toEqual({ 'one a.test/': '? host-tied', 'two a.test/': '? host-tied' })
  })

  it('the other hosts of an Ingress stay its own', () => {
    const two = ingress(
      'two',
      { ingressClassName: 'nginx', rules: [rule('a.test', '/', 'web'), rule('b.test', '/', 'web')] },
      { metadata: at(5) },
    )
    const plan = f5Plan({ ingresses: [own('old', 'a.test', '/old', at(2)), two] })
    expect([f5Line(plan, 'http://a.test/'), f5Line(plan, 'http://b.test/')]).toEqual(['not-found 404', 'served two /'])
  })

  it('a wildcard covers any number of labels, and a name itself comes first', () => {
    const plan = f5Plan({ ingresses: [own('wild', '*.a.test', '/'), own('exact', 'x.a.test', '/sub')] })
    expect(
      ['http://y.a.test/', 'http://z.y.a.test/', 'http://x.a.test/', 'http://x.a.test/sub', 'http://a.test/'].map(
        (url) => f5Line(plan, url),
      ),
    ).toEqual(['served wild /', 'served wild /', 'not-found 404', 'served exact /sub', 'not-found 404'])
  })

  it('two that write one file: which of them is in it the objects do not tell', async () => {
    const words = {
      ingresses: [
        { ...own('x', 'a.test', '/x'), metadata: { namespace: 'team-b', name: 'x', ...at(1) } },
        { ...own('b-x', 'b.test', '/'), metadata: { namespace: 'team', name: 'b-x', ...at(2) } },
      ],
    }
    const plan = f5Plan(words)
    expect(f5Line(plan, 'http://a.test/x')).toBe('unknown')
    expect(await f5Told(words)).toMatchObject({ x: '? file-collision', 'b-x b.test/': '? file-collision' })
    const posed = { ...f5Request('http://a.test/nowhere'), method: 'OPTIONS' }
    expect(plan.answer(posed, false).verdict).toBe('unknown')
    expect(f5Line(plan, 'http://a.test/nowhere')).toBe('unknown')
    // A replica may have either, and neither of them is missed there.
    expect(plan.routes.map(({ fate }) => fate)).toMatchObject([
      { is: 'undefined-winner', among: [{ name: 'b-x' }] },
      { is: 'undefined-winner', among: [{ name: 'x' }] },
    ])
    expect(plan.upstreams.map(({ endpoints }) => endpoints)).toEqual([null, null])
  })

  it('has the default backend of its Ingress at its root', () => {
    const web = own('web', 'a.test', '/api')
    const all = { ...web, spec: { ...web.spec, defaultBackend: { service: { name: 'web', port: { number: 80 } } } } }
    expect(f5Plan({ ingresses: [all] }).ownRoutes).toMatchObject([
      { host: 'a.test', path: '/', source: { name: 'web' } },
    ])
  })

  it('has an upstream for that, also where a path takes its root', () => {
    const web = own('web', 'a.test', '/')
    const all = { ...web, spec: { ...web.spec, defaultBackend: { service: { name: 'other', port: { number: 80 } } } } }
    const { upstreams, ownRoutes = [] } = f5Plan({ ingresses: [all] })
    expect([upstreams.length, ownRoutes.length]).toEqual([2, 0])
  })
})

describe('a merged host', () => {
  const master = (annotations: object = {}, spec: object = {}) =>
    ingress(
      'master',
      { ingressClassName: 'nginx', rules: [{ host: 'a.test' }], ...spec },
      { metadata: { ...at(1), annotations: { 'nginx.org/mergeable-ingress-type': 'master', ...annotations } } },
    )
  const minion = (name: string, path: string, second = 5, more: object = {}) =>
    own(name, 'a.test', path, { ...at(second), annotations: { 'nginx.org/mergeable-ingress-type': 'minion', ...more } })

  it('has the paths of its minions, each of the oldest that asks for it', async () => {
    const words = {
      ingresses: [master(), minion('tea', '/tea', 3), minion('late', '/tea', 4), minion('milk', '/milk')],
    }
    const plan = f5Plan(words)
    expect(['/tea', '/milk', '/'].map((path) => f5Line(plan, `http://a.test${path}`))).toEqual([
      'served tea /tea',
      'served milk /milk',
      'not-found 404',
    ])
    expect(await f5Told(words)).toEqual({
      'master a.test': 'yes',
      'tea a.test/tea': 'yes',
      'late a.test/tea': 'NO duplicate',
      'milk a.test/milk': 'yes',
    })
  })

  it('without a minion has no path, and a minion cures it', async () => {
    const fixes = async (...ingresses: Parameters<typeof f5Why>[0]['ingresses']) =>
      (await f5Why({ ingresses })).flatMap(({ causes }) => causes.map(fixOf))
    expect(await fixes(master())).toEqual([expect.stringContaining('nginx.org/mergeable-ingress-type: minion')])
    expect(await fixes(master(), minion('tea', '/tea'))).toEqual([])
  })

  it('is nobody without its master, and where another one has the host', async () => {
    const alone = await f5Why({ ingresses: [minion('tea', '/tea')] })
    expect(alone.flatMap(({ causes }) => causes)).toMatchObject([{ code: 'no-master', facts: { host: 'a.test' } }])
    // A master has no paths: it is rejected, and told of what is rejected once, whichever of its rules is looked at.
    const wrong = master({}, { rules: [rule('a.test', '/', 'web')] })
    const rows = await f5Why({ ingresses: [wrong, minion('tea', '/tea')] })
    const found = new Map(rows.flatMap(({ causes }) => causes).map((one) => [findingKey(one), one]))
    const by = { ref: { name: 'master' }, fault: 'unserved' }
    expect([...found.values()]).toMatchObject([{ code: 'rejected' }, { code: 'no-master', facts: { by } }])
    const taken = { ingresses: [own('older', 'a.test', '/', at(0)), master(), minion('tea', '/tea')] }
    expect(await f5Told(taken)).toMatchObject({ 'master a.test': 'NO host-taken', 'tea a.test/tea': 'NO no-master' })
  })

  it('takes redirects of its host from the master alone, and rewrites from the minion alone', () => {
    const rewrites = { 'nginx.org/rewrites': 'serviceName=web rewrite=/x' }
    const plan = f5Plan({ ingresses: [master({ 'nginx.org/app-root': '/tea' }), minion('tea', '/tea', 5, rewrites)] })
    expect(f5Line(plan, 'http://a.test/')).toBe('redirect 302 http://a.test/tea')
    expect(f5Line(plan, 'http://a.test/tea/1')).toBe('served tea /x/1')
  })
})

describe('rejected as a whole', () => {
  it.each<[string, object, string]>([
    ['an Ingress for all hosts', own('web', undefined, '/'), 'spec.rules[0].host'],
    [
      'a host that stands there twice',
      ingress('web', { rules: [rule('a.test', '/a', 'web'), rule('a.test', '/b', 'web')] }),
      'spec.rules[1].host',
    ],
    ['no rules', ingress('web', { defaultBackend: { service: { name: 'web', port: { number: 80 } } } }), 'spec.rules'],
    [
      'a resource',
      ingress('web', { defaultBackend: { resource: { kind: 'Bucket', name: 'b' } }, rules: [] }),
      'spec.defaultBackend.resource',
    ],
    ['a path with a blank', own('web', 'a.test', '/a b'), 'spec.rules[0].http.paths[0].path'],
    ['a path that begins with two slashes', own('web', 'a.test', '//a'), 'spec.rules[0].http.paths[0].path'],
    ['a path that goes up', own('web', 'a.test', '/a/../b'), 'spec.rules[0].http.paths[0].path'],
    [
      'a snippet',
      annotated('web', { 'nginx.org/server-snippets': 'return 403;' }),
      'metadata.annotations[nginx.org/server-snippets]',
    ],
    [
      'a switch that is none',
      annotated('web', { 'nginx.org/ssl-redirect': 'yes' }),
      'metadata.annotations[nginx.org/ssl-redirect]',
    ],
    [
      'a rewrite of a Service that it does not have',
      annotated('web', { 'nginx.org/rewrites': 'serviceName=api rewrite=/' }),
      'metadata.annotations[nginx.org/rewrites]',
    ],
    [
      'an annotation of NGINX Plus',
      annotated('web', { 'nginx.com/health-checks': 'true' }),
      'metadata.annotations[nginx.com/health-checks]',
    ],
    [
      'a code that is no redirect',
      annotated('web', { 'nginx.org/http-redirect-code': '200' }),
      'metadata.annotations[nginx.org/http-redirect-code]',
    ],
    ['a master with paths', annotated('web', { 'nginx.org/mergeable-ingress-type': 'master' }), 'spec.rules'],
  ])('%s', (_, one, field) => {
    const plan = f5Plan({ ingresses: [one, own('other', 'b.test', '/')] })
    const lost = plan.model.asked.filter(({ ref }) => ref.name === 'web').map(({ lack }) => lack)
    for (const lack of lost)
      expect(lack).toMatchObject({ is: 'dropped', found: { code: 'rejected', facts: { field } } })
    expect(plan.routes.filter(({ source }) => source.name === 'web').every(({ fate }) => fate.is === 'dropped')).toBe(
      true,
    )
    expect(f5Line(plan, 'http://b.test/')).toBe('served other /')
  })

  it('an Ingress for all hosts is taken with a flag, and answers what nobody names', () => {
    const all = (annotations: object) => own('all', undefined, '/a', { ...at(5), annotations })
    const lines = (annotations: object) => {
      const plan = f5Plan({
        flags: ['-allow-empty-ingress-host'],
        ingresses: [all(annotations), own('b', 'b.test', '/')],
      })
      return ['http://x.test/a', 'http://x.test/', 'http://b.test/a'].map((url) => f5Line(plan, url))
    }
    const off = { 'nginx.org/ssl-redirect': 'false' }
    expect(lines(off)).toEqual(['served all /a', 'not-found 404', 'served b /a'])
    // Its server is one of TLS, too, whether it has a certificate or not, and is redirected as all of these are.
    expect(lines({})[0]).toBe('redirect 301 https://x.test:443/a')
  })
})
