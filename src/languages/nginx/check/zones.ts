/**
 * Zones of shared memory, and formats of logs: a directive makes one, others name it. A zone that is named and never made has
 * no size, and nginx refuses the whole file (ngx_init_cycle in src/core/ngx_cycle.c), as it does for a format.
 */
import type { Directive } from '../text/directive.js'

/** `zone=NAME:SIZE` of a limit, `keys_zone=NAME:SIZE` of a cache. */
const makers = /^(?:limit_req_zone|limit_conn_zone|\w+_cache_path)$/

/** Adds the zones that the statements make. */
export function zonesMadeBy(statements: readonly Directive[], known: Set<string>): void {
  for (const { name, args, block } of statements) {
    if (name === 'log_format') known.add(formatKey(args[0] ?? ''))
    if (makers.test(name))
      for (const one of args) {
        const [, zone] = /^(?:keys_)?zone=([^:]+):/.exec(one) ?? []
        if (zone !== undefined) known.add(zone)
      }
    if (block !== null) zonesMadeBy(block, known)
  }
}

/** A zone may have the same name. */
export function formatKey(name: string): string {
  return `format ${name}`
}

/** The zone that a directive of http names, or the format; null: none that is known before a request is there. */
export function zoneUsedBy({ name, args }: Directive): string | null {
  if (name === 'access_log') {
    const [path, format = 'combined'] = args
    return path === 'off' || format === 'combined' ? null : formatKey(format)
  }
  const used =
    name === 'limit_req'
      ? args.find((one) => one.startsWith('zone='))?.slice('zone='.length)
      : /^(?:limit_conn|(?:proxy|fastcgi|uwsgi|scgi)_cache)$/.test(name)
        ? args[0]
        : undefined
  return used === undefined || used === '' || used === 'off' || used.includes('$') ? null : used
}
