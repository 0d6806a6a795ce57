/** `completion`: a script for a shell, or the link by which kubectl's own completion finds us. */
import { defineCommand } from '../../cli/command.js'
import { type Shell, shells } from '../../cli/completion-setup.js'
import type { Setup } from '../../cli/context.js'
import { type Flags, given } from '../../cli/flags/given.js'
import { choice } from '../../cli/flags/output.js'
import type { Done, Text } from '../../cli/result.js'
import { usage } from '../../domain/problem.js'

interface CompletionOptions {
  readonly what: Shell | 'install' | 'uninstall'
  readonly folder: string | undefined
}

const choices = [...shells, 'install', 'uninstall'] as const

export const completion = defineCommand({
  scope: 'none',
  arguments: 'bash|zsh|fish|powershell|k9s|install|uninstall',
  completes: [
    ['bash', 'a script for bash'],
    ['zsh', 'a script for zsh'],
    ['fish', 'a script for fish'],
    ['powershell', 'a script for PowerShell'],
    ['k9s', 'plugins for k9s: t on an Ingress traces it, w asks why'],
    ['install', "link kubectl_complete-tkng, by which kubectl's own completion asks us"],
    ['uninstall', 'take that link away'],
  ],
  examples: [
    ['completion install', 'from now on kubectl (1.26 or newer) completes "kubectl tkng", in any shell'],
    ['completion install --dir ~/bin', 'the same, in this folder of the PATH'],
    ['completion k9s', 'plugins: t on an Ingress traces it, w asks why'],
    ['completion bash', 'a script for the program kubectl-tkng itself: source <(kubectl-tkng completion bash)'],
  ],
  declare: (command) => command.option('--dir <folder>', 'for install: this folder, not that of kubectl-tkng'),
  meant: meantCompletion,
  run: runCompletion,
})

function meantCompletion([said, ...more]: readonly string[], flags: Flags): CompletionOptions {
  const what = said === undefined ? undefined : choice('completion', said, choices)
  const folder = given.text(flags, 'dir')
  if (what === undefined || more.length > 0)
    throw usage('completion takes one word', `it is one of ${choices.join(', ')}`)
  if (folder === '' || (folder !== undefined && !what.endsWith('install')))
    throw usage('--dir names the folder for install and uninstall', 'leave it out')
  return { what, folder }
}

async function runCompletion({ completion }: Setup, { what, folder }: CompletionOptions): Promise<Done | Text> {
  if (what === 'install') return { kind: 'done', done: await completion.install(folder), gaps: [] }
  if (what === 'uninstall') return { kind: 'done', done: await completion.uninstall(folder), gaps: [] }
  return { kind: 'text', chunks: [await completion.script(what)], gaps: [], notes: [] }
}
