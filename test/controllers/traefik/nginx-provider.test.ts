/** Ingresses for ingress-nginx, as Traefik's provider for them takes them together: routers, services, namespaces. */
import { describe, expect, it } from 'vitest'
import { compareRoutes } from '../../../src/questions/drift/compare-routes.js'
import { pod, rule, service, slice } from '../../support/objects.js'
import { traefikLine, traefikPlan, traefikRequest, traefikTold } from '../../support/worlds/traefik-world.js'
import { args, backend, old, passing, rules, services, snippets } from './nginx-words.js'

describe('Ingresses that were written for another controller', () => {
  it('have no canary of one that is switched off, or that another one has', async () => {
    const half = { canary: 'true', 'canary-weight': '50' }
    const canary = old('c', { rules: [rule('a.test', '/app', 'other')] }, half)
    const words = (annotations: Readonly<Record<string, string>>, ...more: readonly object[]) => ({
      ...{ args, services: [service('web'), service('other')] },
      slices: ['web', 'other'].map((name, i) =>
        slice(`${name}-1`, { service: name, endpoints: [pod('p', `10.0.0.${i + 1}`, { ready: true })] }),
      ),
      ingresses: [old('a', { rules }, annotations), canary, ...more],
    })
    const off = { 'default-backend': 'web', 'custom-http-errors': '404,5xx' }
    expect(await traefikTold(words({}))).toEqual({ 'a a.test/app': 'yes', 'c a.test/app': 'yes' })
    expect((await traefikTold(words(off)))['c a.test/app']).toBe('NO no-middleware')
  })

  it('share a canary where dashes give two of them one name', async () => {
    const canary = { canary: 'true', 'canary-weight': '100' }
    const at = (namespace: string, name: string, address: string) => ({
      services: [{ ...service(name), metadata: { namespace, name } }],
      slices: [
        {
          ...slice(`${name}-1`, { endpoints: [pod('p', address, { ready: true })] }),
          metadata: { namespace, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
        },
      ],
    })
    const all = [at('team', 'b-svc', '10.0.0.8'), at('team-b', 'svc', '10.0.0.9')]
    const words = {
      args,
      services: all.flatMap((one) => one.services),
      slices: all.flatMap((one) => one.slices),
      ingresses: [
        old('a', { rules: [rule('a.test', '/', 'none')] }, {}, 'team'),
        old('c', { rules: [rule('a.test', '/', 'b-svc')] }, canary, 'team'),
        old('a', { rules: [rule('b.test', '/', 'none')] }, {}, 'team-b'),
        old('c', { rules: [rule('b.test', '/', 'svc')] }, canary, 'team-b'),
      ],
    }
    const found = traefikPlan(words).upstreams.filter(({ name }) => name.includes('-canary@'))
    expect(new Set(found.map(({ endpoints }) => endpoints?.join())).size).toBe(1)
    const told = await traefikTold(words)
    expect(Object.values(told).filter((one) => one.includes('service-collision'))).toHaveLength(1)
  })

  it('are told of beside the one that they try out, where a request may reach them', () => {
    const canary = { canary: 'true', 'canary-by-header': 'X-Kind', 'canary-by-header-value': 'red' }
    const words = {
      ...{ args, services: [service('web'), service('other')] },
      slices: ['web', 'other'].map((name) =>
        slice(`${name}-1`, { service: name, endpoints: [pod('p', '10.0.0.1', { ready: true })] }),
      ),
      ingresses: [old('a', { rules }), old('c', { rules: [rule('a.test', '/app', 'other')] }, canary)],
    }
    const told = (headers: ReadonlyMap<string, string> = new Map()) =>
      traefikPlan(words)
        .answer({ ...traefikRequest('http://a.test/app'), headers }, true)
        .hops.flatMap(({ kind, subject }) => (kind === 'ingress' ? subject : []))
    expect([told(), told(new Map([['x-kind', 'red']]))]).toEqual([['default/a'], ['default/a', 'default/c']])
  })

  it('make no page of errors for TLS that is handed on', () => {
    const said = { 'default-backend': 'web', 'custom-http-errors': '403', ...passing }
    const plan = traefikPlan({ args: snippets, ingresses: [old('a', { rules }, said)] })
    expect(plan.upstreams.map(({ name }) => name).filter((name) => name.includes('-tls'))).toEqual([])
  })

  it('hand connections to pods on their way out, too; and of what a Service says to other providers nothing counts', () => {
    const leaving = pod('b', '10.0.0.2', { ready: false, serving: true, terminating: true })
    const ports = [{ name: '', port: 8080, protocol: 'TCP' }]
    const slices = [slice('empty-1', { service: 'empty', ports, endpoints: [pod('a', '10.0.0.1'), leaving] })]
    const native = { 'traefik.ingress.kubernetes.io/service.nativelb': 'true' }
    const words = {
      args,
      services: [{ ...service('empty'), metadata: { ...service('empty').metadata, annotations: native } }],
      slices,
    }
    const endpoints = (url: string) =>
      traefikPlan({ ...words, ingresses: [old('a', { rules: [rule('a.test', '/', 'empty')] }, passing)] }).answer(
        traefikRequest(url),
        false,
      ).endpoints
    expect(endpoints('https://a.test/')).toEqual(['10.0.0.1:8080', '10.0.0.2:8080'])
    expect(endpoints('http://a.test/')).toEqual(['10.0.0.1:8080'])
  })

  it('are listed where they are switched off, and so is what is sent on from /', async () => {
    const off = { args, ingresses: [old('a', { rules }, { 'whitelist-source-range': 'nobody' })] }
    expect(compared(off, ['a.test', '/app', 'default/a'])).toEqual({ missing: [], stale: [] })
    const sent = { args, ingresses: [old('a', { rules }, { 'app-root': '/home' })] }
    expect(compared(sent, ['a.test', '/app', 'default/a'])).toEqual({ missing: [], stale: [] })
  })

  it('tell of paths that TLS never asks for', async () => {
    const rules = [rule('a.test', '/', 'web'), rule('a.test', '/app', 'web')]
    const told = await traefikTold({ args, ingresses: [old('a', { rules }, passing)] })
    expect(told).toEqual({ 'a a.test/': 'yes', 'a a.test/app': 'yes tls-passed' })
  })

  it('may make one router in two namespaces, and one of them is lost', async () => {
    const words = {
      args,
      ingresses: [
        old('b-x', { rules: [rule('one.test', '/', 'web')] }, {}, 'team'),
        old('x', { rules: [rule('two.test', '/', 'web')] }, {}, 'team-b'),
      ],
    }
    expect(traefikLine(traefikPlan(words), 'http://one.test/')).toBe('unknown')
    const told = await traefikTold(words)
    expect(told['b-x one.test/']).toContain('? router-collision')
    // Neither of them is missed in a replica.
    expect(compared(words, ['two.test', '/', 'team-b/x'])).toEqual({ missing: [], stale: [] })
  })

  it('may make one router of one host in two namespaces: the later one has it', async () => {
    const words = {
      args,
      ingresses: [
        old('b-x', { rules: [rule('one.test', '/a', 'web')] }, {}, 'team'),
        old('x', { rules: [rule('one.test', '/b', 'web')] }, {}, 'team-b'),
      ],
    }
    const lines = ['/a', '/b'].map((path) => traefikLine(traefikPlan(words), `http://one.test${path}`))
    expect(lines).toEqual(['not-found 404', 'unavailable 503'])
    const told = await traefikTold(words)
    expect(told['b-x one.test/a']).toContain('NO router-collision')
    // Of Services that have one name the earlier is there.
    expect(told['x one.test/b']).toContain('service-collision')
    expect(compared(words, ['one.test', '/b', 'team-b/x'])).toEqual({ missing: [], stale: [] })
  })

  it('say nothing of their host to whoever asks for nothing', () => {
    const all = old('all', { defaultBackend: backend })
    const any = old('any', { rules: [rule(undefined, '/app', 'web')] }, { 'server-snippet': 'return 410;' })
    expect(traefikLine(traefikPlan({ args: snippets, ingresses: [all, any], services }), 'http://a.test/')).toBe(
      'served all /',
    )
  })

  it('have whole elements of a path in its rules, which end in no slash', async () => {
    const words = { args, ingresses: [old('a', { rules: [rule('a.test', '/app/', 'web')] })] }
    expect(compared(words, ['a.test', '/app', 'default/a'])).toEqual({ missing: [], stale: [] })
    expect(compared(words)).toMatchObject({ missing: [{ path: '/app/' }] })
  })
})

/** @param served host, path and Ingress of each router of a replica */
function compared(
  words: Parameters<typeof traefikPlan>[0],
  ...served: readonly (readonly [host: string, path: string, ingress: string])[]
) {
  const { missing, stale } = compareRoutes(
    traefikPlan(words),
    served.map(([host, path, ingress]) => {
      const [namespace = '', name = ''] = ingress.split('/')
      return { host, path, source: { kind: 'Ingress', namespace, name } }
    }),
    true,
  )
  return { missing, stale }
}
