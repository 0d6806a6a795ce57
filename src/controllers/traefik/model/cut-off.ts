/** TLS options of routers: those that do not count, for others of the same host differ, and those that are not there. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import { conflictsAmong, noOptions, usualOptions } from '../../../languages/traefik/route/tls-options.js'
import { switchedOff } from './entry-points.js'
import type { Made } from './types.js'

/** A router, and the one that it was before its TLS options did not count. */
export interface Apart {
  readonly router: Router
  readonly of: Router
}

/**
 * One whose TLS options do not count has a router of its own for that, with the usual ones; nobody stands behind that.
 * @param madeOf by the name of a router
 */
export function withoutConflicts(routers: readonly Router[], madeOf: ReadonlyMap<string, Made>): readonly Apart[] {
  const conflicts = conflictsAmong(routers)
  return routers.flatMap((of): Apart[] => {
    const lost = of.entryPoints.filter((one) => conflicts.get(one)?.has(of))
    if (lost.length === 0) return [{ router: of, of }]
    const kept = of.entryPoints.filter((one) => !lost.includes(one))
    return [
      ...(kept.length === 0 ? [] : [{ router: { ...of, entryPoints: kept }, of }]),
      ...lost.map((one) => ({
        router: {
          ...standingAlone(of, madeOf.get(of.name)?.alone),
          ...{ name: `${one}-conflicted-${of.name}`, entryPoints: [one], tlsOptions: usualOptions },
        },
        of,
      })),
    ]
  })
}

function standingAlone(router: Router, alone: string | null | undefined): Router {
  if (alone === undefined) return router
  return alone === null ? { ...router, errors: ['lack'] } : { ...router, errors: [], service: alone }
}

/** Names that no router has any more. */
export function goneAmong(apart: readonly Apart[]): ReadonlySet<string> {
  const left = new Set(apart.map(({ router }) => router.name))
  return new Set(apart.flatMap(({ of }) => (left.has(of.name) ? [] : of.name)))
}

/** Of options by their name: why nobody has them, or why that is not known. @param by in whose namespace they are called */
export type StandingOfOptions = (
  name: string,
  by: Pick<NamespacedName, 'namespace'>,
) => { readonly lack: Told<'route-refused'> | null; readonly doubt?: string }

/**
 * Who has options that are not there takes nothing, and where they count neither does anybody on connections for its hosts.
 * @returns `faultOf` a router of the configuration: undefined, there is none
 */
export function cutOffAmong(
  apart: readonly Apart[],
  madeOf: ReadonlyMap<string, Made>,
  standing: StandingOfOptions,
): {
  readonly settled: (made: Made) => Made
  readonly faultOf: (router: Router) => string | undefined
  readonly names: ReadonlySet<string>
} {
  const names = new Set<string>()
  const faults = new Map<Router, string>()
  const now = new Map<Made, Made>()
  for (const { router, of } of apart) {
    const { name, tls, tlsOptions: wanted = usualOptions } = of
    if (!tls || wanted === usualOptions) continue
    const made = madeOf.get(name)
    const { lack, doubt } = standing(wanted, made?.source ?? { namespace: '' })
    const isCounting = router.tlsOptions === wanted
    if (lack !== null) names.add(wanted)
    if (lack !== null) faults.set(router, isCounting ? noOptions : 'lack')
    if (made === undefined || made.lack !== null) continue
    const known = now.get(made)
    if (lack !== null && (known === undefined || isCounting))
      now.set(made, {
        ...{ ...made, lack: isCounting ? lack : told('route-refused', { ...lack.facts, fault: 'nobody' }) },
        routers: switchedOff(made.routers),
      })
    else if (lack === null && doubt !== undefined) now.set(made, { ...made, doubt })
  }
  return { settled: (made) => now.get(made) ?? made, faultOf: (router) => faults.get(router), names }
}
