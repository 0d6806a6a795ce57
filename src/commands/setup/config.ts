/** `config`: what a person prefers, and where the file is that says so. */
import { defineCommand } from '../../cli/command.js'
import type { Setup } from '../../cli/context.js'
import { choice } from '../../cli/flags/output.js'
import type { Result } from '../../cli/result.js'
import { problem } from '../../domain/problem.js'
import { type SettingRow, settingsView } from '../../print/views/settings.js'

interface ConfigOptions {
  readonly what: 'view' | 'path'
}

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
  meant: meantConfig,
  run: runConfig,
})

function meantConfig([said = '']: readonly string[]): ConfigOptions {
  return { what: choice('config', said, choices) }
}

async function runConfig({ config }: Setup, { what }: ConfigOptions): Promise<Result<SettingRow>> {
  const file = config.file()
  if (what === 'path') {
    if (file === null) throw problem('usage', { message: 'no home folder is known', hint: 'set HOME or TKNG_CONFIG' })
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
