/** What an API server refuses of a manifest is told by `lint` before it is applied; test/e2e asks a real one of the same. */
import { describe, expect, it } from 'vitest'
import { session } from '../support/program/session.js'
import { manifestOf, refused, refusedManifest } from '../support/refused.js'

interface Told {
  readonly code: string
  readonly message: string
}

async function refusals(manifest: string): Promise<readonly Told[]> {
  const { stdout } = await session(['lint', '-f', '-', '-o', 'json'], { stdin: manifest })
  return (JSON.parse(stdout) as { items: Told[] }).items.filter(({ code }) => code === 'api-refuses')
}

describe('what an API server refuses', () => {
  it.each(refused)('$what', async (one) => {
    expect(refusedManifest(one)).not.toBe(manifestOf(one))
    const messages = (await refusals(refusedManifest(one))).map(({ message }) => message)
    expect(messages).toContain(`the API server refuses it: ${one.told}`)
    expect(await refusals(manifestOf(one))).toEqual([])
  })

  const [first = expect.fail('no case')] = refused

  it('is a note of verbs that look at no lines, and nothing of what a server has taken', async () => {
    const stdin = refusedManifest(first)
    const { stderr } = await session(['ingresses', '--from', '-'], { stdin })
    expect(stderr).toContain(`the API server refuses Ingress default/web: ${first.told}`)
    const taken = { stdin: stdin.replace('{name: web,', '{uid: u1, name: web,') }
    expect((await session(['ingresses', '--from', '-'], taken)).stderr).not.toContain('refuses')
  })

  it.each([
    ['https://a.example.com', 'http://a.example.com/'],
    ['a.example.com:8080', 'http://a.example.com:8080/'],
    ['https://a.example.com/shop', 'https://a.example.com/shop'],
  ])('host %s is the cause why nobody gets %s', async (host, url) => {
    const stdin = `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec: {rules: [{host: '${host}',
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}}`
    const { stdout } = await session(['trace', url, '--semantics', 'ingress-nginx', '--from', '-'], { stdin })
    expect(stdout.split('\n')[0]).toContain('the API server refuses it: spec.rules[0].host')
  })

  it.each(['Ingress', 'HTTPRoute'])('is the cause for which an %s is not served, whoever is asked', async (kind) => {
    const one = refused.find((each) => each.kind === kind) ?? expect.fail('no case')
    const ask = async (verb: string, manifest: string) =>
      JSON.parse((await session([...verb.split(' '), '-o', 'json', '--from', '-'], { stdin: manifest })).stdout)
    for (const manifest of [refusedManifest(one), manifestOf(one)]) {
      const isRefused = manifest === refusedManifest(one)
      const [first] = (await ask(`why ${kind}/web`, manifest)).items
      expect([first.served === false && first.causes[0]?.code === 'api-refuses']).toEqual([isRefused])
      const [route] = (await ask('routes', manifest)).items
      expect(route.fate?.why?.startsWith('the API server refuses it: ') ?? false).toBe(isRefused)
    }
  })

  const redirect = refusedManifest(
    refused.find(({ what }) => what === 'a redirect with backends') ?? expect.fail('no case'),
  )
  const gateways = refused.filter(({ kind }) => kind === 'Gateway')
  const [gateway = expect.fail('no case')] = gateways
  const json = async (stdin: string, ...argv: readonly string[]) =>
    JSON.parse((await session([...argv, '-o', 'json', '--from', '-'], { stdin })).stdout)

  it('has no requests: another route has them, and who asked in vain is told', async () => {
    const other = manifestOf(refused.find(({ kind }) => kind === 'HTTPRoute') ?? expect.fail('no case'))
    const manifests = [manifestOf(gateway), redirect, other.replace('name: web}', 'name: other}')]
    const { asked } = await json(manifests.join('---\n'), 'trace', 'http://a.example.com/')
    expect(asked).toMatchObject({ verdict: 'served', source: { name: 'other' } })
    expect(asked.losers.map(({ code, source }: Told & { source: { name: string } }) => [code, source.name])).toEqual([
      ['api-refuses', 'web'],
    ])
    const { items } = await json(manifests.join('---\n'), 'routes')
    expect(items.map(({ fate }: { fate: { is: string } }) => fate.is)).toEqual(['served', 'dropped'])
    const [edge] = (await json(manifests.join('---\n'), 'gateways')).items
    expect(edge.listeners.map(({ routes }: { routes: number }) => routes)).toEqual([1, 1])
  })

  it('has no requests as an Ingress either', async () => {
    const other = manifestOf(first).replace('name: web,', 'name: other,')
    const { asked } = await json(`${refusedManifest(first)}---\n${other}`, 'trace', 'http://a.example.com/')
    expect([asked.source.name, asked.losers[0].code]).toEqual(['other', 'api-refuses'])
    const { items } = await json(`${refusedManifest(first)}---\n${other}`, 'routes')
    expect(items.map(({ fate }: { fate: { is: string } | null }) => fate?.is ?? null)).not.toContain('lost')
  })

  it.each(gateways)('of a Gateway is that of all routes on it: $what', async (one) => {
    const route = manifestOf(refused.find(({ kind }) => kind === 'HTTPRoute') ?? expect.fail('no case'))
    const manifests = `${refusedManifest(one)}---\n${route}`
    const { asked } = await json(manifests, 'trace', 'http://a.example.com/', '--gateway', 'default/edge')
    expect(asked.source).toBeNull()
    const [fate] = (await json(manifests, 'routes')).items
    expect(fate.fate).toEqual({ is: 'dropped', why: 'the API server refuses Gateway default/edge' })
    const [edge] = (await json(manifests, 'gateways')).items
    expect([edge.causes[0].code, ...edge.listeners.map(({ routes }: { routes: number }) => routes)]).toEqual([
      'api-refuses',
      ...edge.listeners.map(() => 0),
    ])
    const causes = (await json(manifests, 'why', 'HTTPRoute/web')).items.flatMap(
      (row: { causes: readonly Told[] }) => row.causes,
    )
    expect(causes.map(({ code }: Told) => code)).toContain('route-detached')
  })

  it('is bounded for one object', async () => {
    const many = Array.from({ length: 50 }, (_, i) => `example.com/a${i}: ${i}`).join(', ')
    expect(await refusals(manifestOf(first).replace('example.com/timeout: "60"', many))).toHaveLength(20)
  })
})
