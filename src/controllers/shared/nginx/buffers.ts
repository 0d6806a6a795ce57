/** Sizes of proxy buffers that nginx refuses together: ngx_http_proxy_merge_loc_conf in src/http/modules/ngx_http_proxy_module.c */

export interface ProxyBuffers {
  /** in bytes, as all sizes here: of that which holds the headers of an answer */
  readonly first: number
  readonly number: number
  readonly size: number
  /** null: two of the largest */
  readonly busy: number | null
}

/** @returns null: it takes them */
export function busyRefusal({ first, number, size, busy }: ProxyBuffers): string | null {
  const largest = Math.max(first, size)
  const bytes = busy ?? 2 * largest
  if (bytes < largest)
    return '"proxy_busy_buffers_size" must be equal to or greater than the maximum of the value of "proxy_buffer_size" and one of the "proxy_buffers"'
  return bytes > (number - 1) * size
    ? '"proxy_busy_buffers_size" must be less than the size of all "proxy_buffers" minus one buffer'
    : null
}

/** @param file in bytes; null: as large as it gets, 0: none is used */
export function fileRefusal({ first, size }: Pick<ProxyBuffers, 'first' | 'size'>, file: number | null): string | null {
  return file === null || file === 0 || file >= Math.max(first, size)
    ? null
    : '"proxy_max_temp_file_size" must be equal to zero to disable temporary files usage or must be equal to or greater than the maximum of the value of "proxy_buffer_size" and one of the "proxy_buffers"'
}
