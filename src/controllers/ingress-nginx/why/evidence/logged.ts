/** What nginx says in its log of requests that failed behind it, or were more than it takes: of which Ingress, and why. */
import type { LoggedFailure } from '../../../../domain/findings/acting-facts.js'
import type { Ref } from '../../../../domain/objects/ref.js'
import { refKey } from '../../../../domain/objects/ref.js'
import { bytesIn } from '../../../../languages/nginx/text/size.js'
import { errorRecord } from '../../../shared/nginx/logs/records.js'
import type { Reaches } from '../../answer/reach.js'
import { type Limit, limitOf } from '../../model/limits.js'
import { keptBy } from '../../model/of-one.js'
import type { Model } from '../../model/types.js'
import { type Cause, remark } from '../cause.js'

/** Words that a line has all of. */
const failures: readonly (readonly [is: LoggedFailure, words: readonly string[], setting: Limit['setting'] | null])[] =
  [
    ['headers', ['upstream sent too big header'], 'proxy-buffer-size'],
    ['body', ['client intended to send too large body'], 'proxy-body-size'],
    ['late', ['upstream timed out', 'while reading response header'], 'proxy-read-timeout'],
    ['refused', ['connect() failed', 'refused) while connecting to upstream'], null],
    ['plain', ['SSL_do_handshake() failed', 'wrong version number'], null],
    ['closed', ['upstream prematurely closed connection while reading response header'], null],
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
  for (const text of lines.toReversed()) {
    const [is, words, setting] = failures.find(([, all]) => all.every((one) => text.includes(one))) ?? []
    const record = is === undefined ? null : errorRecord(text)
    if (is === undefined || words === undefined || record?.host == null || record.path === null) continue
    const path = record.path.replace(/[?#].*/, '')
    const host = record.host.replace(/:\d+$/, '')
    const place = `${host}${path}`
    if (!places.has(place) && places.size >= most) break
    const source = places.get(place) ?? reaches.placeOf(host, path).facts?.source ?? null
    places.set(place, source)
    if (source === null) continue
    const limit = setting && limitOf(keptBy(model, source) ?? null, model.policy, setting)
    const bytes = is === 'body' ? Number(/body: (\d+) bytes/.exec(text)?.[1] ?? 0) : 0
    // What has room by now was said before.
    if (bytes > 0 && limit && (bytesIn(limit.value) ?? 0) >= bytes) continue
    const own = found.get(refKey(source)) ?? new Map<LoggedFailure, Cause>()
    found.set(refKey(source), own)
    const address = /, upstream: "\w+:\/\/([^/"]+)/.exec(text)?.[1] ?? null
    const facts = { is, host, path, address, limit: limit?.value ?? null, bytes }
    if (!own.has(is))
      own.set(is, remark('failure-logged', facts, { evidence: [`${record.time}: ${words.join(' … ')}`] }))
  }
  return new Map([...found].map(([name, own]) => [name, [...own.values()]]))
}
