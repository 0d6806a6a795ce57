/** Signals: the end within a second, whatever is waited for or worked out, and nothing that outlives it. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { fakeApi } from '../support/cluster/fake-api.js'
import { hang } from '../support/cluster/fake-api-faults.js'
import { randomFrom, seed } from '../support/random.js'
import { type Attempt, attempt, makeYard, type Running, type Yard } from './support/attempt.js'
import { writePlugin } from './support/plugin.js'

const patience = { timeout: 20_000 }
const says = (word: string) => (running: Running) => expect.poll(running.stderr, patience).toContain(word)
const writes = (running: Running) => expect.poll(() => running.stdout().length, patience).toBeGreaterThan(0)
const hasOpened = ({ pid }: Running) => expect.poll(() => filesOf(pid), patience).toContain('pipe')

/** The names of the files that a process has open. */
function filesOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).map((fd) => basename(readlinkSync(join(folder, fd))))
}

const works = (running: Running) => expect.poll(running.worked, patience).toBeGreaterThan(1000)

const random = randomFrom(seed)
/** Each run tries some of them: TKNG_SEED repeats it. */
const asking = [
  ...['routes -A', 'gateways -A', 'why -A', 'describe a/b', 'trace http://a.example/', 'trace --all', 'info', 'certs'],
  ...[
    'status',
    'drift',
    'conf',
    'backends',
    'ps',
    'exec -- ls',
    'logs',
    'logs -f',
    'diff demo live',
    '__complete why a',
  ],
  ...['capture -A -o kept.tar.gz', 'capture -A -o -', 'ingresses -w', 'ssh', 'lint'],
]
const one = <T>(all: readonly T[]): T => all[random(all.length)] as T
const several = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

interface Hang {
  /** it has to clear up first, and then tells of the signal by its exit code */
  readonly clears?: true
  readonly argv: readonly string[]
  readonly given?: Attempt
  readonly over?: () => Promise<unknown>
  readonly begun?: (running: Running) => Promise<unknown>
}

async function silent(...words: readonly string[]): Promise<Hang> {
  const { requests, url, close } = await fakeApi({ faults: [hang] })
  return {
    over: close,
    argv: [...words.slice(0, 1), '-s', url, '--request-timeout', '0', ...words.slice(1)],
    begun: () => expect.poll(() => requests.length, patience).toBeGreaterThan(0),
  }
}

const hangs: Readonly<Record<string, (yard: Yard) => Hang | Promise<Hang>>> = {
  'a pipe without a writer as --from': () => ({ argv: ['ingresses', '--from', 'pipe'] }),
  'one as --kubeconfig': () => ({ argv: ['ingresses', '--kubeconfig', 'pipe'] }),
  'one as KUBECONFIG': () => ({ argv: ['ingresses'], given: { env: { KUBECONFIG: 'pipe' } } }),
  'one as TKNG_CONFIG': () => ({ argv: ['ingresses', '--from', 'demo'], given: { env: { TKNG_CONFIG: 'pipe' } } }),
  'one as -f of lint': () => ({ argv: ['lint', '-f', 'pipe'] }),
  'one as --baseline': () => ({ argv: ['lint', '--from', 'demo', '--baseline', 'pipe'] }),
  'one as --against': () => ({ argv: ['lint', '--from', 'demo', '--against', 'pipe'] }),
  'one as the other side of diff': () => ({ argv: ['diff', 'demo', 'pipe'] }),
  'one as a file of a template': () => ({ argv: ['ingresses', '--from', 'demo', '-o', 'jsonpath-file=pipe'] }),
  'one as --input': () => ({ argv: ['trace', '--input', 'pipe', '--from', 'demo'] }),
  'one as --certificate-authority': () => ({
    argv: ['ingresses', '-s', 'https://127.0.0.1:1', '--token', 'x', '--certificate-authority', 'pipe'],
  }),
  'a server that is silent': () => silent('ingresses'),
  ...Object.fromEntries(
    several(3, () => one(asking)).map((line) => [`one that ${line} asks`, () => silent(...line.split(' '))]),
  ),
  'one that is watched': () => silent('why', '-A', '-w'),
  'one that is waited for': () => silent('drift', '--wait', '--timeout', '10m'),
  'a plugin that heeds no signal': (yard) => ({
    clears: true,
    argv: [
      'ingresses',
      '--kubeconfig',
      writePlugin(yard, 'trap "" TERM INT HUP; echo begun >&2; sleep 600; sleep 600'),
    ],
    begun: says('begun'),
  }),
  'a plugin whose child heeds no signal': (yard) => ({
    clears: true,
    argv: [
      'ingresses',
      '--kubeconfig',
      writePlugin(yard, 'sh -c \'trap "" TERM INT HUP; echo begun >&2; while :; do sleep 600; done\'; true'),
    ],
    begun: says('begun'),
  }),
  'what goes on and on of --input': () => ({ argv: ['trace', '--input', '/dev/zero', '--from', 'demo'], begun: works }),
  'what is worked out in one go': (yard) => {
    const backend = { service: { name: 'web', port: { number: 80 } } }
    const items = Array.from({ length: 10 }, (_, n) => {
      const paths = Array.from({ length: 10_000 }, (_, i) => ({ path: `/p${n}-${i}`, pathType: 'Prefix', backend }))
      const spec = { rules: [{ host: 'h.example.com', http: { paths } }] }
      return { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: `web-${n}` }, spec }
    })
    writeFileSync(join(yard.work, 'paths.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
    return { argv: ['why', '--from', 'paths.json'], begun: works }
  },
  'a reader that takes nothing': (yard) => {
    const item = (i: number) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: `web-${i}`, namespace: 'default' },
      spec: { rules: [{ host: `h${i}.example.com` }] },
    })
    writeFileSync(
      join(yard.work, 'many.json'),
      Array.from({ length: 4000 }, (_, i) => JSON.stringify(item(i))).join('\n'),
    )
    return { argv: ['ingresses', '--from', 'many.json', '-o', 'json'], given: { stdout: 'blocked' }, begun: writes }
  },
}

const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
type Signal = keyof typeof codes

/** Where nothing is held the system ends us: one signal is as another. */
const cases = Object.entries(hangs).flatMap(([name, hang], i): [Signal, string, typeof hang][] =>
  name.startsWith('a plugin')
    ? [
        ['SIGHUP', name, hang],
        ['SIGINT', name, hang],
        ['SIGTERM', name, hang],
      ]
    : [[i % 2 === 0 ? 'SIGINT' : 'SIGTERM', name, hang]],
)

it.concurrent.each(cases)(`%s ends %s, TKNG_SEED=${seed}`, async (signal, _name, hang) => {
  const yard = makeYard()
  execFileSync('mkfifo', [join(yard.work, 'pipe')])
  const { argv, given = {}, begun = hasOpened, clears, over } = await hang(yard)
  let killed = 0
  const observed = await attempt(argv, {
    yard,
    patience: 40,
    ...given,
    meanwhile: async (running) => {
      await begun(running)
      killed = performance.now()
      running.kill(signal)
    },
  })
  // What else is looked at after its end is an affair of ours.
  expect(observed.endedAt - killed).toBeLessThan(1000)
  const ended = clears ? { code: codes[signal], signal: null } : { code: null, signal }
  expect(observed).toMatchObject({ isLate: false, ...ended, survivors: [] })
  await over?.()
})
