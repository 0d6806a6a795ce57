/** The public JSON of the verbs → what each says of a cluster, in words that all of them can be held to. */
import { session } from '../support/program/session.js'
import type {
  AnswerItem,
  CertificateItem,
  Name,
  Placed,
  RouteItem,
  ServiceName,
  StatusItem,
  TraceItem,
  WhyItem,
} from './documents.js'

/** Where the verbs look. */
export interface Source {
  /** each for a `--from` */
  readonly from: readonly string[]
  /** the replica that is asked; left out: the first */
  readonly pod?: string
  /** the controller that is asked, `NAMESPACE/NAME`; left out: whichever it is */
  readonly controller?: string | null
}

/** One route of `ingresses`: an Ingress rule, or a default backend (then without a path). */
export interface Route {
  /** `NAMESPACE/NAME` */
  readonly source: string
  readonly controller: string | null
  readonly host: string | null
  readonly path: string | null
  readonly pathType: string | null
  /** `NAMESPACE/SERVICE:PORT`; null: no Service */
  readonly backend: string | null
  readonly endpoints: { readonly state: string; readonly ready: number }
  /** `served`, `lost`, …; null: not worked out */
  readonly fate: string | null
}

/** One row of `why`. */
export interface Fate {
  readonly source: string
  readonly controller: string | null
  /** null: the Ingress as a whole */
  readonly rule: Pick<Route, 'host' | 'path' | 'pathType' | 'backend'> | null
  readonly served: boolean | null
  /** `severity code`, worst first */
  readonly codes: readonly string[]
}

/** One answer of `trace`. */
export interface Answer {
  readonly verdict: string
  readonly status: number | null
  readonly source: string | null
  readonly backend: string | null
  /** `NAMESPACE-SERVICE-PORT` of all that may get it */
  readonly upstreams: readonly string[]
  /** those of them behind which anybody is */
  readonly alive: readonly string[]
  /** as the proxy counts them, and as the Service's slices have them; null: not told */
  readonly endpoints: { readonly balanced: number | null; readonly ready: number | null }
  /** the Secret whose certificate is shown; null: the default certificate, or passed through; undefined: no TLS */
  readonly secret?: string | null
  /** the sources of the rules that lost, and their paths */
  readonly losers: readonly string[]
  /** those of them that may get it all the same */
  readonly equals: readonly string[]
}

/**
 * What `trace` says of a request: its own answer, then those to the redirects that it leads to.
 * One that only sends it on to the same place over https, or with a slash at its end, is left out.
 */
export interface Traced {
  readonly url: string
  readonly asked: readonly Answer[]
  readonly served: readonly Answer[]
  readonly agree: boolean | null
  /** its redirects lead back to themselves */
  readonly isLoop: boolean
}

/** One row of `certs`. */
export interface Certificate {
  readonly host: string
  readonly controller: string | null
  readonly secret: string | null
  readonly state: string
}

/** One row of `status`. */
export interface Status {
  readonly replica: string
  readonly inSync: boolean | null
  /** null: not known */
  readonly routes: {
    readonly asked: number
    readonly missing: readonly string[]
    /** that not asked for */
    readonly stale: readonly string[]
  } | null
  /** backends with other endpoints, that are missing, or that not asked for */
  readonly differing: readonly string[] | null
}

export interface Request {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export async function routesOf(source: Source): Promise<Route[]> {
  const items = await read<RouteItem>(source, ['ingresses', '-A'])
  // Of objects that only one controller knows `why` does not tell.
  return items.flatMap((item) => {
    if (item.source.kind !== 'Ingress') return []
    const [backend] = item.backends
    return {
      source: nameOf(item.source),
      controller: item.controller && nameOf(item.controller),
      host: item.host,
      path: item.match?.path ?? null,
      pathType: item.match?.pathType ?? null,
      backend: backend?.service ? serviceOf(backend.service) : null,
      endpoints: backend?.endpoints ?? { state: 'none', ready: 0 },
      fate: item.fate?.is ?? null,
    }
  })
}

/** @param names `NAMESPACE/NAME`: of what is not named, `why` tells only what is wrong */
export async function fatesOf(source: Source, names: readonly string[]): Promise<Fate[]> {
  const items = names.length === 0 ? [] : await read<WhyItem>(source, ['why', ...names])
  return items.map(({ source: from, controller, rule, served, causes }) => ({
    source: nameOf(from),
    controller: controller && nameOf(controller),
    rule: rule && { ...rule, backend: rule.backend && `${from.namespace}/${rule.backend}` },
    served,
    codes: causes.map(({ severity, code }) => `${severity} ${code}`),
  }))
}

export async function certificatesOf(source: Source): Promise<Certificate[]> {
  const items = await read<CertificateItem>(source, ['certs'])
  return items.map(({ host, controller, secret, state }) => ({
    host,
    controller: controller && nameOf(controller),
    secret: secret && nameOf(secret),
    state,
  }))
}

export async function statusOf(source: Source): Promise<Status[]> {
  const items = await read<StatusItem>(source, ['status'])
  return items.map(({ replica, inSync, routes, backends }) => ({
    replica: nameOf(replica),
    inSync,
    routes: routes && {
      asked: routes.asked,
      missing: routes.missing.map(placeOf),
      stale: (routes.stale ?? []).map(placeOf),
    },
    differing: backends && [
      ...backends.different.map(({ name }) => name),
      ...backends.missing,
      ...(backends.stale ?? []),
    ],
  }))
}

function placeOf({ source, host, path }: Placed): string {
  return `${nameOf(source)} ${host ?? '_'} ${path}`
}

/** All in one go: a list of requests is answered by one command. */
export async function tracesOf(source: Source, requests: readonly Request[]): Promise<Traced[]> {
  if (requests.length === 0) return []
  const lines = requests.map((request) => JSON.stringify(request)).join('\n')
  const items = await read<TraceItem>(source, ['trace', '--input', '-'], lines)
  if (items.length !== requests.length) throw new Error(`${requests.length} requests, ${items.length} answers`)
  return items.map((item) => {
    const all = [item, ...item.followed]
    const ends = all.filter((one, i) => !isSentOn(one.request, all[i + 1]?.request))
    return {
      url: `${item.request.scheme}://${item.request.host}${item.request.path}`,
      asked: ends.flatMap(({ asked }) => (asked ? [answerOf(asked)] : [])),
      served: ends.flatMap(({ served }) => (served ? [answerOf(served)] : [])),
      agree: all.some(({ agree }) => agree === false) ? false : item.agree,
      isLoop: item.isLoop,
    }
  })
}

function isSentOn(from: TraceItem['request'], to: TraceItem['request'] | undefined): boolean {
  const place = ({ host, path }: TraceItem['request']) => `${host}${plain(path).replace(/\/$/, '')}`
  return to !== undefined && place(from) === place(to)
}

/** As it is when decoded, where it can be. */
function plain(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

function answerOf(said: AnswerItem): Answer {
  const { outcomes, source, backend, split, hops, losers, upstream } = said
  // Behind a guard it is who passes that counts.
  const passed = outcomes.find(({ when }) => when === 'pass')
  const { verdict, status } = said.verdict === 'guarded' && passed && passed.verdict !== 'served' ? passed : said
  const detail = (kind: string) => hops.find((one) => one.kind === kind)?.detail
  const tls = detail('tls')
  const shares = split.length === 0 && upstream !== null ? [{ upstream, when: '' }] : split
  return {
    verdict,
    status,
    source: source && nameOf(source),
    backend: backend && `${backend.namespace}/${backend.service}:${backend.port}`,
    upstreams: shares.map((one) => one.upstream),
    alive: shares.flatMap((one) => (/, answered with 5/.test(one.when) ? [] : one.upstream)),
    endpoints: {
      balanced: numberIn(/^(\d+) endpoint/, detail('upstream')),
      ready: numberIn(/^(\d+) of \d+ endpoint/, detail('service')),
    },
    ...(tls === undefined ? {} : { secret: /^the certificate of Secret ([^\s,]+)/.exec(tls)?.[1] ?? null }),
    losers: losers.map(textOf),
    equals: losers.filter(({ code }) => code === 'equal-priority').map(textOf),
  }
}

function textOf({ source, host, path, pathType }: AnswerItem['losers'][number]): string {
  return `${nameOf(source)} ${host ?? '*'}${path ?? ''} ${pathType ?? ''}`
}

async function read<T>({ from, pod, controller }: Source, verb: readonly string[], stdin = ''): Promise<readonly T[]> {
  const asked = [
    ...(pod === undefined || verb[0] === 'ingresses' ? [] : ['--pod', pod]),
    ...(controller ? ['--controller', controller] : []),
  ]
  const argv = [...verb, '-o', 'json', ...from.flatMap((one) => ['--from', one]), ...asked]
  const { stdout, stderr } = await session(argv, { stdin })
  if (stdout === '') throw new Error(`${argv.join(' ')}: ${stderr}`)
  const document = JSON.parse(stdout)
  return document.items ?? [document]
}

function nameOf({ namespace, name }: Name): string {
  return `${namespace}/${name}`
}

function serviceOf(service: ServiceName): string {
  return `${nameOf(service)}${service.port === null ? '' : `:${service.port}`}`
}

function numberIn(pattern: RegExp, text: string | undefined): number | null {
  const found = pattern.exec(text ?? '')?.[1]
  return found === undefined ? null : Number(found)
}
