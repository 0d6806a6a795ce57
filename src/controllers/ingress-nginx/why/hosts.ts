/** What other Ingresses of the same hosts do to this one, and what it asks of hosts in vain. */

import { isSame } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import { expand, isRegexHost, rewrites } from '../model/expand.js'
import { sortedServers } from '../model/host-names.js'
import { firstWith, serverNamesOf } from '../model/of-one.js'
import type { Kept, Model, Server } from '../model/types.js'
import { defaultServer } from '../model/types.js'
import { changesAsPattern } from './annotations/further.js'
import { blocking, type Cause, remark } from './cause.js'

/** Looked up once for a whole model: which Ingresses bring a server's aliases and errors about. */
export class Hosts {
  readonly #model: Model
  /** alias → the first server, by name, that has it */
  readonly #aliased = new Map<string, Server>()
  /** host → the first Ingress of it whose auth-tls-secret cannot be used */
  readonly #broken = new Map<string, Kept>()

  constructor(model: Model) {
    this.#model = model
    for (const server of sortedServers([...model.servers.values()]))
      for (const alias of server.aliases) if (!this.#aliased.has(alias)) this.#aliased.set(alias, server)
    for (const one of model.kept)
      if (one.annotations.authTls?.error)
        for (const name of serverNamesOf(one)) if (!this.#broken.has(name)) this.#broken.set(name, one)
  }

  /** For an Ingress that is kept and no canary. */
  causes(own: Kept): Cause[] {
    return serverNamesOf(own).flatMap((name) => {
      const server = this.#model.servers.get(name)
      if (server === undefined || own.annotations.canary) return []
      return [
        ...this.#regexMode(own, server),
        ...this.#certificates(own, server),
        ...this.#aliases(own, server),
        ...this.#www(own, server),
      ]
    })
  }

  /** What comes over http, as a challenge of ACME, is asked for none. */
  #certificates({ ref, annotations, ingress }: Kept, { host, clientAuth }: Server): Cause[] {
    const culprit = clientAuth?.verifyClient === 'on' ? firstWith(this.#model, 'authTls', clientAuth)?.ref : undefined
    if (culprit === undefined || isSame(culprit, ref) || annotations.authTls?.secret) return []
    const rules = (ingress.spec?.rules ?? []).filter((rule) => (rule.host || defaultServer) === host)
    const paths = rules.flatMap(({ http }) => http?.paths ?? [])
    return paths.every(({ path }) => path?.startsWith('/.well-known/acme-challenge/'))
      ? []
      : [remark('auth-tls-of-other', { host, culprit, reason: null })]
  }

  /** Of several Ingresses of a host one broken auth-tls-secret is enough. */
  refused(own: Kept, { host, authTlsError }: Server): Cause[] {
    if (authTlsError === null || own.annotations.authTls?.error) return []
    const culprit = this.#broken.get(host)?.ref ?? null
    const facts = { host, culprit, reason: authTlsError }
    return [blocking('auth-tls-of-other', facts, { shows: 'refused', marks: [authTlsError] })]
  }

  #regexMode(own: Kept, server: Server): Cause[] {
    if (!isRegexHost(server)) return []
    const sources = regexSources(server)
    const [source] = sources
    if (source === undefined || sources.has(own) || !changesAsPattern(this.#model, own, server.host)) return []
    return [remark('regex-mode', { host: server.host, source: source.ref })]
  }

  #aliases(own: Kept, server: Server): Cause[] {
    const { servers } = this.#model
    const field = fieldOf(this.#model, 'server-alias')
    return own.annotations.aliases.flatMap((alias) => {
      if (servers.has(alias)) return [remark('alias-is-host', { alias }, { field })]
      if (!server.aliases.includes(alias))
        return [remark('alias-of-other', { alias, host: server.host }, { field, inferred: true })]
      const taken = this.#aliased.get(alias)
      if (taken === undefined || taken === server) return []
      return [remark('alias-taken', { alias, host: taken.host }, { field })]
    })
  }

  #www(own: Kept, { host }: Server): Cause[] {
    if (!own.annotations.redirect.fromToWww || host === defaultServer) return []
    const from = host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`
    if (this.#model.wwwRedirects.get(from) === host) return []
    if (host.startsWith('*.')) return []
    return [remark('www-host-exists', { from }, { field: fieldOf(this.#model, 'from-to-www-redirect') })]
  }
}

/** Whose locations are patterns, in the order of the file. */
const regexSources = onceFor((server: Server): ReadonlySet<Kept> => {
  const sources = expand(server).written.flatMap(({ location, path }) => {
    const { owner } = location
    return owner && (owner.annotations.rewrite.useRegex || rewrites(location, path)) ? [owner] : []
  })
  return new Set(sources)
})

function fieldOf({ policy }: Model, annotation: string): string {
  return `metadata.annotations["${policy.annotationsPrefix}/${annotation}"]`
}
