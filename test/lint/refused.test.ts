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
    const gateway = manifestOf(refused.find((each) => each.kind === 'Gateway') ?? expect.fail('no case'))
    const redirect = refusedManifest(refused.find(({ what }) => what === 'a redirect with backends') ?? one)
    const { findings } = await ask('trace http://a.example.com/', `${gateway}---\n${redirect}`)
    expect(findings.map(({ code }: Told) => code)).toEqual(['api-refuses'])
  })

  it('is bounded for one object', async () => {
    const many = Array.from({ length: 50 }, (_, i) => `example.com/a${i}: ${i}`).join(', ')
    expect(await refusals(manifestOf(first).replace('example.com/timeout: "60"', many))).toHaveLength(20)
  })
})
