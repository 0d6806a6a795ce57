/** `Warning:` headers of the API server, each said once: deprecated versions, ignored fields. */
import type { IncomingMessage } from 'node:http'
import { clean } from './clean.js'

/** code, agent, quoted text, and perhaps a quoted date (RFC 7234, section 5.5), then a comma or the end */
const warning = /\s*(\d{3}) (\S+) "((?:[^"\\]|\\.)*)"(?: "[^"]*")?\s*(?:,|$)/y

/** The only code that clients are to show: https://github.com/kubernetes/client-go/blob/master/rest/warnings.go */
const miscellaneous = '299'

/**
 * The texts of code 299. What cannot be parsed ends a header's reading, as in
 * https://github.com/kubernetes/apimachinery/blob/master/pkg/util/net/http.go (ParseWarningHeaders)
 * @param headers values as Node gives them: bytes as latin1
 */
export function parseWarnings(headers: readonly string[]): string[] {
  return headers.flatMap((header) => textsOf(Buffer.from(header, 'latin1').toString('utf8')))
}

function textsOf(header: string): string[] {
  const texts: string[] = []
  warning.lastIndex = 0
  for (let match = warning.exec(header); match !== null; match = warning.exec(header)) {
    const [, code, , text = ''] = match
    if (code === miscellaneous && text !== '') texts.push(clean(text.replaceAll(/\\(.)/g, '$1')))
    if (warning.lastIndex >= header.length) break
  }
  return texts
}

/** @param say writes one line to stderr */
export function createWarnings(say: (line: string) => void): (response: IncomingMessage) => void {
  const said = new Set<string>()
  return (response) => {
    for (const text of parseWarnings(response.headersDistinct.warning ?? [])) {
      if (said.has(text)) continue
      said.add(text)
      say(`Warning: ${text}`)
    }
  }
}
