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

  it('is bounded for one object', async () => {
    const many = Array.from({ length: 50 }, (_, i) => `example.com/a${i}: ${i}`).join(', ')
    expect(await refusals(manifestOf(first).replace('example.com/timeout: "60"', many))).toHaveLength(20)
  })
})
