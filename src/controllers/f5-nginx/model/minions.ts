/** The minions of each master: those of its host, each path of which goes to the oldest that asks for it. */

import { compare } from '../../../domain/compare.js'
import { told } from '../../../domain/findings/finding.js'
import { addTo, groupedBy } from '../../../domain/groups.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf, othersThan, type Ref, refKey, refOf } from '../../../domain/objects/ref.js'
import type { AskedRoutes } from './asked.js'
import { byPrecedence, isTied } from './hosts.js'
import { mergeType } from './mergeable.js'
import type { HostOwner, Lack } from './types.js'

export interface Minion {
  readonly ingress: Ingress
  /** its paths that are its own */
  readonly paths: ReadonlySet<string>
}

/**
 * Master, as a map's key → its minions by their names. `kept` of `all` are not rejected. Changes `asked`: those without a master are lost, and so are paths
 * that an older one has.
 */
export function minionsOf(
  all: readonly Ingress[],
  kept: readonly Ingress[],
  hosts: ReadonlyMap<string, HostOwner>,
  asked: AskedRoutes,
): Map<string, Minion[]> {
  const minions = kept.filter((one) => mergeType(one) === 'minion')
  const masters = new Map(kept.flatMap((one) => (mergeType(one) === 'master' ? [[refKey(refOf(one)), one]] : [])))
  const found = new Map<string, Minion[]>()
  for (const [host, own] of byHost(minions)) {
    const owner = hosts.get(host)
    const master = owner && masters.get(refKey(owner.winner))
    if (owner === undefined || master === undefined) {
      const inVain = all.find((one) => mergeType(one) === 'master' && hostOf(one) === host)
      const by = inVain && ({ ref: refOf(inVain), fault: 'unserved' } as const)
      const found = told('no-master', { host: host || null, part: 'Ingress', ...(by && { by }) })
      const lack: Lack = { is: 'lost', to: owner?.winner ?? null, found }
      for (const one of own) asked.lose(refOf(one), lack)
      continue
    }
    if (owner.isTied) for (const one of own) asked.lose(refOf(one), tiedLack(owner, host))
    found.set(refKey(refOf(master)), pathsOf(own, host, asked))
  }
  return found
}

function byHost(minions: readonly Ingress[]): Map<string, Ingress[]> {
  const sorted = [...minions].sort((a, b) => compare(nameOf(refOf(a)), nameOf(refOf(b))))
  return groupedBy(sorted, hostOf)
}

function hostOf({ spec }: Ingress): string {
  return spec?.rules?.[0]?.host || ''
}

function tiedLack({ all }: HostOwner, host: string): Lack {
  const others = othersThan(null, all)
  return { is: 'unknown', to: null, found: told('host-tied', { host: host || null, ...others }) }
}

/** https://github.com/nginx/kubernetes-ingress/blob/main/internal/k8s/configuration.go (buildMinionConfigs) */
function pathsOf(minions: readonly Ingress[], host: string, asked: AskedRoutes): Minion[] {
  const owners = new Map<string, Ingress>()
  const ties = new Map<string, Ref[]>()
  for (const one of [...minions].sort(byPrecedence))
    for (const path of new Set(writtenPaths(one))) {
      const first = owners.get(path)
      if (first === undefined) owners.set(path, one)
      else if (first !== one && isTied(first, one)) {
        if (!ties.has(path)) ties.set(path, [refOf(first)])
        addTo(ties, path, refOf(one))
      }
    }
  return minions.map((ingress) => {
    const ref = refOf(ingress)
    const written = writtenPaths(ingress)
    // A path that one has twice it takes from itself, and nobody has it.
    const isTwice = (path: string) => written.indexOf(path) !== written.lastIndexOf(path)
    for (const [j, path] of written.entries()) {
      const route = asked.at(ref, `spec.rules[0].http.paths[${j}]`)
      const owner = owners.get(path)
      const tied = ties.get(path)
      if (route === null || owner === undefined) continue
      if (tied !== undefined) {
        const found = told('host-tied', { host: host || null, ...othersThan(ref, tied) })
        route.lack ??= { is: 'unknown', to: null, found }
      } else if (owner !== ingress || isTwice(path)) {
        const winner = refOf(owner)
        const found = told('duplicate', { host: host || null, path: path || '/', winner })
        route.lack ??= { is: 'lost', to: winner, found }
      }
    }
    return { ingress, paths: new Set(written.filter((path) => owners.get(path) === ingress && !isTwice(path))) }
  })
}

function writtenPaths({ spec }: Ingress): string[] {
  return (spec?.rules?.[0]?.http?.paths ?? []).map(({ path }) => path ?? '')
}
