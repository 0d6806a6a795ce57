/** Which of its providers takes an Ingress. */
import type { Claim } from '../../shared/named/claim.js'
import type { TraefikSettings } from './settings.js'

/** By which it takes Ingresses as its own, and by which in the place of ingress-nginx. */
export function claimsOf({ ingress, nginx, takes }: TraefikSettings): {
  readonly own: readonly Claim[]
  readonly instead: readonly Claim[]
} {
  const own = ingress.isOn ? takes.slice(0, 1) : []
  return { own, instead: nginx.isOn ? takes.slice(own.length) : [] }
}
