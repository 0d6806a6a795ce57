/**
 * All verbs of the program say the same of generated Gateways, with Ingresses for some of their hosts beside them: what `routes`
 * calls served `why` does, and `trace` reaches; `certs` tells the Secret that `trace` shows; what `lint` and `why` both look
 * for they both find; and of a host of both worlds each answers. TKNG_SEED repeats a run, TKNG_AGREEMENT_CLUSTERS says how many
 * clusters are generated.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { envoyGateway } from '../../src/controllers/envoy-gateway/index.js'
import { groupedBy } from '../../src/domain/groups.js'
import { GatewayGenerator } from '../proxies/gateways/generate-gateways.js'
import { ownExtras, ownObjects } from '../proxies/gateways/generate-own-kinds.js'
import type { ServedObject } from '../proxies/watched-api.js'
import { pem } from '../support/cluster/tls-files.js'
import { session } from '../support/program/session.js'
import { seed } from '../support/random.js'

const owners = [
  'example.com/own',
  ...envoyGateway.gateway.controllerNames,
  'projectcontour.io/gateway-controller',
  'traefik.io/gateway-controller',
]
/** Found with a seed: who takes requests, or loses them for two reasons, by a certificate that is in no file. */
const known = [576_773_205, 1_846_145_357, 720_953_606, 1_152_432_093]
const clusters = Array.from({ length: Number(process.env.TKNG_AGREEMENT_CLUSTERS ?? 3) }, (_, i) => seed + i * 7919)
const runs = [...known, ...clusters]
const behind = { plain: [1, 2, 3, 4, 5, 6, 7, 8], sealed: [9, 10] }
const hosts = ['a.example.test', 'b.example.test', 'other.test']

interface Name {
  readonly namespace: string
  readonly name: string
}
interface Source extends Name {
  readonly kind: string
}
interface RouteItem {
  readonly source: Source
  readonly parents: readonly {
    readonly gateway: Name
    readonly listener: string
    readonly port: number
    readonly protocol: string
  }[]
  readonly host: string | null
  readonly match: {
    readonly path: string | null
    readonly pathType: string | null
    readonly method: string | null
    readonly headers: readonly Value[]
    readonly query: readonly Value[]
  } | null
  readonly fate: { readonly is: string; readonly status?: number | null; readonly why?: string } | null
}
interface Value {
  readonly name: string
  readonly type: string
  readonly value: string
}
interface WhyItem {
  readonly source: Source
  readonly rule: { readonly host: string | null; readonly path: string | null; readonly pathType: string | null } | null
  readonly served: boolean | null
  readonly causes: readonly { readonly code: string; readonly field: string | null }[]
}
interface LintItem {
  readonly code: string
  readonly source: Source
  readonly field: string | null
}
interface TraceItem {
  readonly gateway: Source | null
  readonly asked: {
    readonly verdict: string
    readonly status: number | null
    readonly source: Source | null
    readonly hops: readonly { readonly kind: string; readonly subject: string }[]
  } | null
  readonly findings: readonly { readonly code: string }[]
  readonly beside: readonly TraceItem[]
}
interface CertificateItem {
  readonly controller: Source | null
  readonly host: string
  readonly secret: Name | null
  readonly state: string
}

interface Listening {
  readonly listeners?: readonly {
    readonly name: string
    readonly port: number
    readonly protocol: string
    readonly hostname?: string
  }[]
  readonly parentRefs?: readonly { readonly namespace?: string; readonly name: string; readonly sectionName?: string }[]
}

/** Does a route name a listener of TLS that none of its rows is at, as far as it is known what there is. */
function isOutOfOne(written: readonly ServedObject[], rows: readonly RouteItem[], source: string): boolean {
  const own = rows.filter((one) => keyOf(one.source) === source).flatMap(({ parents }) => parents)
  const route = written.find(
    ({ kind, metadata: { namespace = '', name } }) => keyOf({ kind, namespace, name }) === source,
  )
  return ((route?.spec as Listening | undefined)?.parentRefs ?? []).some((parent) => {
    const namespace = parent.namespace ?? route?.metadata.namespace
    const gateway = written.find(
      ({ kind, metadata }) => kind === 'Gateway' && metadata.namespace === namespace && metadata.name === parent.name,
    )
    return ((gateway?.spec as Listening | undefined)?.listeners ?? []).some(
      ({ name, protocol }) =>
        ['HTTPS', 'TLS'].includes(protocol) &&
        (parent.sectionName ?? name) === name &&
        !own.some(
          (one) => one.gateway.namespace === namespace && one.gateway.name === parent.name && one.listener === name,
        ),
    )
  })
}

const keyOf = ({ kind, namespace, name }: Source) => `${kind} ${namespace}/${name}`

function ingress(host: string, i: number): ServedObject {
  const backend = { service: { name: 'one', port: { number: 80 } } }
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { namespace: 'shop', name: `old${i}`, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  }
}

function clusterOf(own: number, owner: string): ServedObject[] {
  const isOwn = owner === envoyGateway.gateway.controllerNames[0]
  const ports = { http: [80, 8080], https: 443, tcp: 9000, tls: own % 2 ? 443 : 8443 }
  const generator = new GatewayGenerator(own, ports, 25, isOwn ? ownExtras : undefined)
  const made = generator.objects(owner, behind, { cert: pem('server'), key: '' })
  const ingressClass = {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' },
    ...{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } },
  }
  const more = isOwn ? ownObjects(generator.chance, generator.breadth, behind, made) : []
  return [...made, ...more, ingressClass, ...hosts.map(ingress)]
}

async function itemsOf<T>(words: readonly string[], file: string, stdin = ''): Promise<readonly T[]> {
  const { stdout, stderr } = await session([...words, '-o', 'json', '--from', file], { stdin })
  if (stdout === '') throw new Error(`${words.join(' ')}: ${stderr}`)
  const document = JSON.parse(stdout)
  return document.items ?? [document]
}

/** A request that asks for one match and nothing else; null: it asks for a value by a pattern. */
function requestOf({ parents: [parent], host, match }: RouteItem): object | null {
  const { path = '/', pathType, method, headers = [], query = [] } = match ?? {}
  const isPattern = [...headers, ...query].some(({ type }) => type === 'RegularExpression')
  if (parent === undefined || match === null || isPattern || pathType === 'RegularExpression') return null
  if (parent.protocol !== 'HTTP' && parent.protocol !== 'HTTPS') return null
  const name = host?.replace('*', 'nobody') ?? 'nobody.invalid'
  const scheme = parent.protocol.toLowerCase()
  return {
    ...{ scheme, host: name, port: parent.port, gateway: `${parent.gateway.namespace}/${parent.gateway.name}` },
    ...{ method: method ?? 'GET', ...(scheme === 'https' && { sni: name }) },
    path: `${path}${query.length === 0 ? '' : `?${query.map((one) => `${one.name}=${one.value}`).join('&')}`}`,
    headers: Object.fromEntries(headers.map((one) => [one.name.toLowerCase(), one.value])),
  }
}

const servedBy: Readonly<Record<string, boolean | null>> = {
  ...{ served: true, fails: false, lost: false, dropped: false, 'never-matches': false },
  ...{ 'undefined-winner': null, unknown: null },
}

it.each(runs.map((own) => [own, owners[own % owners.length] ?? '']))(
  'TKNG_SEED=%i, %s',
  async (own, owner) => {
    const folder = mkdtempSync(join(tmpdir(), 'tkng-verbs-'))
    const written = clusterOf(own, owner)
    const fileOf = (name: string, items: readonly ServedObject[]) => {
      const file = join(folder, name)
      writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
      return file
    }
    // What came out of a cluster is all there is; of what people write a part may be elsewhere, and lint takes it so.
    const withUid = (one: ServedObject, i: number) => ({ ...one, metadata: { ...one.metadata, uid: `${i}` } })
    const file = fileOf('cluster.json', written.map(withUid))
    const part = fileOf('written.json', written)
    const all = await itemsOf<RouteItem>(['routes', '-A'], file)
    const routes = all.filter(({ source }) => source.kind !== 'Ingress')
    const names = new Set(routes.map(({ source: { kind, namespace, name } }) => `${kind}/${namespace}/${name}`))
    const [why, lint, lintOfPart, certificates] = await Promise.all([
      itemsOf<WhyItem>(['why', ...names], file),
      itemsOf<LintItem>(['lint'], file),
      itemsOf<LintItem>(['lint'], part),
      itemsOf<CertificateItem>(['certs'], file),
    ])
    const wrong: string[] = []

    const ofWhy = groupedBy(
      why.flatMap((one) => (one.rule === null ? [] : { ...one, place: one.rule })),
      ({ source, place }) => `${keyOf(source)} ${place.host} ${place.pathType} ${place.path}`,
    )
    for (const { source, host, match, fate } of routes) {
      const key = `${keyOf(source)} ${host} ${match?.pathType ?? null} ${match?.path ?? null}`
      const said = ofWhy.get(key)?.map(({ served }) => served) ?? []
      const wanted = servedBy[fate?.is ?? 'unknown'] ?? null
      // A backend without endpoints has its requests all the same.
      const fits = said.includes(wanted) || (wanted === true && said.includes(false))
      if (!fits) wrong.push(`${key}: routes ${fate?.is}, why ${said.join()}`)
    }

    // Whoever answers a request that asks for one match has a row that is not lost.
    const asked = routes.flatMap((route) => requestOf(route) ?? [])
    const lines = (requests: readonly object[]) => requests.map((one) => JSON.stringify(one)).join('\n')
    const traces = await itemsOf<TraceItem>(['trace', '--input', '-'], file, lines(asked))
    expect(traces.length).toBe(asked.length)
    for (const [i, { asked: answer, gateway }] of traces.entries()) {
      if (answer === null || answer.source === null || answer.verdict === 'unknown') continue
      const { source, verdict, status } = answer
      const own = routes.filter((one) => keyOf(one.source) === keyOf(source))
      const is = new Set(own.map(({ fate }) => fate?.is ?? 'unknown'))
      const said = `${JSON.stringify(asked[i])} at ${gateway?.name}: ${keyOf(source)} ${verdict} ${status}`
      if (!['served', 'fails', 'undefined-winner', 'unknown'].some((one) => is.has(one)))
        wrong.push(`${said}, routes ${[...is].join()}`)
      // A redirect that comes back to itself is none that leads anywhere.
      const isEndless = own.every(({ fate }) => fate?.why?.includes('without end') === true)
      if ((verdict === 'served' || (verdict === 'redirect' && !isEndless)) && is.size === 1 && is.has('fails'))
        wrong.push(`${said}, which fails`)
    }

    // A certificate is the one of the listener that has the name.
    const secure = certificates.filter(({ controller, secret }) => controller?.kind === 'Gateway' && secret !== null)
    const shakes = secure.map(({ host, controller }) => {
      const name = host.replace('*', 'nobody')
      return {
        scheme: 'https',
        host: name,
        sni: name,
        path: '/',
        gateway: `${controller?.namespace}/${controller?.name}`,
      }
    })
    const listeners = written.flatMap(({ spec }) => (spec as Listening | undefined)?.listeners ?? [])
    const isOther = ({ port, protocol }: { port: number; protocol: string }) => protocol === 'HTTPS' && port !== 443
    const elsewhere = new Set([
      ...listeners.flatMap((one) => (isOther(one) ? (one.hostname ?? []) : [])),
      ...routes.flatMap(({ host, parents }) => (parents.some(isOther) ? (host ?? []) : [])),
    ])
    const shown = await itemsOf<TraceItem>(['trace', '--input', '-'], file, lines(shakes))
    for (const [i, { host, secret, state }] of secure.entries()) {
      const secrets = (shown[i]?.asked?.hops ?? []).flatMap(({ kind, subject }) => (kind === 'tls' ? [subject] : []))
      const wanted = `Secret ${secret?.namespace}/${secret?.name}`
      // Of another port than the usual one nothing is asked here.
      const isAsked = !elsewhere.has(host)
      if (isAsked && ['ok', 'mismatch', 'expired'].includes(state) && secrets.length > 0 && !secrets.includes(wanted))
        wrong.push(`${host} ${JSON.stringify(shakes[i])}: certs ${wanted} ${state}, trace ${secrets.join()}`)
    }

    // What both look for both find.
    const found = (one: { readonly code: string; readonly field: string | null }, source: Source) =>
      `${one.code} ${keyOf(source)} ${one.field}`
    const whys = new Set(why.flatMap(({ source, causes }) => causes.map((one) => found(one, source))))
    const codes = new Set(why.flatMap(({ causes }) => causes.map(({ code }) => code)))
    const ofRoutes = (all: readonly LintItem[]) =>
      all.flatMap((one) => (codes.has(one.code) && one.source.kind.endsWith('Route') ? found(one, one.source) : []))
    const lints = new Set(ofRoutes(lint))
    for (const one of lints) if (!whys.has(one)) wrong.push(`lint alone: ${one}`)
    // What has no requests for want of a certificate is looked at all the same where that may be elsewhere.
    const isIdle = (said: string) => {
      const [, source = '', field = ''] = /^\S+ (\S+ \S+) (\S+)$/.exec(said) ?? []
      if (isOutOfOne(written, routes, source)) return true
      return [...whys].some((one) => {
        const [code = '', kind, name, at = ''] = one.split(' ')
        if (`${kind} ${name}` !== source) return false
        if (code === 'route-detached' || code === 'hostname-unserved') return true
        // A listener that is shut is told in place of all else that keeps a route, or a rule, from having requests.
        const isShut = code === 'listener-out' || code === 'grant-missing'
        if (isShut && at.startsWith('spec.parentRefs')) return true
        return (code === 'match-taken' || (isShut && /^spec\.rules\[\d+\]$/.test(at))) && field.startsWith(at)
      })
    }
    for (const one of ofRoutes(lintOfPart))
      if (!whys.has(one) && !isIdle(one)) wrong.push(`lint of a part alone: ${one}`)
    for (const one of whys)
      if (lint.some(({ code }) => code === one.split(' ')[0]) && !lints.has(one)) wrong.push(`why alone: ${one}`)

    // Of a host of both worlds each answers, as it does alone; what differs is told.
    const places = hosts.map((host) => ({ scheme: 'http', host, path: '/a' }))
    const both = await itemsOf<TraceItem>(['trace', '--input', '-'], file, lines(places))
    for (const [i, { asked: answer, beside, findings }] of both.entries()) {
      if (answer?.source?.kind !== 'Ingress') wrong.push(`${hosts[i]}: ${answer?.source?.kind} comes first`)
      const alone = await itemsOf<TraceItem>(
        ['trace', '--input', '-'],
        file,
        lines(beside.map(({ gateway }) => ({ ...places[i], gateway: `${gateway?.namespace}/${gateway?.name}` }))),
      )
      const textOf = (one: TraceItem) => `${one.asked?.verdict} ${one.asked?.status} ${one.asked?.source?.name}`
      if (beside.map(textOf).join() !== alone.map(textOf).join())
        wrong.push(`${hosts[i]}: beside ${beside.map(textOf).join()}, alone ${alone.map(textOf).join()}`)
      // What nobody knows differs from nothing.
      const differs = beside.some(({ asked }) => asked?.verdict !== 'unknown' && asked?.verdict !== answer?.verdict)
      if (differs && !findings.some(({ code }) => code === 'worlds-differ')) wrong.push(`${hosts[i]}: nothing is told`)
    }
    expect(wrong).toEqual([])
  },
  120_000,
)
