/** What `ps` and `--version` print → values. */
import type { Build, Process } from '../../../domain/controllers/observation.js'
import { maskCommandLine } from '../../../domain/masking/command-line.js'
import { maskArgument } from '../discretion/discretion.js'
import { maskOfBuild } from '../discretion/texts.js'

/** Columns by their head, since every ps has others: busybox, procps, and images without options. */
export function parseProcesses(text: string): Process[] {
  const [head = '', ...lines] = text.split('\n')
  const heads = head.trim().split(/\s+/)
  const pidAt = heads.indexOf('PID')
  const uptimeAt = heads.findIndex((one) => one === 'ELAPSED' || one === 'ETIME')
  return lines.flatMap((line) => {
    const words = line.trim().split(/\s+/)
    const pid = Number(words[pidAt])
    const command = words.slice(heads.length - 1).join(' ')
    const role = roleOf(command)
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

/** An old worker finishes its connections under the configuration of before. */
function roleOf(command: string): 'controller' | 'master' | 'worker' | 'old worker' | 'helper' | null {
  if (/^nginx: master process/.test(command)) return 'master'
  if (/^nginx: worker process is shutting down/.test(command)) return 'old worker'
  if (/^nginx: worker process/.test(command)) return 'worker'
  if (/^nginx: /.test(command)) return 'helper'
  return /^(?:\S*\/)?nginx-ingress-controller(?:\s|$)/.test(command) ? 'controller' : null
}

/** The first word behind `name:`, wherever a line begins with it. */
function saidIn(text: string, name: string): string | null {
  for (const line of text.slice(0, longestBuild).split(/[\r\n]/)) {
    const [said, ...rest] = line.trim().split(':')
    if (said?.toLowerCase() === name.toLowerCase())
      return maskOfBuild(rest.join(':').trim().split(/\s/)[0] ?? '') || null
  }
  return null
}

/** What `--version` says is some two hundred characters long. */
const longestBuild = 64 * 1024

export function parseBuild(text: string): Build {
  const said = (name: string) => saidIn(text, name)
  const nginx = said('nginx version')
  return {
    release: said('Release')?.replace(/^v(?=\d)/, '') ?? null,
    build: said('Build'),
    repository: said('Repository'),
    proxy: nginx && `nginx ${nginx.replace(/^[^/]*\//, '')}`,
  }
}
