/** `--from SOURCE`: ask a file instead of a cluster. */
import { type Command, Option } from 'commander'
import { usage } from '../../domain/problem.js'
import type { VerbScope } from '../command.js'
import { type Flags, given, repeatable } from './given.js'
import { connectionFlagsSaid } from './kube.js'

export function declareSourceFlags(command: Command, scope: VerbScope): void {
  command.addOption(
    repeatable(
      '--from <source>',
      'ask a capture, or what kubectl get -o yaml prints, instead of a cluster; - is standard input; demo, demo:broken and demo:gateway are built in (repeatable)',
    )
      .helpGroup('Scope:')
      .hideHelp(scope === 'none'),
  )
}

/** The same, by the name that kubectl has for it. */
export function filenameOption(): Option {
  return repeatable(
    '-f, --filename <source>',
    'look at this file or folder; - is standard input (repeatable)',
  ).helpGroup('Scope:')
}

/** A folder is read whole: whoever writes it as for kubectl is not refused for that. */
export function recursiveOption(): Option {
  return new Option('-R, --recursive', 'folders are read whole').hideHelp()
}

/**
 * @param besideCluster a cluster is asked, too
 * @returns the sources; none means the cluster
 */
export function meantSources(flags: Flags, besideCluster = false): readonly string[] {
  const sources = [...(given.texts(flags, 'from') ?? []), ...(given.texts(flags, 'filename') ?? [])]
  const flag = given.texts(flags, 'filename') === undefined ? '--from' : '-f'
  const [clash] = connectionFlagsSaid(flags)
  if (sources.length > 0 && clash !== undefined && !besideCluster)
    throw usage(`${flag} reads a file, so ${clash} has no meaning beside it`, 'leave one of the two out')
  if (sources.includes(''))
    throw usage(`${flag} needs the name of a file or folder, - or one of demo, demo:broken, demo:gateway`)
  if (sources.filter((source) => source === '-').length > 1)
    throw usage(`${flag} - can be said once only: there is one standard input`)
  return sources
}
