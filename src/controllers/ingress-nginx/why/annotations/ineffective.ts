/** What an Ingress says by annotations, and where that does nothing. */
import type { NoEffect } from '../../../../domain/findings/acting-facts.js'
import type { Kept, Model } from '../../model/types.js'

export interface Ineffective {
  readonly annotations: readonly string[]
  readonly where: NoEffect
}

/** Names without prefix, of those that switch something on. */
export function setBy({ policy }: Model, { ingress }: Kept): string[] {
  const prefix = `${policy.annotationsPrefix}/`
  return Object.entries(ingress.metadata.annotations ?? {}).flatMap(([name, value]) =>
    name.startsWith(prefix) && value !== '' && value !== 'false' ? name.slice(prefix.length) : [],
  )
}

/** As it is written; undefined: it is not, or empty. */
export function raw({ policy }: Model, { ingress }: Kept, name: string): string | undefined {
  return ingress.metadata.annotations?.[`${policy.annotationsPrefix}/${name}`] || undefined
}
