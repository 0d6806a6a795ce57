/**
 * What makes nginx refuse all files together. The controller writes each file as it is asked to, reloads, and from then on
 * every reload fails, whatever object it is for.
 */
import type { BreakCode, Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { isSame, nameOf, type Ref } from '../../../domain/objects/ref.js'
import { patternFault } from '../../../languages/nginx/pcre/fault.js'
import { type Breaks, breaksFrom, type ConfFlaw } from '../../shared/nginx/breaks.js'
import type { Policy } from '../workload/policy.js'
import type { AskedRoutes } from './asked.js'
import { BlockChecker } from './block-breaks.js'
import { configBlocks } from './config-blocks.js'
import type { Lack, LackCode, Location, Server, Transport, Upstream } from './types.js'

/**
 * @param objects that have a part in a configuration
 */
export function breaksIn(
  servers: readonly Server[],
  upstreams: ReadonlyMap<string, Upstream>,
  transports: readonly Transport[],
  policy: Policy,
  objects: Iterable<{ readonly ref: Ref; readonly createdAt: string | null | undefined }>,
): Breaks {
  const sure = servers.filter(({ doubt }) => doubt === null)
  const ofConfig = configBlocks(policy)
  const checker = new BlockChecker(policy, servers, ofConfig)
  const flaws = [
    ...checker.ofConfig(ofConfig),
    ...sure.flatMap((one) => [...duplicates(one), ...patterns(one), ...rewrites(one), ...checker.ofServer(one)]),
    ...transports.flatMap((one) => [...checker.ofTransport(one)]),
    ...addressless(sure, upstreams),
  ]
  const { testsFiles } = policy.settings
  const breaks = breaksFrom(
    testsFiles ? flaws.map(undone) : flaws,
    new Map([...objects].map(({ ref, createdAt }) => [nameOf(ref), createdAt])),
  )
  return testsFiles ? { ...breaks, first: null, before: byFile(servers, breaks) } : breaks
}

/** What is taken back with an object: all that its file holds. */
function byFile(servers: readonly Server[], breaks: Breaks): Breaks['before'] {
  const files = new Map<string, ConfFlaw>()
  for (const { source, locations } of servers) {
    const parts = [source, ...locations.map((one) => one.source)]
    const flaw = parts.flatMap((one) => breaks.by(one))[0]
    if (flaw !== undefined) for (const one of parts) files.set(nameOf(one), flaw)
  }
  return (ref) => files.get(nameOf(ref)) ?? breaks.by(ref)[0] ?? null
}

/** Each file is tried by itself, and taken back where nginx refuses it (-enable-config-safety). */
function undone(flaw: ConfFlaw): ConfFlaw {
  return { ...flaw, found: { ...flaw.found, facts: { ...flaw.found.facts, isUndone: true } } as Told<BreakCode> }
}

/** Of equal patterns the first counts. */
function* duplicates({ host, locations }: Server): Generator<ConfFlaw> {
  const known = new Map<string, Location>()
  for (const one of locations.filter(({ head }) => !head.startsWith('~'))) {
    // One that patterns do not come before is a prefix as any other.
    const head = one.head.replace(/^\^~\s*/, '')
    const before = known.get(head)
    if (before === undefined) known.set(head, one)
    else {
      const others = [before.source, one.source]
      const facts = { host, paths: [pathOf(before), pathOf(one)], form: one.head, others } as const
      yield { found: told('duplicate-location', facts), host, path: pathIn(one), ingresses: others }
    }
  }
}

function pathOf({ asked, head }: Location): string {
  return asked?.match == null ? head : `${asked.match.pathType} ${asked.match.path ?? '/'}`
}

function pathIn({ asked }: Location): string | null {
  return asked?.match?.path ?? null
}

/** The sign of equality before an exact path is written into its rewrite, too. */
function* rewrites({ host, locations }: Server): Generator<ConfFlaw> {
  for (const one of locations) {
    if (!/\s/.test(one.rewrite?.pattern ?? '')) continue
    const others = [one.source]
    const refusal = 'invalid number of arguments in "rewrite" directive'
    const facts = { annotation: 'nginx.org/rewrite-target', value: one.rewrite?.target ?? '', refusal, others }
    yield { found: told('value-breaks', facts), host, path: pathIn(one), ingresses: others }
  }
}

function* patterns({ host, locations }: Server): Generator<ConfFlaw> {
  for (const one of locations) {
    const path = /^~\*? "([\s\S]*)"$/.exec(one.head)?.[1]
    const fault = path === undefined ? null : patternFault(path)
    if (path === undefined || fault === null) continue
    const others = [one.source]
    yield { found: told('regex-breaks', { host, path, fault, others }), host, path: pathIn(one), ingresses: others }
  }
}

/** A headless Service has no address that could stand for its endpoints, nor has one of type ExternalName; a port of no such name is port 0. */
function* addressless(servers: readonly Server[], upstreams: ReadonlyMap<string, Upstream>): Generator<ConfFlaw> {
  const bad = [...upstreams.values()].filter(({ endpoints }) => /^(?:None)?:|:0$/.test(endpoints?.[0] ?? ''))
  for (const { name, endpoints } of bad) {
    // All upstreams of a VirtualServer are written, those of an Ingress where a location is.
    const owner = servers.find(
      ({ source, locations }) =>
        (source.kind === 'VirtualServer' && name.startsWith(`vs_${source.namespace}_${source.name}_`)) ||
        locations.some(({ asked }) => asked?.upstreams.has(name)),
    )
    if (owner === undefined) continue
    const others = [owner.source]
    const annotation = owner.source.kind === 'Ingress' ? 'nginx.org/use-cluster-ip' : 'use-cluster-ip'
    const [address = ''] = endpoints ?? []
    const fault = address.endsWith(':0') ? 'invalid port' : address.startsWith(':') ? 'no host' : 'host not found'
    const refusal = `${fault} in upstream "${address}"`
    const facts = { annotation, value: 'true', refusal, others }
    yield { found: told('value-breaks', facts), host: owner.host, path: null, ingresses: others }
  }
}

/** Whether what breaks it was there before an object of its own time is not known. */
export function loseBroken(breaks: Breaks, refs: readonly Ref[], asked: AskedRoutes): void {
  for (const ref of refs) {
    const lack = lackBy(breaks, ref)
    if (lack !== null) asked.lose(ref, lack)
  }
}

export function lackBy(breaks: Breaks, ref: Ref): Lack | null {
  const flaw = breaks.before(ref)
  if (flaw === null) return null
  const isOwn = breaks.by(ref).includes(flaw)
  const culprit = flaw.ingresses.at(-1) ?? null
  const others = flaw.ingresses.filter((one) => !isSame(one, ref))
  const own = { ...flaw.found, facts: { ...flaw.found.facts, others } } as Told<BreakCode>
  const found =
    isOwn || flaw.found.facts.isUndone ? own : told('reload-blocked', { by: flaw.found, culprit, isOwn: false })
  return { is: 'unknown', to: null, found }
}

/** It is nobody's who takes requests. */
export function isBreak(found: Told<LackCode>): found is Told<BreakCode | 'reload-blocked'> {
  return ['reload-blocked', 'duplicate-location', 'regex-breaks', 'snippet-breaks', 'value-breaks'].includes(found.code)
}
