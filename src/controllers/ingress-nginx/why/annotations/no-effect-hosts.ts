/** What belongs to a host, where another Ingress of it was first. */
import { isSame, nameOf } from '../../../../domain/objects/ref.js'
import { firstWith, keptOn, serverNamesOf } from '../../model/of-one.js'
import type { Kept, Model, Server } from '../../model/types.js'
import { type Ineffective, raw, setBy } from './ineffective.js'

const ofServer = ['ssl-ciphers', 'ssl-prefer-server-ciphers'] as const

/** What belongs to a host is taken from the first Ingress of it that has it. */
export function ofHosts(model: Model, own: Kept): Ineffective[] {
  const servers = serverNamesOf(own).flatMap((host) => model.servers.get(host) ?? [])
  return [
    ...byHost(servers, 'server-snippet', (server) => snippetOwner(own, server)),
    ...servers.flatMap((server) => ofCertificates(model, own, server)),
    ...ofServer.flatMap((name) =>
      raw(model, own, name) === undefined ? [] : byHost(servers, name, ({ host }) => firstOf(model, own, host, name)),
    ),
  ]
}

/** @param owner whose counts on the host, if not its own; null: its own does, or it says the same */
function byHost(
  servers: readonly Server[],
  annotation: string,
  owner: (server: Server) => Kept['ref'] | null,
): Ineffective[] {
  return servers.flatMap((server) => {
    const other = owner(server)
    return other === null
      ? []
      : [{ annotations: [annotation], where: { is: 'host', host: server.host, other } as const }]
  })
}

function snippetOwner({ annotations, ref }: Kept, { snippet, snippetBy }: Server): Kept['ref'] | null {
  const text = annotations.snippets.get('server-snippet')
  return !text || text === snippet || snippetBy === null || isSame(snippetBy, ref) ? null : snippetBy
}

/** How clients show certificates is one thing for a host, with all that is said of it beside the Secret. */
function ofCertificates(model: Model, own: Kept, { host, clientAuth }: Server): Ineffective[] {
  const { authTls } = own.annotations
  if (!authTls?.secret || clientAuth?.secret == null || clientAuth === authTls) return []
  const first = firstWith(model, 'authTls', clientAuth)
  if (first === undefined || first === own) return []
  const isOther = nameOf(clientAuth.secret) !== nameOf(authTls.secret)
  const annotations = setBy(model, own).filter(
    (name) =>
      name.startsWith('auth-tls-') && name !== 'auth-tls-secret' && raw(model, first, name) !== raw(model, own, name),
  )
  const all = isOther ? ['auth-tls-secret', ...annotations] : annotations
  return all.length === 0 ? [] : [{ annotations: all, where: { is: 'host', host, other: first.ref } }]
}

function firstOf(model: Model, own: Kept, host: string, name: string): Kept['ref'] | null {
  const first = keptOn(model, host).find((one) => raw(model, one, name) !== undefined)
  if (first === undefined || first === own) return null
  return raw(model, first, name) === raw(model, own, name) ? null : first.ref
}
