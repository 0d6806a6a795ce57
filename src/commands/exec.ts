/** `exec` and `ssh`: a program, or a shell, in the container of a controller. */
import { defineCommand } from '../cli/command.js'
import { declareControllerFlags, meantController } from '../cli/flags/controller.js'
import { given } from '../cli/flags/given.js'
import { problem } from '../domain/problem.js'
import {
  type ControllerSelection,
  chooseControllers,
  firstReplica,
  onlyOne,
} from '../questions/worlds/choose-controller.js'

interface Options {
  readonly selection: ControllerSelection
  readonly argv: readonly string[]
  readonly stdin: boolean
  readonly tty: boolean
}

const shells = ['bash', 'ash', 'sh'] as const

export const exec = defineCommand<Options, unknown>({
  name: 'exec',
  group: 'Inside the controller',
  summary: 'Run a program in the container of the controller; its exit code becomes ours',
  arguments: '[COMMAND...]',
  examples: [
    ['exec -- nginx -T', 'the configuration as nginx reads it'],
    ['exec -it -- bash', 'a shell'],
  ],
  prints: false,
  declare: (command) =>
    declareControllerFlags(command)
      .option('-i, --stdin', 'hand on standard input')
      .option('-t, --tty', 'give it a terminal'),
  meant: (argv, flags) => {
    if (argv.length === 0) throw problem('usage', { message: 'exec needs a command', hint: 'for instance exec -- ls' })
    return {
      selection: meantController(flags),
      argv,
      stdin: given.flag(flags, 'stdin') === true,
      tty: given.flag(flags, 'tty') === true,
    }
  },
  run: async (context, { selection, argv, stdin, tty }) => {
    const controllers = await context.controllers()
    const found = await controllers.find(context.namespace)
    const replica = firstReplica(onlyOne(chooseControllers(found, selection, context.namespace)), selection)
    const terminal = context.terminal({ stdin, tty })
    const exitCode = async () => {
      try {
        return await controllers.observer.attach(replica, argv, terminal)
      } finally {
        terminal.takeBack()
      }
    }
    return { chunks: [], gaps: [], notes: [], exitCode }
  },
})

export const ssh = defineCommand<Options, unknown>({
  ...exec,
  name: 'ssh',
  aliases: ['shell'],
  summary: 'Open a shell in the container of the controller',
  arguments: '',
  examples: [['ssh', 'bash where there is one, else sh']],
  declare: declareControllerFlags,
  meant: (args, flags) => {
    if (args.length > 0)
      throw problem('usage', { message: 'ssh takes no command', hint: `exec -- ${args.join(' ')} runs one` })
    // A fixed script: the first shell that there is takes its place.
    const script = shells.map((shell) => `command -v ${shell} >/dev/null && exec ${shell}`).join('; ')
    return { selection: meantController(flags), argv: ['sh', '-c', script], stdin: true, tty: true }
  },
})
