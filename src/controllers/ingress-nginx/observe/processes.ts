/** What `ps` and `--version` print → values. */
import type { Build, Process } from '../../../domain/controllers/replica-facts.js'
import { processesIn } from '../../shared/nginx/processes.js'
import { maskArgument } from '../discretion/discretion.js'
import { maskOfBuild } from '../discretion/texts.js'

/** @param text of `ps` */
export function parseProcesses(text: string): Process[] {
  return processesIn(text, /^(?:\S*\/)?nginx-ingress-controller(?:\s|$)/, maskArgument)
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
