/** The flags that choose among routes, and their order: what the verbs that list routes share. */
import type { Command } from 'commander'
import { usage } from '../../domain/problem.js'
import { type RouteSelection, type SortKey, sortKeys } from '../../questions/routes/select-routes.js'
import { parseHost } from '../words/host.js'
import { parseController } from './controller.js'
import { type Flags, given } from './given.js'
import { meantSelector } from './object.js'
import { choice, type OutputOptions } from './output.js'

export interface RouteFlags {
  readonly labelSelector: string | undefined
  readonly routes: RouteSelection
  readonly sortBy: SortKey | undefined
  /** the controllers are looked for only where they are shown: that takes a list of all pods */
  readonly showsController: boolean
}

/** @param objects whose labels `-l` means, in words: `Ingresses` */
export function declareRouteFlags(command: Command, objects: string): Command {
  return command
    .option('-l, --selector <labels>', `only ${objects} with these labels, e.g. app=web,tier!=cache`)
    .option('--host <host>', 'only routes of this host, and of wildcards that cover it')
    .option('--path <path>', 'only routes of this very path')
    .option('--service <name[:port]>', 'only routes that lead to this Service')
    .option('--class <name>', 'only routes of this class')
    .option('--controller <[namespace/]name>', 'only routes that this controller takes')
    .option('--sort-by <key>', `${sortKeys.join('|')} (age: oldest first)`)
}

/** @throws Problem `usage`. @param names as they were typed, which exclude `-l` */
export function meantRoutes(names: readonly string[], flags: Flags, output: OutputOptions): RouteFlags {
  const labelSelector = meantSelector(names, flags)
  const host = given.text(flags, 'host')
  const path = given.text(flags, 'path')
  if (path !== undefined && !path.startsWith('/')) throw usage(`invalid --path "${path}"`, 'a path begins with /')
  const sortBy = given.text(flags, 'sortBy')
  const controller = parseController(given.text(flags, 'controller'))
  return {
    labelSelector,
    routes: {
      host: host === undefined ? undefined : parseHost(host),
      path,
      service: parseService(given.text(flags, 'service')),
      class: given.text(flags, 'class'),
      controller,
    },
    showsController:
      controller !== undefined ||
      (output.columns?.includes('CONTROLLER') ?? !['table', 'name', 'markdown'].includes(output.format)),
    sortBy: sortBy === undefined ? undefined : choice('--sort-by', sortBy, sortKeys),
  }
}

function parseService(text: string | undefined): RouteSelection['service'] {
  if (text === undefined) return undefined
  const [name = '', port, ...more] = text.split(':')
  if (name === '' || port === '' || more.length > 0)
    throw usage(`invalid --service "${text}"`, 'it is NAME or NAME:PORT')
  return { name, port }
}
