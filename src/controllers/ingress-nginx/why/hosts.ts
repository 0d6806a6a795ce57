/** What other Ingresses of the same hosts do to this one, and what it asks of hosts in vain. */
import { nameOf, refKey } from '../../../domain/objects/ref.js'
import { expand, rewrites } from '../model/expand.js'
import type { Kept, Model, Server } from '../model/types.js'
import { defaultServer } from '../model/types.js'
import { sortedServers } from '../model/www.js'
import { blocking, type Finding, remark } from './finding.js'

/** Looked up once for a whole model: which Ingresses bring a server's regex mode, aliases and errors about. */
export class Hosts {
  readonly #model: Model
  readonly #regex = new Map<Server, RegexMode>()
  /** alias → the first server, by name, that has it */
  readonly #aliased = new Map<string, Server>()
  /** host → the first Ingress of it whose auth-tls-secret cannot be used */
  readonly #broken = new Map<string, Kept>()

  constructor(model: Model) {
    this.#model = model
    for (const server of sortedServers(model.servers))
      for (const alias of server.aliases) if (!this.#aliased.has(alias)) this.#aliased.set(alias, server)
    for (const one of model.kept)
      if (one.annotations.authTls?.error)
        for (const name of hostsOf(one)) if (!this.#broken.has(name)) this.#broken.set(name, one)
  }

  /** For an Ingress that is kept and no canary. */
  findings(own: Kept): Finding[] {
    return [...hostsOf(own)].flatMap((name) => {
      const server = this.#model.servers.get(name)
      if (server === undefined || own.annotations.canary) return []
      return [...this.#regexMode(own, server), ...this.#aliases(own, server), ...this.#www(own, server)]
    })
  }

  /** Of several Ingresses of a host one broken auth-tls-secret is enough. */
  refused(own: Kept, { host, authTlsError }: Server): Finding[] {
    if (authTlsError === null || own.annotations.authTls?.error) return []
    const culprit = this.#broken.get(host)
    return [
      blocking(
        'auth-tls-of-other',
        `the auth-tls-secret of Ingress ${culprit ? nameOf(culprit.ref) : 'another Ingress'} cannot be used (${authTlsError}): every request to ${host} is answered with 403`,
        {
          shows: 'refused',
          fix: `Correct auth-tls-secret of Ingress ${culprit ? nameOf(culprit.ref) : 'that Ingress'}, or remove it.`,
          marks: [authTlsError],
        },
      ),
    ]
  }

  #regexMode(own: Kept, server: Server): Finding[] {
    const mode = this.#regex.get(server) ?? regexModeOf(server)
    this.#regex.set(server, mode)
    const [source] = mode.sources
    if (source === undefined || mode.sources.has(refKey(own.ref)) || !mode.owners.has(own)) return []
    return [
      remark(
        'regex-mode',
        'info',
        `Ingress ${source} has use-regex or rewrite-target, so every path of ${server.host} is a pattern: without regard to case, open at the end, the longest first`,
        {
          fix: `Move the patterns of Ingress ${source} to a host of their own, if that matters.`,
        },
      ),
    ]
  }

  #aliases(own: Kept, server: Server): Finding[] {
    const { servers } = this.#model
    const field = fieldOf(this.#model, 'server-alias')
    return own.annotations.aliases.flatMap((alias) => {
      if (servers.has(alias)) {
        const message = `alias ${alias} does nothing, because an Ingress has a rule for that very host`
        return [remark('alias-is-host', 'warning', message, { field, fix: `Remove ${alias} from server-alias.` })]
      }
      if (!server.aliases.includes(alias)) {
        const message = `alias ${alias} of ${server.host} does nothing, because an older Ingress of that host set its aliases already`
        const fix = `Add ${alias} to the server-alias of that Ingress.`
        return [remark('alias-of-other', 'warning', message, { field, fix, inferred: true })]
      }
      const taken = this.#aliased.get(alias)
      if (taken === undefined || taken === server) return []
      const message = `alias ${alias} belongs to ${taken.host} as well, which comes first: requests for it go there`
      return [remark('alias-taken', 'warning', message, { field, fix: `Remove ${alias} from one of the two.` })]
    })
  }

  #www(own: Kept, { host }: Server): Finding[] {
    if (!own.annotations.redirect.fromToWww || host === defaultServer) return []
    const from = host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`
    if (this.#model.wwwRedirects.get(from) === host) return []
    if (host.startsWith('*.')) return []
    const message = `nothing is redirected from ${from}, because an Ingress has a rule for that very host`
    return [
      remark('www-host-exists', 'warning', message, {
        field: fieldOf(this.#model, 'from-to-www-redirect'),
        fix: `Remove from-to-www-redirect, or the rule for ${from}.`,
      }),
    ]
  }
}

function hostsOf({ ingress }: Kept): ReadonlySet<string> {
  return new Set((ingress.spec?.rules ?? []).map(({ host }) => host || defaultServer))
}

interface RegexMode {
  /** `NAMESPACE/NAME` of those whose locations are patterns, in the order of the file; empty: none are */
  readonly sources: ReadonlySet<string>
  /** who has a location there */
  readonly owners: ReadonlySet<Kept | null>
}

function regexModeOf(server: Server): RegexMode {
  const sources = expand(server).written.flatMap(({ location, path }) => {
    const { owner } = location
    return owner && (owner.annotations.rewrite.useRegex || rewrites(location, path)) ? [refKey(owner.ref)] : []
  })
  return { sources: new Set(sources), owners: new Set(server.locations.map(({ owner }) => owner)) }
}

function fieldOf({ policy }: Model, annotation: string): string {
  return `metadata.annotations["${policy.annotationsPrefix}/${annotation}"]`
}
