/** Which server of the model has a name: itself, else the longest wildcard that covers it, of any number of labels. */
import { requestHost } from '../../../domain/requests/host.js'
import { type Directive, ownStatements } from '../../../languages/nginx/text/directive.js'
import type { Model, Server } from '../model/types.js'

/** @param name of a request, or of a handshake; null: none. @returns undefined: that of all other hosts, and nobody asked for it */
export function serverFor({ servers }: Pick<Model, 'servers'>, name: string | null): Server | undefined {
  for (const host of namesFor(requestHost(name) ?? '')) {
    const found = servers.get(host)
    if (found !== undefined) return found
  }
  return undefined
}

/** The hosts of rules that would take a name, the nearest first; '' is every host. */
export function namesFor(host: string): string[] {
  const names = host === '' ? [] : [host]
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) names.push(`*${host.slice(dot)}`)
  return [...names, '']
}

/** Of the server that answers; '': that of all other hosts; null: none does */
export function serverHost({
  outcome: { server },
}: {
  readonly outcome: { readonly server: Directive | null }
}): string | null {
  return server === null ? null : hostOfServer(server)
}

/** '': that of all other hosts. */
export function hostOfServer(server: Directive): string {
  const name = ownStatements(server).find((one) => one.name === 'server_name')?.args[0] ?? ''
  return name === '_' ? '' : name
}
