/** Updates that Envoy would not take: it goes on with those of before, and after a restart it has none. */
import { maskRemark } from '../../../domain/masking/text.js'
import type { EnvoyConfig } from '../../../languages/envoy/config/types.js'

/** Name of what is refused, as far as it says → how often, or in which words. */
export type Refusals = ReadonlyMap<string, string>

/** @param counters `http.http-8080.rds.NAME.update_rejected: 3`, in lines; null: they cannot be had */
export function refusalsOf({ refused }: Pick<EnvoyConfig, 'refused'>, counters: string | null): Refusals {
  const found = new Map<string, string>()
  for (const line of (counters ?? '').split('\n', mostLines)) {
    const [, name, count] = /^(.{1,500})\.update_rejected: ([1-9]\d{0,15})$/.exec(line.trim()) ?? []
    if (name !== undefined && count !== undefined)
      found.set(tableIn(name), `it refused ${count} ${count === '1' ? 'update' : 'updates'}`)
  }
  for (const { name, details } of refused) found.set(name, maskRemark(details.slice(0, longest)))
  return found
}

const mostLines = 100_000
const longest = 500

/** `http.http-10080.rds.infra/main/http` → `infra/main/http`; of listeners and clusters the whole name. */
function tableIn(counter: string): string {
  const at = counter.indexOf('.rds.')
  return at === -1 ? counter : counter.slice(at + '.rds.'.length)
}
