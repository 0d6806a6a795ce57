/** `config`: what a person prefers, and where the file is that says so. */
import { defineCommand } from '../../cli/command.js'
import type { Setup } from '../../cli/context.js'
import { choice } from '../../cli/flags/output.js'
import type { Result } from '../../cli/result.js'
import { usage } from '../../domain/problem.js'
import { type SettingRow, settingsView } from '../../print/views/settings.js'

const choices = ['view', 'path'] as const
/** What holds where nothing is said; null: it is decided from case to case. */
const builtIn: readonly (readonly [setting: string, value: string | null])[] = [
  ['output', 'table'],
  ['controller', null],
]

export const config = defineCommand({
  scope: 'none',
  arguments: 'view|path',
  completes: [
    ['view', 'each setting and where it was said'],
    ['path', 'where the config file is, or would be'],
  ],
  examples: [
    ['config view', 'what holds for the current context'],
    ['config view --context kind-dev', 'what holds for another one'],
    ['config path', 'the file to edit'],
  ],
  ignoresPreferences: true,
  view: settingsView,
  meant: ([said = '']) => choice('config', said, choices),
  run: runConfig,
})

async function runConfig({ config }: Setup, what: (typeof choices)[number]): Promise<Result<SettingRow>> {
  const file = config.file()
  if (what === 'path') {
    if (file === null) throw usage('no home folder is known', 'set HOME or TKNG_CONFIG')
    const notes = file.exists ? [] : ['note: there is no such file yet']
    return { kind: 'text', chunks: [`${file.path}\n`], gaps: [], notes }
  }
  const preferences = await config.preferences()
  const defaults = builtIn.filter(([setting]) => !preferences.has(setting))
  const rows = [
    ...[...preferences].map(([setting, { value, origin }]) => ({ setting, value, origin })),
    ...defaults.map(([setting, value]) => ({ setting, value, origin: 'built in' })),
  ]
  return {
    kind: 'rows',
    rows: rows.sort((a, b) => (a.setting < b.setting ? -1 : 1)),
    gaps: [],
    asOf: null,
    allNamespaces: false,
    empty: '',
    verdict: 'clean',
  }
}
