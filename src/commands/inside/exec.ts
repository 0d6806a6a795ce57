/** `exec` and `ssh`: a program, or a shell, in the container of a controller. */
import { defineCommand } from '../../cli/command.js'
import type { Facts, Screen } from '../../cli/context.js'
import { declareControllerFlags, meantController } from '../../cli/flags/controller.js'
import { type Flags, given } from '../../cli/flags/given.js'
import type { Text } from '../../cli/result.js'
import { usage } from '../../domain/problem.js'
import { type ControllerSelection, firstReplica, onlyOne } from '../../questions/worlds/choose-controller.js'
import { findReadFirst } from '../../questions/worlds/read-ones.js'

interface ExecOptions {
  readonly selection: ControllerSelection
  readonly argv: readonly string[]
  readonly stdin: boolean
  readonly tty: boolean
}

const shells = ['bash', 'ash', 'sh'] as const

export const exec = defineCommand({
  scope: 'controller',
  arguments: '[COMMAND...]',
  examples: [
    ['exec -- nginx -T', 'the configuration as nginx reads it'],
    ['exec -it -- bash', 'a shell'],
  ],
  declare: (command) =>
    declareControllerFlags(command)
      .option('-i, --stdin', 'hand on standard input')
      .option('-t, --tty', 'give it a terminal'),
  meant: meantExec,
  run: runExec,
})

export const ssh = defineCommand({
  scope: 'controller',
  insteadOfArgument: 'exec --',
  examples: [['ssh', 'bash where there is one, else sh']],
  declare: declareControllerFlags,
  meant: meantSsh,
  run: runExec,
})

function meantExec(argv: readonly string[], flags: Flags): ExecOptions {
  if (argv.length === 0) throw usage('exec needs a command', 'for instance exec -- ls')
  return {
    selection: meantController(flags),
    argv,
    stdin: given.flag(flags, 'stdin') === true,
    tty: given.flag(flags, 'tty') === true,
  }
}

function meantSsh(_args: readonly string[], flags: Flags): ExecOptions {
  // A fixed script: the first shell that there is takes its place.
  const script = shells.map((shell) => `command -v ${shell} >/dev/null && exec ${shell}`).join('; ')
  return { selection: meantController(flags), argv: ['sh', '-c', script], stdin: true, tty: true }
}

async function runExec(context: Facts & Screen, { selection, argv, stdin, tty }: ExecOptions): Promise<Text> {
  const controllers = await context.controllers()
  const { chosen, gaps } = await findReadFirst(controllers, selection, context.namespace)
  const replica = firstReplica(onlyOne(chosen), selection)
  const terminal = context.terminal({ stdin, tty })
  const exitCode = async () => {
    try {
      return await controllers.observe(replica).attach(argv, terminal)
    } finally {
      terminal.takeBack()
    }
  }
  return { kind: 'text', chunks: [], gaps, notes: [], exitCode }
}
