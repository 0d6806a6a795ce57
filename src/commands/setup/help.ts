/** `help`: the longer texts. With a verb's name it is that verb's --help, without a word the list of all. */
import { defineCommand } from '../../cli/command.js'
import { choice } from '../../cli/flags/output.js'
import type { Text } from '../../cli/result.js'
import { topics } from '../../help/topics.js'

export const help = defineCommand({
  scope: 'none',
  arguments: '[TOPIC|COMMAND]',
  completes: topics.map(({ name, summary }) => [name, summary]),
  examples: [
    ['help walkthrough', 'every command once, with what it prints'],
    ['help trace', 'the same as trace --help'],
  ],
  meant: ([topic = '']) =>
    choice(
      'help',
      topic,
      topics.map(({ name }) => name),
    ),
  run: runHelp,
})

async function runHelp(_context: unknown, topic: string): Promise<Text> {
  const chunks = await Promise.all(topics.filter(({ name }) => name === topic).map(({ text }) => text()))
  return { kind: 'text', chunks, gaps: [], notes: [] }
}
