/** What differs between two states of a cluster: hosts, paths, backends, certificates and configurations. */
import type { CertificateFacts } from '../../domain/certificates.js'
import { compare } from '../../domain/compare.js'
import type { Places } from './places.js'
import type { Conf, Side } from './side.js'

export type DifferenceKind = 'host' | 'path' | 'backend' | 'certificate' | 'configuration'

export type DifferenceChange = 'added' | 'gone' | 'moved' | 'changed'

export interface Difference {
  /** `backend`: the same host and path, and another one answers; `configuration`: a block of what a replica runs */
  readonly what: DifferenceKind
  /** `moved`: another one answers; `changed`: it is another one */
  readonly change: DifferenceChange
  /** a host, a host with its path, the block of a configuration */
  readonly subject: string
  /** who answers, or the certificate; empty: nobody, or the default one; null: not told, see `conf` */
  readonly before: readonly string[] | null
  readonly after: readonly string[] | null
}

export async function differencesOf(before: Side, after: Side): Promise<Difference[]> {
  const routes = routeDifferences(before.places, after.places)
  const certificates = certificateDifferences(before.certificates, after.certificates, routes)
  return [...routes, ...certificates, ...(await confDifferences(before.confs, after.confs, routes))]
}

function routeDifferences(before: Places, after: Places): Difference[] {
  const hosts = [...new Set([...before.keys(), ...after.keys()])].sort(compare)
  return hosts.flatMap((host): Difference[] => {
    const [old, now] = [before.get(host), after.get(host)]
    if (old === undefined || now === undefined) {
      const all = [...(old ?? now ?? [])].flatMap(([place, answers]) => answers.map((one) => `${place} → ${one}`))
      const [was, is] = old === undefined ? [[], all] : [all, []]
      return [{ what: 'host', change: old === undefined ? 'added' : 'gone', subject: host, before: was, after: is }]
    }
    const places = [...new Set([...old.keys(), ...now.keys()])].sort(compare)
    return places.flatMap((place) => pathDifference(`${host}${place}`, old.get(place), now.get(place)))
  })
}

function pathDifference(
  subject: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): Difference[] {
  if (before === undefined) return [{ what: 'path', change: 'added', subject, before: [], after: after ?? [] }]
  if (after === undefined) return [{ what: 'path', change: 'gone', subject, before, after: [] }]
  return before.join('\n') === after.join('\n') ? [] : [{ what: 'backend', change: 'moved', subject, before, after }]
}

/** Of a host that came or went, its certificate came or went with it. */
function certificateDifferences(
  before: Side['certificates'],
  after: Side['certificates'],
  routes: readonly Difference[],
): Difference[] {
  const told = new Set(routes.flatMap(({ what, subject }) => (what === 'host' ? subject : [])))
  const hosts = [...new Set([...before.keys(), ...after.keys()])].filter((host) => !told.has(host)).sort(compare)
  return hosts.flatMap((subject): Difference[] => {
    const [old, now] = [before.get(subject) ?? null, after.get(subject) ?? null]
    if (old?.sha256 === now?.sha256) return []
    const change = old === null ? 'added' : now === null ? 'gone' : 'changed'
    return [{ what: 'certificate', change, subject, before: textsOf(old), after: textsOf(now) }]
  })
}

function textsOf(facts: CertificateFacts | null): string[] {
  return facts === null ? [] : [`${facts.subject} ${facts.serial} until ${facts.notAfter.slice(0, 10)}`]
}

/** The block of a host whose routes differ cannot be the same: that is told already. */
async function confDifferences(
  before: Side['confs'],
  after: Side['confs'],
  routes: readonly Difference[],
): Promise<Difference[]> {
  const told = new Set(routes.map(({ subject }) => subject.split('/')[0] ?? ''))
  const isTold = (key: string) => key.split(' ').some((word) => told.has(word === '_' ? '*' : word))
  const found = await Promise.all(pairsOf(before, after).map(([old, now]) => differentBlocks(old, now, isTold)))
  return found
    .flat()
    .map(([change, subject]) => ({ what: 'configuration', change, subject, before: null, after: null }))
}

/** A capture keeps a configuration masked: what is not the same is looked at as it may be shown. */
async function differentBlocks(
  { digests: old, shown }: Conf,
  { digests: now, shown: shownNow }: Conf,
  isTold: (key: string) => boolean,
): Promise<(readonly [DifferenceChange, string])[]> {
  const keys = [...new Set([...old.keys(), ...now.keys()])]
  const others = new Set(keys.filter((key) => old.get(key) !== now.get(key) && !isTold(key)))
  if (others.size === 0) return []
  const [was, is] = await Promise.all([shown(others), shownNow(others)])
  return [...others].flatMap((key): [DifferenceChange, string][] => {
    if (was.get(key) === is.get(key)) return []
    return [[was.has(key) ? (is.has(key) ? 'changed' : 'gone') : 'added', key]]
  })
}

/** Each controller beside that of its name; where there is one alone on each side, those. */
function pairsOf(before: Side['confs'], after: Side['confs']): (readonly [Conf, Conf])[] {
  const [[name, first] = [], ...more] = [...before]
  const [[other, second] = [], ...others] = [...after]
  const isAlone = more.length + others.length === 0 && name?.split(' ')[0] === other?.split(' ')[0]
  if (first !== undefined && second !== undefined && isAlone) return [[first, second]]
  return [...before].flatMap(([key, conf]) => {
    const same = after.get(key)
    return same === undefined ? [] : [[conf, same] as const]
  })
}
