/**
 * Sizes of proxy buffers that nginx refuses together: ngx_http_proxy_merge_loc_conf in
 * src/http/modules/ngx_http_proxy_module.c
 */

/** As the annotations have them; null and '' are not set. */
export interface Buffers {
  readonly buffers: number | null
  readonly size: string | null
  readonly busy: string
  readonly file: string
}

/** Of the controller's ConfigMap. */
export interface UsualBuffers {
  readonly number: number
  readonly size: string
}

export function bufferFault(
  own: Buffers,
  usual: UsualBuffers,
): { readonly annotation: string; readonly refusal: string } | null {
  const number = own.buffers ?? usual.number
  const size = bytesOf(own.size ?? usual.size)
  if (own.buffers !== null && number < 1)
    return { annotation: 'proxy-buffers-number', refusal: '"proxy_buffers" directive invalid value' }
  if (own.buffers !== null && number < 2)
    return { annotation: 'proxy-buffers-number', refusal: 'there must be at least 2 "proxy_buffers"' }
  if (size === null || size === 0) return null
  return busyFault(own, size, number) ?? fileFault(own, size)
}

/** Where nothing is said, two buffers may be busy. */
function busyFault({ busy, buffers }: Buffers, size: number, number: number) {
  const set = bytesOf(busy)
  const annotation = set === null ? 'proxy-buffers-number' : 'proxy-busy-buffers-size'
  const bytes = set ?? (buffers === null ? 0 : 2 * size)
  if (bytes === 0) return null
  if (bytes < size)
    return {
      annotation,
      refusal:
        '"proxy_busy_buffers_size" must be equal to or greater than the maximum of the value of "proxy_buffer_size" and one of the "proxy_buffers"',
    }
  return bytes > (number - 1) * size
    ? {
        annotation,
        refusal: '"proxy_busy_buffers_size" must be less than the size of all "proxy_buffers" minus one buffer',
      }
    : null
}

function fileFault({ file }: Buffers, size: number) {
  const bytes = bytesOf(file)
  return bytes !== null && bytes !== 0 && bytes < size
    ? {
        annotation: 'proxy-max-temp-file-size',
        refusal:
          '"proxy_max_temp_file_size" must be equal to zero to disable temporary files usage or must be equal to or greater than the maximum of the value of "proxy_buffer_size" and one of the "proxy_buffers"',
      }
    : null
}

/** null: it is no size */
function bytesOf(text: string): number | null {
  const [, digits, unit = ''] = /^(\d+)([kKmMgG]?)$/.exec(text) ?? []
  if (digits === undefined) return null
  const factors: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }
  return Number(digits) * (factors[unit.toLowerCase()] ?? 1)
}
