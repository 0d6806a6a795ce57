/** The objects that the controller takes → what it makes of them: rejected, merged, each host given to one of them. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { told } from '../../../domain/findings/finding.js'
import { groupedBy } from '../../../domain/groups.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { isSame, othersThan, type Ref, refKey, refOf } from '../../../domain/objects/ref.js'
import { isSeen, virtualServers } from '../custom/kinds.js'
import { namedInVain, partsOf } from '../custom/parts.js'
import { PolicyBook } from '../custom/policies/book.js'
import { type Virtual, type Virtuals, virtualsOf } from '../custom/read.js'
import { serverOfVirtual } from '../custom/servers.js'
import { transportsOf } from '../custom/transports.js'
import { wrongVirtual } from '../custom/wrong.js'
import type { Policy } from '../workload/policy.js'
import type { F5Settings } from '../workload/settings.js'
import { AskedRoutes } from './asked.js'
import { breaksIn, lackBy, loseBroken } from './breaks.js'
import { fileOf, ownersOf } from './hosts.js'
import { mergeType } from './mergeable.js'
import { type Minion, minionsOf } from './minions.js'
import { rejectedFor, rejectionsOf } from './rejections.js'
import { serversOf } from './servers.js'
import type { HostOwner, Lack, Model, Transport } from './types.js'
import { Upstreams } from './upstreams.js'

export function buildModel(facts: RoutingFacts, policy: Policy): Model {
  const asked = new AskedRoutes()
  const upstreams = new Upstreams(facts, policy)
  const kept: Ingress[] = []
  for (const ingress of facts.ingresses) {
    asked.add(ingress)
    const rejected = rejectedFor(rejectionsOf(ingress, policy.settings))
    if (rejected === null) kept.push(ingress)
    else asked.lose(refOf(ingress), rejected)
  }
  const allVirtuals = virtualsOf(facts, policy.settings)
  const virtuals = validOnes(allVirtuals, policy.settings, asked)
  const book = new PolicyBook(facts, policy.settings)
  const transports = transportsOf(facts, policy.settings)
  for (const { ref, rejected, ...one } of transports) {
    asked.addTransport({ ref, ...one })
    if (rejected !== null) asked.lose(ref, rejected)
  }
  const taken = transports.filter(({ rejected }) => rejected === null)
  const passed = taken.filter(({ listener }) => listener === null)
  const tops = kept.filter((one) => mergeType(one) !== 'minion')
  const hosts = ownersOf([
    ...tops.map((object) => ({ object, hosts: hostsAsWritten(object) })),
    ...[...virtuals.servers, ...passed].map(({ object, host }) => ({ object, hosts: [host] })),
  ])
  const minions = minionsOf(facts.ingresses, kept, hosts, asked)
  loseHosts(tops, hosts, asked)
  loseVirtuals(virtuals, allVirtuals.servers, hosts, asked, isSeen(virtualServers, facts))
  loseOwned(passed, hosts, asked)
  const streams = streamsOf(taken, asked)
  const owning = tops.filter((one) => hostsAsWritten(one).some((host) => isOwner(hosts, host, one)))
  const doubts = loseFiles(owning, minions, asked)
  const servers = owning.flatMap((ingress) =>
    serversOf(ingress, minions.get(refKey(refOf(ingress))) ?? [], {
      facts,
      policy,
      book,
      asked,
      upstreams,
      owns: (host) => isOwner(hosts, host, ingress),
      doubts: (host) => doubtOf(hosts, host, ingress) ?? doubts.get(refKey(refOf(ingress))) ?? null,
    }),
  )
  const own = virtuals.servers
    .filter((one) => isOwnerOf(hosts, one))
    .map((one) => {
      const owner = hosts.get(one.host)
      const doubt = owner === undefined ? null : lackOfHost(owner, one.ref, one.host)
      return serverOfVirtual(one, { facts, policy, book, asked, upstreams, virtuals }, doubt)
    })
  const all = [
    ...owning.map((one) => ({ ref: refOf(one), createdAt: one.metadata.creationTimestamp })),
    ...[...minions.values()].flat().map(({ ingress: { metadata, ...rest } }) => ({
      ref: refOf({ metadata, ...rest }),
      createdAt: metadata.creationTimestamp,
    })),
    ...[...virtuals.servers, ...virtuals.routes, ...taken].map(({ ref, object }) => ({
      ref,
      createdAt: object.metadata.creationTimestamp,
    })),
  ]
  const written = [...passed.filter((one) => isOwnerOf(hosts, one)), ...streams]
  const breaks = breaksIn([...servers, ...own], upstreams.byName, written, policy, all)
  loseBroken(
    breaks,
    all.map(({ ref }) => ref),
    asked,
  )
  return {
    policy,
    breaks,
    servers: new Map(
      [...servers, ...own].map((one) => [one.host, { ...one, doubt: one.doubt ?? lackBy(breaks, one.source) }]),
    ),
    upstreams: upstreams.byName,
    transports: written.map((one) => {
      upstreams.add(one.upstream, one.service, false)
      return one
    }),
    contenders: taken.filter(({ listener }) => listener !== null),
    asked: asked.all,
    askedOf: (ref) => asked.of(ref),
    askedAt: (ref, field) => asked.at(ref, field),
    hosts,
  }
}

/** Those that have their listener: of each host at it, or of whoever comes, one alone. */
function streamsOf(taken: readonly Transport[], asked: AskedRoutes): readonly Transport[] {
  const keyOf = ({ listener, host }: Transport) => `${listener?.name} ${host}`
  const own = taken.filter(({ listener }) => listener !== null)
  const owners = ownersOf(own.map((one) => ({ object: one.object, hosts: [keyOf(one)] })))
  return own.filter((one) => {
    const owner = owners.get(keyOf(one))
    const lack = owner && lackOfHost(owner, one.ref, one.host || null, one.listener?.name)
    if (lack) asked.lose(one.ref, lack)
    return owner !== undefined && isSame(owner.winner, one.ref)
  })
}

/** The others ask for their routes, and are rejected as a whole. */
function validOnes({ servers, routes }: Virtuals, settings: F5Settings, asked: AskedRoutes): Virtuals {
  const isValid = (one: Virtual) => {
    asked.addVirtual(one)
    const rejected = rejectedFor(wrongVirtual(one, settings))
    if (rejected !== null) asked.lose(one.ref, rejected)
    return rejected === null
  }
  return { servers: servers.filter(isValid), routes: routes.filter(isValid) }
}

function isOwnerOf(hosts: ReadonlyMap<string, HostOwner>, { host, ref }: Owned): boolean {
  const owner = hosts.get(host)
  return owner !== undefined && isSame(owner.winner, ref)
}

type Owned = Pick<Virtual, 'ref' | 'host'>

function loseOwned(all: readonly Owned[], hosts: ReadonlyMap<string, HostOwner>, asked: AskedRoutes): void {
  for (const { ref, host } of all) {
    const owner = hosts.get(host)
    const lack = owner === undefined ? null : lackOfHost(owner, ref, host)
    if (lack !== null) asked.lose(ref, lack)
  }
}

/** @param naming those that are rejected, too */
function loseVirtuals(
  virtuals: Virtuals,
  naming: readonly Virtual[],
  hosts: ReadonlyMap<string, HostOwner>,
  asked: AskedRoutes,
  areServersSeen: boolean,
): void {
  loseOwned(virtuals.servers, hosts, asked)
  const used = new Set<string>()
  for (const parts of virtuals.servers.filter((one) => isOwnerOf(hosts, one)).map((one) => partsOf(one, virtuals))) {
    for (const { object } of parts.taken) used.add(refKey(object.ref))
    for (const { object, route } of parts.clashing) {
      const facts = { field: `${route.field}.path`, reason: 'twice', value: route.path } as const
      asked.lose(object.ref, { is: 'dropped', to: null, found: told('rejected', facts) })
    }
  }
  for (const one of virtuals.routes) {
    const { ref, host } = one
    if (used.has(refKey(ref))) continue
    const by = namedInVain(one, naming)
    if (by === null && !areServersSeen) {
      asked.doubt(ref, 'master')
      continue
    }
    const found = told('no-master', { host, part: ref.kind, ...(by && { by }) })
    asked.lose(ref, { is: 'lost', to: hosts.get(host)?.winner ?? null, found })
  }
}

function hostsAsWritten({ spec }: Ingress): string[] {
  return (spec?.rules ?? []).map(({ host }) => host || '')
}

function isOwner(hosts: ReadonlyMap<string, HostOwner>, host: string, ingress: Ingress): boolean {
  const owner = hosts.get(host)
  return owner !== undefined && isSame(owner.winner, refOf(ingress))
}

function doubtOf(hosts: ReadonlyMap<string, HostOwner>, host: string, ingress: Ingress): Lack | null {
  const owner = hosts.get(host)
  return owner === undefined ? null : lackOfHost(owner, refOf(ingress), host || null)
}

/** The other hosts of an Ingress stay its own. */
function loseHosts(tops: readonly Ingress[], hosts: ReadonlyMap<string, HostOwner>, asked: AskedRoutes): void {
  for (const ingress of tops) {
    const ref = refOf(ingress)
    for (const host of new Set(hostsAsWritten(ingress))) {
      const owner = hosts.get(host)
      if (owner !== undefined) asked.loseHost(ref, host, lackOfHost(owner, ref, host || null))
    }
    // A default backend answers on the hosts that are left to its Ingress.
    const left = hostsAsWritten(ingress).some((host) => isOwner(hosts, host, ingress))
    const [first] = hostsAsWritten(ingress)
    const owner = left || first === undefined ? undefined : hosts.get(first)
    const lack = owner && lackOfHost(owner, ref, first || null)
    if (lack) asked.loseDefault(ref, lack)
  }
}

/**
 * @param listener at which it is asked for; absent: at the usual ports
 * @returns null: it has it for sure
 */
function lackOfHost({ winner, all, isTied }: HostOwner, own: Ref, host: string | null, listener?: string): Lack | null {
  const place = { host, ...(listener !== undefined && { listener }) }
  if (isTied) {
    const others = othersThan(own, all)
    return { is: 'unknown', to: null, found: told('host-tied', { ...place, ...others }) }
  }
  return isSame(winner, own) ? null : { is: 'lost', to: winner, found: told('host-taken', { ...place, winner }) }
}

/**
 * Of two objects whose file has the same name one overwrites the other's with every change of it or of its endpoints.
 * @returns by their keys
 */
function loseFiles(
  written: readonly Ingress[],
  minions: ReadonlyMap<string, readonly Minion[]>,
  asked: AskedRoutes,
): ReadonlyMap<string, Lack> {
  const files = groupedBy(written.map(refOf), fileOf)
  const lost = new Map<string, Lack>()
  for (const [file, refs] of files) {
    if (refs.length < 2) continue
    for (const ref of refs) {
      const found = told('file-collision', { file, ...othersThan(ref, refs) })
      const lack: Lack = { is: 'unknown', to: null, found }
      lost.set(refKey(ref), lack)
      asked.lose(ref, lack)
      for (const minion of minions.get(refKey(ref)) ?? []) asked.lose(refOf(minion.ingress), lack)
    }
  }
  return lost
}
