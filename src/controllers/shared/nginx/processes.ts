/** What `ps` prints in a container with an nginx → its processes. */
import type { Process } from '../../../domain/controllers/replica-facts.js'
import { maskCommandLine } from '../../../domain/masking/command-line.js'
import type { Discretion } from '../../../domain/masking/masker.js'
import { Unusable, type Way } from '../ways.js'

/**
 * Columns by their head, since every ps has others: busybox, procps, and images without options.
 * @param controller is a command line that of the controller itself
 * @param maskArgument what of its flags may be shown, see {@link Discretion}
 */
export function processesIn(text: string, controller: RegExp, maskArgument: Discretion['argument']): Process[] {
  const [head = '', ...lines] = text.split('\n')
  const heads = head.trim().split(/\s+/)
  const pidAt = heads.indexOf('PID')
  const uptimeAt = heads.findIndex((one) => one === 'ELAPSED' || one === 'ETIME')
  return lines.flatMap((line) => {
    const words = line.trim().split(/\s+/)
    const pid = Number(words[pidAt])
    const command = words.slice(heads.length - 1).join(' ')
    const role = controller.test(command) ? 'controller' : roleOf(command)
    if (!Number.isInteger(pid) || role === null) return []
    return [
      {
        pid,
        role,
        isLeaving: role === 'old worker',
        uptime: uptimeAt === -1 ? null : (words[uptimeAt] ?? null),
        command: maskCommandLine(command.split(' '), maskArgument).join(' '),
      },
    ]
  })
}

/** Whose `ps` knows its options, and whose does not. @param run a program of the container, for what it prints */
export function processWays(
  run: (argv: readonly string[]) => Promise<string>,
  read: (text: string) => Process[],
): Way<Process[]>[] {
  return [['ps', '-o', 'pid,etime,args'], ['ps']].map((argv) => ({
    by: 'exec',
    name: `exec ${argv.join(' ')}`,
    source: 'live',
    ask: async () => {
      const found = read(await run(argv))
      if (found.length === 0) throw new Unusable('it shows no process of nginx')
      return found
    },
  }))
}

/** An old worker finishes its connections under the configuration of before. */
function roleOf(command: string): 'master' | 'worker' | 'old worker' | 'helper' | null {
  if (/^nginx: master process/.test(command)) return 'master'
  if (/^nginx: worker process is shutting down/.test(command)) return 'old worker'
  if (/^nginx: worker process/.test(command)) return 'worker'
  return /^nginx: /.test(command) ? 'helper' : null
}
