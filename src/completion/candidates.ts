/** What the cluster has to offer for each kind of value. What may not be seen is not offered, and nothing is said. */

import type { ValueKind } from '../cli/words/values.js'
import { compare } from '../domain/compare.js'
import type { Replica } from '../domain/controllers/controller.js'
import type { Controllers } from '../domain/controllers/dialect.js'
import { mask } from '../domain/masking/words.js'
import type { CustomObject } from '../domain/objects/custom.js'
import { gatewayRouteKinds } from '../domain/objects/gateway/inventory.js'
import type { GatewayRoute } from '../domain/objects/gateway/routes.js'
import type { Ingress, Kind, Kinds } from '../domain/objects/objects.js'
import { nameOf, type Ref, refOf } from '../domain/objects/ref.js'
import { type ClusterReader, isInScope } from '../domain/ports.js'
import { isOneWord } from '../domain/text/sanitize.js'

export interface Candidate {
  readonly name: string
  /** a few words; "" where there is nothing to say */
  readonly meaning: string
}

/** Whoever answers: the cluster, or the file that `--from` names. */
export interface LiveSource {
  readonly cluster: () => Promise<ClusterReader>
  readonly controllers: () => Promise<Controllers>
  /** what -n said; null: nothing, or -A. Controllers are looked for there */
  readonly namespace: string | null
}

/** `any-`: of all namespaces, whatever namespace is meant */
export type LiveKind =
  | Exclude<
      ValueKind,
      'context' | 'cluster' | 'user' | 'column' | 'source' | 'file' | 'folder' | 'ingress-or-ref' | 'object-or-ref'
    >
  | 'object'
  | 'object-ref'
  | 'object-kind'
  | 'any-host'
  | 'any-path'

type CandidateReader = (live: LiveSource) => Promise<Candidate[]>

const readers: { readonly [K in LiveKind]: CandidateReader } = {
  namespace: async (live) => (await listed(live, 'Namespace')).map((one) => ({ name: refOf(one).name, meaning: '' })),
  ingress: async (live) =>
    (await listed(live, 'Ingress')).map((one) => ({ name: refOf(one).name, meaning: hosts(one) })),
  'ingress-ref': async (live) =>
    (await everywhere(live, 'Ingress')).map((one) => ({ name: nameOf(refOf(one)), meaning: hosts(one) })),
  object: async (live) => (await askingObjects(live, false)).map(({ ref, of }) => ({ name: ref.name, meaning: of })),
  'object-ref': async (live) =>
    (await askingObjects(live, true)).map(({ ref, of }) => ({ name: nameOf(ref), meaning: of })),
  // As `httproute/shop/web`.
  'object-kind': async (live) =>
    (await askingObjects(live, true)).map(({ ref, of }) => ({
      name: `${ref.kind.toLowerCase()}/${nameOf(ref)}`,
      meaning: of,
    })),
  gateway: async (live) =>
    (await everywhere(live, 'Gateway')).map((one) => ({
      name: nameOf(refOf(one)),
      meaning: `class ${one.spec?.gatewayClassName ?? 'none'}`,
    })),
  host: async (live) => [...hostCandidates(await listed(live, 'Ingress')), ...(await hostsOfRoutes(live, false))],
  'any-host': async (live) => [
    ...hostCandidates(await everywhere(live, 'Ingress')),
    ...(await hostsOfRoutes(live, true)),
  ],
  path: async (live) => pathCandidates(await listed(live, 'Ingress')),
  'any-path': async (live) => pathCandidates(await everywhere(live, 'Ingress')),
  url: async (live) => (await everywhere(live, 'Ingress')).flatMap(urlsOf),
  service: async (live) =>
    (await listed(live, 'Service')).flatMap((one) => {
      const ports = one.spec?.ports ?? []
      const { name } = refOf(one)
      const meaning = ports.map(({ name, port }) => `${port}${name ? ` ${name}` : ''}`).join(', ')
      return [
        { name, meaning },
        ...ports.map(({ port, name: called }) => ({ name: `${name}:${port}`, meaning: called ?? '' })),
      ]
    }),
  class: async (live) =>
    (await listed(live, 'IngressClass')).map((one) => ({ name: refOf(one).name, meaning: one.spec?.controller ?? '' })),
  controller: async (live) =>
    (await found(live)).map((one) => ({
      name: nameOf(one),
      meaning: `${one.kind} ${one.release.version ?? ''}`.trim(),
    })),
  workload: async (live) =>
    (await found(live)).map(({ name, namespace, kind }) => ({ name, meaning: `${kind} in ${namespace}` })),
  pod: async (live) =>
    (await replicas(live)).map(({ name, namespace, state }) => ({ name, meaning: `${state}, in ${namespace}` })),
  container: async (live) => (await replicas(live)).map(({ container }) => ({ name: container, meaning: '' })),
  dialect: async (live) =>
    (await live.controllers()).dialects
      .filter(({ reads }) => reads.rules)
      .map(({ id, title }) => ({ name: id, meaning: title })),
  backend: async (live) => {
    const [{ dialectOf }, ingresses, controllers] = await Promise.all([
      live.controllers(),
      everywhere(live, 'Ingress'),
      found(live),
    ])
    const names = [...new Set(controllers.map(dialectOf))].flatMap(({ backends }) => [
      ...(backends?.names(ingresses) ?? []),
    ])
    return names.map(([name, service]) => ({ name, meaning: nameOf(service) }))
  },
}

/** @returns sorted by name, each name once, without any that a terminal could take for something else */
export async function liveCandidates(kind: LiveKind, live: LiveSource): Promise<Candidate[]> {
  const byName = new Map<string, Candidate>()
  for (const one of await readers[kind](live))
    if (isOneWord(one.name) && one.name !== mask && !byName.has(one.name)) byName.set(one.name, one)
  return [...byName.values()].sort((a, b) => compare(a.name, b.name))
}

async function listed<K extends Kind>(live: LiveSource, kind: K): Promise<readonly Kinds[K][]> {
  const cluster = await live.cluster()
  return (await cluster.list(kind, { scope: cluster.scope })).items
}

async function everywhere<K extends Kind>(live: LiveSource, kind: K): Promise<readonly Kinds[K][]> {
  return (await (await live.cluster()).list(kind, { scope: 'all-namespaces' })).items
}

async function found(live: LiveSource) {
  return (await (await live.controllers()).find(live.namespace)).controllers
}

async function replicas(live: LiveSource): Promise<Replica[]> {
  return (await found(live)).flatMap((controller) => controller.replicas)
}

/** Objects that ask for routes, with their kind and hosts. */
async function askingObjects(live: LiveSource, isWide: boolean): Promise<{ readonly ref: Ref; readonly of: string }[]> {
  const ingresses = isWide ? await everywhere(live, 'Ingress') : await listed(live, 'Ingress')
  const [routes, custom] = await Promise.all([routesOf(live, isWide), customObjects(live)])
  const { scope } = await live.cluster()
  return [
    ...ingresses.map((one) => ({ ref: refOf(one), of: hosts(one) })),
    ...routes.map((one) => ({ ref: refOf(one), of: [one.kind, ...(one.spec?.hostnames ?? [])].join(' ') })),
    ...custom.map(refOf).flatMap((ref) => (isWide || isInScope(scope, ref.namespace) ? { ref, of: ref.kind } : [])),
  ]
}

/** Of the kinds that the controllers of usual installations brought with them; of all, where pods may not be seen. */
async function customObjects(live: LiveSource): Promise<readonly CustomObject[]> {
  const [cluster, controllers] = await Promise.all([live.cluster(), live.controllers()])
  const { controllers: usual, gaps } = await controllers.findUsual()
  const dialects = gaps.length > 0 ? controllers.dialects : usual.map(controllers.dialectOf)
  const all = new Set(dialects.flatMap(({ customKinds = [] }) => customKinds))
  return (await Promise.all([...all].map((kind) => cluster.listCustom(kind, 'all-namespaces')))).flatMap(
    ({ items }) => items,
  )
}

async function hostsOfRoutes(live: LiveSource, isWide: boolean): Promise<Candidate[]> {
  const routes = await routesOf(live, isWide)
  return routes.flatMap((one) => (one.spec?.hostnames ?? []).map((name) => ({ name, meaning: refOf(one).name })))
}

async function routesOf(live: LiveSource, isWide: boolean): Promise<readonly GatewayRoute[]> {
  const list = isWide ? everywhere : listed
  return (await Promise.all(gatewayRouteKinds.map((kind) => list<GatewayRoute['kind']>(live, kind)))).flat()
}

/** Nobody knows which names a wildcard or a rule without a host is asked by. */
function urlsOf(ingress: Ingress): Candidate[] {
  const { rules, tls } = ingress.spec ?? {}
  const meaning = nameOf(refOf(ingress))
  const secured = new Set(tls?.flatMap(({ hosts }) => hosts ?? []))
  return (rules ?? []).flatMap(({ host, http }) =>
    host && !host.startsWith('*')
      ? (http?.paths ?? []).map(({ path }) => ({
          name: `${secured.has(host) ? 'https' : 'http'}://${host}${path ?? '/'}`,
          meaning,
        }))
      : [],
  )
}

function hosts({ spec }: Ingress): string {
  return [...new Set(spec?.rules?.flatMap(({ host }) => host || []))].join(', ')
}

function hostCandidates(ingresses: readonly Ingress[]): Candidate[] {
  return tallied(rulesOf(ingresses), ({ rule }) => [rule.host ?? ''])
}

function pathCandidates(ingresses: readonly Ingress[]): Candidate[] {
  return tallied(rulesOf(ingresses), ({ rule }) => rule.http?.paths?.map(({ path }) => path ?? '') ?? [])
}

function rulesOf(ingresses: readonly Ingress[]) {
  return ingresses.flatMap((ingress) =>
    (ingress.spec?.rules ?? []).map((rule) => ({ ingress: refOf(ingress).name, rule })),
  )
}

/** Each name with the Ingresses that have it. */
function tallied<T extends { readonly ingress: string }>(
  all: readonly T[],
  namesOf: (one: T) => readonly string[],
): Candidate[] {
  const ingresses = new Map<string, Set<string>>()
  for (const one of all)
    for (const name of namesOf(one)) ingresses.set(name, (ingresses.get(name) ?? new Set()).add(one.ingress))
  return [...ingresses].map(([name, names]) => ({ name, meaning: [...names].join(', ') }))
}
