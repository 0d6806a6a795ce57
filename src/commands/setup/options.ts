/** `options`: the connection flags, which every verb takes. */
import { defineCommand } from '../../cli/command.js'
import type { Screen } from '../../cli/context.js'
import { connectionOptions } from '../../cli/flags/kube.js'
import { connectionHelp } from '../../cli/help.js'
import type { Text } from '../../cli/result.js'

export const options = defineCommand({
  scope: 'none',
  examples: [['options', 'all connection flags']],
  meant: () => null,
  run: runOptions,
})

async function runOptions({ columns }: Screen): Promise<Text> {
  return { kind: 'text', chunks: [connectionHelp(connectionOptions(), columns)], gaps: [], notes: [] }
}
