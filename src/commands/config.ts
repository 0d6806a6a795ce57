/** `config`: what a person prefers, and where the file is that says so. */
import { defineCommand } from '../cli/command.js'
import { choice } from '../cli/flags/output.js'
import { problem } from '../domain/problem.js'
import { type SettingRow, settingsView } from '../print/views/settings.js'

interface Options {
  readonly what: 'view' | 'path'
}

const choices = ['view', 'path'] as const
/** What holds where nothing is said; null: it is decided from case to case. */
const builtIn: readonly (readonly [setting: string, value: string | null])[] = [
  ['output', 'table'],
  ['controller', null],
  ['lint.ignore', null],
]

export const config = defineCommand<Options, SettingRow>({
  name: 'config',
  group: 'Set up',
  summary: 'Show your settings for the current context and where each was said, or the path of the config file',
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
  declare: (command) => command,
  meant: ([said = '']) => ({ what: choice('config', said, choices) }),
  run: async ({ config }, { what }) => {
    const file = config.file()
    if (what === 'path') {
      if (file === null) throw problem('usage', { message: 'no home folder is known', hint: 'set HOME or TKNG_CONFIG' })
      return { chunks: [`${file.path}\n`], gaps: [], notes: file.exists ? [] : ['note: there is no such file yet'] }
    }
    const preferences = await config.preferences()
    const defaults = builtIn.filter(([setting]) => !preferences.has(setting))
    const rows = [
      ...[...preferences].map(([setting, { value, origin }]) => ({ setting, value, origin })),
      ...defaults.map(([setting, value]) => ({ setting, value, origin: 'built in' })),
    ]
    return {
      rows: rows.sort((a, b) => (a.setting < b.setting ? -1 : 1)),
      view: settingsView,
      gaps: [],
      asOf: null,
      allNamespaces: false,
      empty: '',
      verdict: 'clean',
    }
  },
})
