/** What a TraefikService leads to, and how it shares out requests among that. */
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { isRecord, record, text, texts, type Wire, wires } from '../../../../domain/objects/project-fields.js'
import type { Service } from '../../../../languages/traefik/config/types.js'
import { isAmong } from '../../../../languages/traefik/route/codes.js'
import { normalized } from '../names.js'
import type { Target } from '../types.js'
import { nameInside } from './references.js'

/** What it leads to; the first of them answers, where it is not by weight. */
export function partsOf({ spec: { weighted, mirroring, highestRandomWeight, failover } }: CustomObject): {
  readonly all: readonly Wire[]
  readonly isWeighted: boolean
} {
  const among = isRecord(weighted) ? weighted : isRecord(mirroring) ? null : highestRandomWeight
  if (isRecord(among)) return { all: wires(among.services), isWeighted: true }
  const all = isRecord(mirroring)
    ? [mirroring, ...wires(mirroring.mirrors)]
    : isRecord(failover)
      ? [record(failover.service), record(failover.fallback)]
      : []
  return { all, isWeighted: false }
}

/** The name inside of a TraefikService that is meant. */
export function referenceIn(wire: Wire, parent: string): readonly string[] {
  const name = text(wire.name) ?? ''
  if (text(wire.kind) !== 'TraefikService') return []
  if (!name.includes('@')) return [nameInside(text(wire.namespace) || parent, name)]
  const at = name.lastIndexOf('@')
  return [`${normalized(name.slice(0, at))}${name.slice(at)}`]
}

/** What is the matter with how it shares out requests, where all that it leads to is there. */
export function flawIn({ spec: { mirroring, failover } }: CustomObject): Told | null {
  if (isRecord(mirroring)) {
    const wrong = wires(mirroring.mirrors).find(
      ({ percent }) => typeof percent === 'number' && !(percent >= 0 && percent <= 100),
    )
    return wrong ? told('route-refused', { subject: `mirror ${text(wrong.name)}`, fault: 'percent' }) : null
  }
  if (!isRecord(failover) || texts(record(failover.errors).status)?.length) return null
  // Only a Service can have a check of its own; nothing hands one on.
  const { kind, name, healthCheck } = record(failover.service)
  const isChecked = (text(kind) || 'Service') === 'Service' && isRecord(healthCheck)
  return isChecked
    ? null
    : told('route-refused', { subject: `${text(kind) || 'Service'} ${text(name)}`, fault: 'unchecked' })
}

/** Whoever stands by for errors. */
export function spareIn(
  { spec: { failover } }: CustomObject,
  [, fallback]: readonly { readonly name: string }[],
): Pick<Service, 'spare'> {
  const status = texts(record(record(failover).errors).status) ?? []
  return fallback === undefined || status.length === 0 ? {} : { spare: { name: fallback.name, status } }
}

/** Whoever stands by has the requests where there is nobody for them. */
export function isSpared(targets: readonly Target[], spare: Service['spare']): boolean {
  const isEmpty = targets.length > 0 && targets.every(({ counted }) => counted.ready === 0)
  const status = targets.every(({ servers }) => servers?.length === 0) ? 503 : 502
  return isEmpty && isAmong(status, spare?.status ?? [])
}
