/** `-v`: tells on stderr what is asked and answered, like kubectl: 6 the request, 7 and 8 more; never a secret. */
import type { IncomingMessage } from 'node:http'
import { maskHeader } from '../../domain/masking/headers.js'
import { mask } from '../../domain/masking/words.js'
import { oneLine } from '../../domain/text/sanitize.js'
import { clean } from './clean.js'

export interface RequestLog {
  /** @param headers flat: name, value, name, value */
  asked(method: string, url: string, headers: readonly string[]): TracedRequest
}

export interface TracedRequest {
  answered(response: IncomingMessage): void
  read(body: string): void
  failed(reason: string): void
}

/** From this level on bodies are said. */
export const showsBodiesFrom = 8

/** Characters of a body at level 8, as kubectl's. */
const excerpt = 1024

/** What of a body may be shown; null: nothing is known of it. */
export type ShowBody = (body: string) => string | null

/**
 * @param level klog verbosity
 * @param say writes one line to stderr
 */
export function createTrace(level: number, say: (line: string) => void, show: ShowBody): RequestLog {
  return {
    asked(method, whole, headers) {
      const url = withoutCommand(whole)
      const start = performance.now()
      const elapsed = () => `in ${Math.round(performance.now() - start)} milliseconds`
      return {
        answered(response) {
          if (level < 6) return
          const { statusCode = 0, statusMessage = '' } = response
          say(`${method} ${url} ${statusCode} ${clean(statusMessage)} ${elapsed()}`)
          if (level >= 7) sayHeaders('Request', headers)
          if (level >= 8) sayHeaders('Response', response.rawHeaders)
        },
        read(body) {
          if (level < showsBodiesFrom) return
          const shown = show(body)
          say(`Response Body: ${shown === null ? `<not shown: ${body.length} characters>` : shortened(shown)}`)
        },
        failed(reason) {
          if (level >= 6) say(`${method} ${url} failed ${elapsed()}: ${reason}`)
        },
      }
    },
  }

  function sayHeaders(whose: string, flat: readonly string[]): void {
    say(`${whose} Headers:`)
    for (let at = 0; at + 1 < flat.length; at += 2) say(`    ${headerLine(flat[at] ?? '', flat[at + 1] ?? '')}`)
  }
}

/** What runs in a pod is told by its arguments, and those may be anybody's credentials. */
function withoutCommand(url: string): string {
  return url.replaceAll(/([?&]command=)[^&]*/g, `$1${mask}`)
}

function headerLine(name: string, value: string): string {
  if (!/^(?:proxy-)?authorization$/i.test(name)) return clean(`${name}: ${maskHeader(name, value)}`)
  const scheme = /^(?:Bearer|Basic)(?= )/.exec(value)?.[0]
  return clean(`${name}: ${scheme === undefined ? '' : `${scheme} `}${mask}`)
}

function shortened(body: string): string {
  const start = oneLine(body.slice(0, excerpt))
  return body.length > excerpt ? `${start} [and ${body.length - excerpt} characters more]` : start
}
