/** What a snippet lets be busy of the buffers that the controller writes into each location, which nginx holds against each other. */
import type { NamespacedName } from '../../../../domain/objects/ref.js'
import type { Fault } from '../../../../languages/nginx/check/fault.js'
import { parse } from '../../../../languages/nginx/text/parse.js'
import { type Buffers, bufferFault } from './buffer.js'

/** A snippet that counts for a location, and the ConfigMap that has it; null: an annotation */
export type Snippet = readonly [key: string, text: string, configMap: NamespacedName | null]

/**
 * @param snippets the one that counts first
 * @param buffersOf those of the location: asked for where a snippet says something of them
 */
export function busyFault(
  snippets: readonly Snippet[],
  buffersOf: () => Buffers,
): (Fault & { readonly of: Snippet }) | null {
  for (const of of snippets) {
    const said = of[1].includes(directive) ? parse(of[1]).statements.find(({ name }) => name === directive) : undefined
    if (said === undefined) continue
    const buffers = buffersOf()
    // An annotation stands in the location itself.
    if (buffers.busy !== '') return null
    const fault = bufferFault({ ...buffers, busy: said.args[0] ?? '' })
    return fault?.name === 'proxy-busy-buffers-size' ? { text: fault.refusal, line: said.line, of } : null
  }
  return null
}

const directive = 'proxy_busy_buffers_size'
