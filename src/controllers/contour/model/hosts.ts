/** Virtual hosts as Ingresses and HTTPProxies fill them, one after the other. */
import { type Host, matchKey, type SecureHost, type Wanted } from './types.js'

export class Hosts {
  readonly plain = new Map<string, Host>()
  readonly secure = new Map<string, SecureHost>()

  ensurePlain(name: string): Host {
    const known = this.plain.get(name)
    if (known !== undefined) return known
    const host: Host = { name, routes: new Map(), filters: { on: [], off: [] } }
    this.plain.set(name, host)
    return host
  }

  ensureSecure(name: string): SecureHost {
    const known = this.secure.get(name)
    if (known !== undefined) return known
    const host: SecureHost = {
      ...{ name, routes: new Map(), filters: { on: [], off: [] } },
      ...{ tls: null, tcp: null, guards: [], isFallback: false },
    }
    this.secure.set(name, host)
    return host
  }

  /** Those without routes, and without a certificate where TLS ends here, are left out. */
  get served(): { readonly plain: readonly Host[]; readonly secure: readonly SecureHost[] } {
    const isSecure = ({ tls, routes, tcp }: SecureHost) => tcp !== null || (tls !== null && routes.size > 0)
    return {
      plain: [...this.plain.values()].filter(({ routes }) => routes.size > 0),
      secure: [...this.secure.values()].filter(isSecure),
    }
  }
}

export function addRoute({ routes }: Host, wanted: Wanted): void {
  routes.set(matchKey(wanted), wanted)
}
