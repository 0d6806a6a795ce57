/** Where a server listens, as nginx compares it: https://nginx.org/en/docs/http/ngx_http_core_module.html#listen */

/** @param place of a `listen`; @returns null: a name, or more than one port */
export function listenAddress(place: string): string | null {
  if (/^(?:unix:.|\[[\da-f:.]+\]:\d+$)/i.test(place)) return place
  const found = /^(?=.)(?:(\d+\.\d+\.\d+\.\d+)|\*)?(?:(?:^|:)(\d+))?$/.exec(place)
  return found && `${found[1] ?? '0.0.0.0'}:${Number(found[2] ?? 80)}`
}
