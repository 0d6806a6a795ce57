/** The flags of `trace`: what a request is like, and by which rules it is answered. */
import { type Command, Option } from 'commander'
import { usage } from '../../domain/problem.js'
import { isControlled, isToken, parseFullName, type RequestTraits } from '../trace/requests.js'
import { type Flags, given, repeatable } from './given.js'
import { semanticsOption } from './semantics.js'

const group = 'Request:'

const declared: readonly (readonly [flags: string, meaning: string])[] = [
  [
    '-H, --header <header>',
    "a header, as 'Name: value' (repeatable); Host replaces that of the URL, and 'Host:' sends none",
  ],
  ['-X, --request <method>', 'the method (GET)'],
  ['--cookie <cookie>', "a cookie, as 'name=value' (repeatable)"],
  ['--from-ip <address>', 'where the client is, for lists of allowed and denied addresses'],
  ['--auth <answer>', 'how an authentication service, a list of passwords or of certificates decides: pass or deny'],
  ['--http1.0', 'by HTTP/1.0'],
  ['--gateway <namespace/name>', 'the Gateway to which it is sent (any that may serve the host)'],
  ['--input <file>', 'requests from a file, one a line: URLs, JSON or an access log (- is stdin)'],
]

export function declareTraceFlags(command: Command): Command {
  for (const [flags, meaning] of declared) {
    const option = meaning.includes('(repeatable)') ? repeatable(flags, meaning) : new Option(flags, meaning)
    command.addOption(option.helpGroup(group))
  }
  return command
    .addOption(semanticsOption())
    .option('--all', 'ask every route of the Ingresses (-n: of one namespace)')
    .option('--dns', "tell whether the host's name leads to the controller")
    .option('--probe', 'send the request to a replica, too, and compare (GET and HEAD only)')
}

/** @throws Problem `usage` */
export function meantTraits(flags: Flags): RequestTraits {
  const headers = new Map<string, string>()
  let host: string | null | undefined
  for (const text of given.texts(flags, 'header') ?? []) {
    const [name, value] = parseHeader(text)
    if (name === 'host') host = value || (text.endsWith(';') ? '' : null)
    else add(headers, name, value, name === 'cookie' ? '; ' : ', ')
  }
  for (const cookie of given.texts(flags, 'cookie') ?? []) {
    if (!/^[^=\s]+=/.test(cookie) || isControlled(cookie))
      throw usage('invalid --cookie', "it is like --cookie 'name=value'")
    add(headers, 'cookie', cookie, '; ')
  }
  const method = given.text(flags, 'request') ?? 'GET'
  if (!isToken(method)) throw usage(`invalid -X "${method}"`, 'it is a method, e.g. POST')
  const httpVersion = given.flag(flags, 'http1.0') === true ? '1.0' : '1.1'
  const auth = given.text(flags, 'auth')
  if (auth !== undefined && auth !== 'pass' && auth !== 'deny')
    throw usage(`invalid --auth "${auth}"`, 'it is pass or deny')
  const gateway = given.text(flags, 'gateway')
  const named = gateway === undefined ? undefined : parseFullName(gateway)
  if (gateway !== undefined && named === undefined)
    throw usage(`invalid --gateway "${gateway}"`, 'it is NAMESPACE/NAME')
  const clientAddress = parseAddress(given.text(flags, 'fromIp'))
  return {
    ...{ method, headers, host, httpVersion, clientAddress },
    ...(auth === undefined ? {} : { auth }),
    ...(named === undefined ? {} : { gateway: named }),
  }
}

/** Two of one name are one list: https://www.rfc-editor.org/rfc/rfc9110#section-5.3 */
function add(headers: Map<string, string>, name: string, value: string, separator: string): void {
  const before = headers.get(name)
  headers.set(name, before === undefined ? value : `${before}${separator}${value}`)
}

/** As of curl, where `Name;` is one without a value. */
function parseHeader(text: string): [name: string, value: string] {
  if (text.endsWith(';') && isToken(text.slice(0, -1))) return [text.slice(0, -1).toLowerCase(), '']
  const colon = text.indexOf(':')
  const name = text.slice(0, colon).toLowerCase()
  if (colon < 1 || !isToken(name) || isControlled(text))
    throw usage('invalid -H: it is no header', "it is like -H 'X-Canary: always'")
  return [name, text.slice(colon + 1).trim()]
}

function parseAddress(text: string | undefined): string | null {
  if (text === undefined) return null
  const isV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text)
  if (isV4 || (text.includes(':') && URL.canParse(`http://[${text}]/`))) return text
  throw usage(`invalid --from-ip "${text}"`, 'it is an address, e.g. 192.0.2.7')
}
