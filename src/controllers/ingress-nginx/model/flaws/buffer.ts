/** What the controller makes of sizes of proxy buffers, and which of them nginx refuses together. */

import { onceFor } from '../../../../domain/remember.js'
import { bytesIn } from '../../../../languages/nginx/text/size.js'
import { parseInteger } from '../../../shared/go/values.js'
import { busyRefusal, fileRefusal } from '../../../shared/nginx/buffers.js'
import type { Policy } from '../../workload/policy.js'
import { isSince, type Version } from '../../workload/version.js'

/** null and '' are not set. */
export interface Buffers {
  readonly number: number | null
  readonly size: string
  readonly busy: string
  readonly file: string
}

/** What the controller takes where nothing is said. */
const usual = { number: 4, size: '4k' }

/** Of the ConfigMap. 1.13.0 has a size of its own for what may be busy, and 1.13.1 reads that of annotations alone: #13598 */
export const buffersOfAll = onceFor(({ entries, version }: Policy): Buffers => {
  const said = buffersIn((name) => entries[name]?.trim() ?? '', version)
  if (!isSince(version, [1, 13, 0]) || isSince(version, [1, 13, 2])) return said
  return { ...said, busy: isSince(version, [1, 13, 1]) ? '' : said.busy || '8k' }
})

/** @param read a value of the ConfigMap, or of an annotation, which has the same name */
export function buffersIn(read: (name: string) => string, version: Version): Buffers {
  return {
    number: parseInteger(read('proxy-buffers-number')),
    size: read('proxy-buffer-size'),
    busy: isSince(version, [1, 13, 0]) ? read('proxy-busy-buffers-size') : '',
    file: read('proxy-max-temp-file-size'),
  }
}

/** What is said of a location comes before what is said of all. */
export function buffersOf(own: Buffers, all: Buffers): Buffers {
  return {
    number: own.number ?? all.number,
    size: own.size || all.size,
    busy: own.busy || all.busy,
    file: own.file || all.file,
  }
}

export interface BufferFault {
  readonly name: 'proxy-buffer-size' | 'proxy-buffers-number' | 'proxy-busy-buffers-size' | 'proxy-max-temp-file-size'
  readonly refusal: string
}

export function bufferFault(buffers: Buffers): BufferFault | null {
  const number = buffers.number ?? usual.number
  const size = bytesIn(buffers.size || usual.size)
  if (number < 1) return { name: 'proxy-buffers-number', refusal: '"proxy_buffers" directive invalid value' }
  if (number < 2) return { name: 'proxy-buffers-number', refusal: 'there must be at least 2 "proxy_buffers"' }
  if (size === null) return null
  if (size === 0) return { name: 'proxy-buffer-size', refusal: '"proxy_buffers" directive invalid value' }
  return busyFault(buffers, size, number) ?? fileFault(buffers, size)
}

function busyFault({ busy }: Buffers, size: number, number: number): BufferFault | null {
  const set = bytesIn(busy)
  const refusal = busyRefusal({ first: size, number, size, busy: set })
  return refusal === null ? null : { name: set === null ? 'proxy-buffers-number' : 'proxy-busy-buffers-size', refusal }
}

function fileFault({ file }: Buffers, size: number): BufferFault | null {
  const refusal = fileRefusal({ first: size, size }, bytesIn(file))
  return refusal === null ? null : { name: 'proxy-max-temp-file-size', refusal }
}
