/** What nginx says in its log of requests that failed behind it, or were more than it takes: of which Ingress, and why. */
import type { LoggedFailure } from '../../../../domain/findings/acting-facts.js'
import type { Ref } from '../../../../domain/objects/ref.js'
import { refKey } from '../../../../domain/objects/ref.js'
import { onceFor } from '../../../../domain/remember.js'
import { contains } from '../../../../languages/networks.js'
import { bytesIn } from '../../../../languages/nginx/text/size.js'
import { errorRecord } from '../../../shared/nginx/logs/records.js'
import type { Reaches } from '../../answer/reach.js'
import { type Limit, limitOf } from '../../model/limits.js'
import { keptBy } from '../../model/of-one.js'
import type { Kept, Model } from '../../model/types.js'
import { type Cause, remark } from '../cause.js'

/** Words that a line has all of. */
const failures: readonly (readonly [is: LoggedFailure, words: readonly string[], setting?: Limit['setting']])[] = [
  ['headers', ['upstream sent too big header'], 'proxy-buffer-size'],
  ['body', ['client intended to send too large', 'body: '], 'proxy-body-size'],
  ['late', ['upstream timed out', 'while reading response header'], 'proxy-read-timeout'],
  ['refused', ['connect() failed', 'refused) while connecting to upstream']],
  ['unreachable', ['upstream timed out', 'while connecting to upstream']],
  ['unreachable', ['connect() failed', 'No route to host) while connecting to upstream']],
  ['plain', ['SSL_do_handshake() failed', 'wrong version number']],
  ['http1', ['upstream sent too large http2 frame: 4740180']],
  ['not-http', ['upstream sent no valid HTTP/1.0 header']],
  ['certificate', ['upstream SSL certificate does not match']],
  ['certificate', ['upstream SSL certificate verify error']],
  ['closed', ['upstream prematurely closed connection while reading response header']],
  ['closed', ['recv() failed', 'Connection reset by peer) while reading response header from upstream']],
  ['forbidden', ['access forbidden by rule']],
  ['rps', ['limiting requests', '_rps"']],
  ['rpm', ['limiting requests', '_rpm"']],
  ['connections', ['limiting connections', '_conn"']],
]

/** How many requests are looked up: a busy proxy says the same of thousands. */
const most = 200

/** Ingress → what was said of its requests, of each failure the newest. @param lines oldest first */
export function loggedCauses(
  lines: readonly string[],
  { model, reaches }: { readonly model: Model; readonly reaches: Reaches },
): ReadonlyMap<string, readonly Cause[]> {
  const found = new Map<string, Map<LoggedFailure, Cause>>()
  const places = new Map<string, Ref | null>()
  let isReloaded = false
  for (const text of lines.toReversed()) {
    isReloaded ||= text.includes('successfully reloaded')
    const [is, words, setting] = failures.find(([, all]) => all.every((one) => text.includes(one))) ?? []
    const record = is === undefined ? null : errorRecord(text)
    if (is === undefined || words === undefined || record?.host == null || record.path === null) continue
    const path = record.path.replace(/[?#].*/, '')
    const host = record.host.replace(/:\d+$/, '')
    const place = `${host}${path}`
    if (!places.has(place) && places.size >= most) break
    const source = places.get(place) ?? reaches.placeOf(host, path).facts?.source ?? null
    places.set(place, source)
    const owner = source === null ? undefined : keptBy(model, source)
    if (source === null || owner === undefined) continue
    const own = found.get(refKey(source)) ?? new Map<LoggedFailure, Cause>()
    if (own.has(is)) continue
    const [, scheme = '', asked = null] = /, upstream: "(\w+):\/\/([^/"]+)/.exec(text) ?? []
    const address = asked ?? /, client: ([^,]+)/.exec(text)?.[1] ?? null
    const limit = limitIn(owner, model, setting ?? is, address)
    const bytes = is === 'body' ? Number(/body: (\d+) bytes/.exec(text)?.[1] ?? 0) : 0
    // Whoever changed what it was about did so after that line: what has room by now, or is spoken to otherwise.
    if (bytes > 0 ? (bytesIn(limit.value ?? '') ?? 0) >= bytes : limit.isSaid && isReloaded) continue
    if (limit.isMet || !speaks(owner, scheme)) continue
    if (is === 'refused' && address !== null && isGone(model, owner, address)) continue
    const facts = { is, host, path, address, limit: limit.value, bytes }
    found.set(refKey(source), own)
    own.set(is, remark('failure-logged', facts, { evidence: [`${record.time}: ${words.join(' … ')}`] }))
  }
  return new Map([...found].map(([name, own]) => [name, [...own.values()]]))
}

interface Found {
  /** as it is now; null: there is none */
  readonly value: string | null
  /** somebody has said so */
  readonly isSaid: boolean
  /** nobody would be kept out by it now */
  readonly isMet: boolean
}

function limitIn(owner: Kept, { policy }: Model, what: Limit['setting'] | LoggedFailure, client: string | null): Found {
  const written = (name: string) => owner.ingress.metadata.annotations?.[`${policy.annotationsPrefix}/${name}`]
  switch (what) {
    case 'proxy-buffer-size':
    case 'proxy-body-size':
    case 'proxy-read-timeout': {
      const { value, by } = limitOf(owner, policy, what)
      return { value, isSaid: by !== null, isMet: false }
    }
    case 'rps':
    case 'rpm':
    case 'connections': {
      const value = written(`limit-${what}`) ?? null
      return { value, isSaid: true, isMet: value === null }
    }
    case 'certificate':
      return {
        value: null,
        isSaid: written('proxy-ssl-name') !== undefined,
        isMet: owner.annotations.proxySsl === null,
      }
    case 'forbidden':
      return listOf(owner, written, client ?? '')
    default:
      return { value: null, isSaid: false, isMet: false }
  }
}

/** The list that keeps a client out. */
function listOf({ annotations }: Kept, written: (name: string) => string | undefined, client: string): Found {
  const { allowlist, denylist } = annotations.access
  const isIn = (list: readonly string[]) => list.some((range) => contains(range, client))
  if (isIn(denylist)) return { value: 'denylist-source-range', isSaid: false, isMet: false }
  if (allowlist.length === 0) return { value: null, isSaid: false, isMet: denylist.length > 0 }
  const name = ['whitelist-source-range', 'allowlist-source-range'].find((one) => written(one)) ?? null
  return { value: name, isSaid: false, isMet: isIn(allowlist) }
}

/** Of what location sends on by this protocol there is one way of URLs in the log. */
const schemes: Readonly<Record<string, string>> = {
  HTTP: 'http',
  HTTPS: 'https',
  GRPC: 'grpc',
  GRPCS: 'grpcs',
  FCGI: 'fastcgi',
}

function speaks({ annotations }: Kept, scheme: string): boolean {
  return scheme === '' || (schemes[annotations.backendProtocol] ?? scheme) === scheme
}

const addressesIn = onceFor(
  ({ upstreams }: Model) => new Set([...upstreams.values()].flatMap(({ endpoints }) => endpoints ?? [])),
)

/** Is nothing called so any more, as far as it is known what the Ingress leads to. */
function isGone(model: Model, { asked }: Kept, address: string): boolean {
  const isKnown = asked.every(({ upstream }) => model.upstreams.get(upstream ?? '')?.endpoints != null)
  return isKnown && !addressesIn(model).has(address)
}
