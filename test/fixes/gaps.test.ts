/** What could not be seen: the fix of each kind of gap is done as its words say, and then the gap is gone. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { GapReason } from '../../src/domain/gap.js'
import { fixOf } from '../../src/findings/catalogue.js'
import { session } from '../support/program/session.js'
import { gathered, proxy } from '../support/why/gathered.js'

interface Seen {
  readonly kind: string
  readonly namespace: string | null
  readonly reason: GapReason
  readonly message: string
}

const asked = async (line: string, stdin = '') => {
  const { stdout } = await session([...line.split(' '), '-o', 'json'], { stdin })
  return JSON.parse(stdout).gaps as readonly Seen[]
}
const ofFolder = (name: string, text: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'gaps-'))
  writeFileSync(join(folder, 'good.yaml'), service('web'))
  writeFileSync(join(folder, name), text)
  return asked(`ingresses -A --from ${folder}`)
}
const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\n`
const urls = (count: number) => Array.from({ length: count }, (_, i) => `http://x${i}.test/`).join('\n')
const taken = { ingressClassName: 'nginx' }
const within = async (...[more, forbidden]: [Parameters<typeof gathered>[1]?, Parameters<typeof gathered>[3]?]) =>
  (await gathered(taken, more, {}, forbidden)).gaps
const pending = { Pod: [{ ...proxy(), status: { phase: 'Pending' } }] }

const broken = service('next').replace('}', ']')

interface Case {
  readonly code: `gap-${GapReason}`
  readonly fix: string
  readonly before: () => Promise<readonly Seen[]>
  readonly after: () => Promise<readonly Seen[]>
}

it.each<Case>([
  {
    code: 'gap-forbidden',
    fix: 'Ask for the verbs get and list on Service',
    before: () => within({}, ['Service']),
    after: () => within(),
  },
  {
    code: 'gap-not-found',
    fix: 'Check the name and the namespace',
    before: () => asked('why default/tkng-2 default/tgnk-1 --from demo'),
    after: () => asked('why default/tkng-2 default/tkng-1 --from demo'),
  },
  {
    code: 'gap-unreachable',
    fix: 'See whether the pod runs and is ready, and ask again',
    before: () => within(pending),
    after: () => within(),
  },
  {
    code: 'gap-not-captured',
    fix: 'Take the capture anew with "kubectl tkng capture"',
    before: () => asked('why -A --from -', service('web')),
    after: () => asked('why -A --from demo'),
  },
  {
    code: 'gap-invalid',
    fix: 'Correct it',
    before: () => ofFolder('next.yaml', broken),
    after: () => ofFolder('next.yaml', service('next')),
  },
  {
    code: 'gap-invalid',
    fix: 'or leave it out',
    before: () => ofFolder('next.yaml', broken),
    after: () => ofFolder('next.txt', ''),
  },
  {
    code: 'gap-limited',
    fix: 'Ask for less at once',
    before: () => asked('trace --input - --from demo', urls(130)),
    after: () => asked('trace --input - --from demo', urls(20)),
  },
])('$code: $fix', async ({ code, fix, before, after }) => {
  const lacking = async (seen: Promise<readonly Seen[]>) => (await seen).filter((gap) => `gap-${gap.reason}` === code)
  const [first] = await lacking(before())
  if (first === undefined) throw new Error('nothing is lacking')
  const { kind, namespace, message } = first
  expect(fixOf({ code, facts: { kind, namespace, message } })).toContain(fix)
  expect(await lacking(after())).toEqual([])
})
