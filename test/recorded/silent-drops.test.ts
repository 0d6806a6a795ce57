/**
 * What the recordings' own texts say that a controller does without a word: each is told by `why`, of the object that it
 * happens to.
 */
import { describe, expect, it } from 'vitest'
import { session } from '../support/program/session.js'
import { recording } from '../support/recorded/recordings.js'

type Rows = Readonly<Record<string, string>>

/** Left out by all of them in much the same way. */
const everywhere: Rows = {
  'default/other-class': 'NO class-unknown',
  'default/missing missing.example.test/': 'NO no-service',
  'default/bad-port badport.example.test/name': 'NO no-port',
  'default/zero zero.example.test/': 'NO no-endpoints',
  'default/notready notready.example.test/': 'NO none-ready',
}

/** A winner of two that changes with every change of anything. */
const byChance: Rows = Object.fromEntries(
  [
    ...['dup1-a dup1', 'dup1-b dup1', 'dup2-a dup2', 'dup2-b dup2', 'dup3 dup3', 'dup4-a dup4', 'dup4-z dup4'],
    ...['tie-a tie', 'tie-b tie'],
  ].map((one) => [`default/${one}.example.test/`, '? undefined-winner']),
)

const tls = { 'default/tls-nosecret': 'yes tls-secret-missing' }

const recorded: readonly (readonly [folder: readonly string[], drops: Rows])[] = [
  [
    ['traefik', 'api-insecure'],
    {
      ...{ ...everywhere, ...byChance, ...tls },
      'default/bad-port badport.example.test/': 'NO no-port',
      'default/external external.example.test/': 'NO external-name',
      // Exact loses to Prefix of the same path.
      'default/paths paths.example.test/foo': 'NO longer-rule',
      'default/paths paths.example.test/foo/bar': 'yes prefix-of-text',
      'default/host-default': 'yes default-beside-rules',
      'team/b-x dash1.example.test/': '? service-collision',
      'team-b/x dash2.example.test/': '? service-collision',
    },
  ],
  [
    ['traefik', 'strict-prefix-matching'],
    {
      ...{ ...everywhere, ...byChance, ...tls },
      // /prod of all hosts has it, for its rule is longer.
      'default/tkng-2 dev/': 'yes hostless-first',
      'default/paths paths.example.test/foo': 'NO longer-rule',
    },
  ],
  [
    ['traefik-nginx-provider'],
    {
      ...{ ...everywhere, ...byChance, ...tls },
      'default/no-class': 'NO class-missing',
      'default/bad-port badport.example.test/': 'NO no-port',
      'default/paths paths.example.test/foo': 'NO longer-rule',
      'team/b-x dash1.example.test/': '? router-collision',
      'team-b/x dash2.example.test/': '? router-collision',
    },
  ],
  [
    ['f5-nginx'],
    {
      ...everywhere,
      'default/no-class': 'NO class-missing',
      // The oldest has the whole host.
      'default/dup1-a dup1.example.test/': 'NO host-taken',
      'default/dup2-b dup2.example.test/': 'NO host-taken',
      'default/dup3 dup3.example.test/': 'NO host-taken',
      'default/dup4-a dup4.example.test/': 'NO host-taken',
      'default/dup5-a dup5.example.test/two': 'NO host-taken',
      'default/tie-a tie.example.test/': 'NO host-taken',
      'default/tkng-1': 'NO rejected',
      'default/two-rules': 'NO rejected',
      'default/bad-port badport.example.test/': 'yes port-not-compared',
      'default/manual manual.example.test/': 'NO no-endpoints',
      'default/external external.example.test/': 'NO external-name',
      'default/tls-nosecret': 'NO handshake-refused',
      'default/paths paths.example.test/foo/bar': 'yes prefix-of-text',
      'team/b-x': '? file-collision',
      'team-b/x': '? file-collision',
    },
  ],
  [
    ['contour'],
    {
      ...{ ...everywhere, ...byChance, ...tls },
      'default/bad-port badport.example.test/': 'NO no-port',
      'default/external external.example.test/': 'NO external-name',
      'default/host-default': 'yes default-beside-rules',
    },
  ],
]

interface Row {
  readonly source: { readonly namespace: string; readonly name: string }
  readonly rule: { readonly host: string | null; readonly path: string | null } | null
  readonly served: boolean | null
  readonly causes: readonly { readonly code: string }[]
}

describe.each(recorded)('%j', (folder, drops) => {
  it('tells each', async () => {
    const from = recording('controllers', ...folder, 'objects')
    const { stdout } = await session(['why', '-A', '--severity', 'info', '-o', 'json', '--from', from])
    const rows: readonly Row[] = JSON.parse(stdout).items
    const told = new Map<string, string[]>()
    for (const { source, rule, served, causes } of rows) {
      const at = rule === null ? '' : ` ${rule.host ?? '*'}${rule.path ?? ''}`
      const key = `${source.namespace}/${source.name}${at}`
      const word = served === null ? '?' : served ? 'yes' : 'NO'
      told.set(key, [...(told.get(key) ?? []), ...causes.map(({ code }) => `${word} ${code}`)])
    }
    const missing = Object.entries(drops).filter(([key, expected]) => !told.get(key)?.includes(expected))
    expect(missing.map(([key, expected]) => `${key}: ${expected}, and not ${told.get(key)}`)).toEqual([])
  })
})
