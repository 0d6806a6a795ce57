/** The requests that a rule should take by its own words: what "served" is measured by. */
import { plainGet, type TraceRequest } from '../../../domain/requests/trace.js'
import { wordsOf } from '../../../languages/nginx/pcre/words.js'
import { toBytes, toText } from '../../../languages/nginx/text/byte-text.js'
import { encodedPath, nameBelow, pathBelow } from '../../shared/nginx/trials.js'
import { isRegexHost } from '../model/expand.js'
import { type Asked, defaultServer, type Kept, type Model } from '../model/types.js'

/** Who asks for a path: of an Ingress that the controller does not keep no more is known. */
export type Asker = Pick<Kept, 'ref'> & { readonly annotations: Pick<Kept['annotations'], 'canary'> }

/** Sends them for the rules of one model. */
export class Trials {
  readonly #model: Model
  readonly #names: ReadonlySet<string>

  constructor(model: Model) {
    this.#model = model
    const aliases = [...model.servers.values()].flatMap((server) => server.aliases)
    this.#names = new Set([...model.servers.keys(), ...model.wwwRedirects.keys(), ...aliases])
  }

  /**
   * Its own path first, then with and without a slash and below it, over https and http; where the paths of its host are
   * patterns, some words of it. A canary's have the header or the cookie that it waits for.
   * @returns none where a pattern has to be matched of which no word is known
   */
  *of(own: Asker, asked: Asked): Generator<TraceRequest> {
    const host = this.hostOf(asked.host)
    const headers = headersOf(own)
    if (headers === null) return
    for (const target of this.#pathsOf(asked))
      for (const scheme of ['https', 'http'] as const) yield { ...plainGet(scheme, host, target), headers }
  }

  hostOf(host: string | null): string {
    return nameBelow(host, this.#names)
  }

  #pathsOf({ host, path, pathType }: Asked): string[] {
    const { servers } = this.#model
    const server = servers.get(host ?? defaultServer) ?? servers.get(defaultServer)
    const bare = path.replace(/\/$/, '')
    const literal =
      pathType === 'Exact' ? [path] : [path, bare || '/', `${bare}/`, pathBelow(bare, server?.byPath.keys() ?? [])]
    if (!/[^\w\-/.~%]/.test(path) || server === undefined || !isRegexHost(server))
      return [...new Set(literal)].map(encodedPath)
    const words = wordsOf(toBytes(path), true)
    return words.length === 0 ? [] : [...new Set([...words.map(toText), ...literal])].map(encodedPath)
  }
}

/** null: no word of the pattern for the header is known */
function headersOf({ annotations: { canary } }: Asker): ReadonlyMap<string, string> | null {
  if (canary === null) return new Map()
  const { header, headerValue, headerPattern, cookie } = canary
  if (header !== '') {
    const [word] = headerPattern === '' ? ['always'] : wordsOf(toBytes(headerPattern), false)
    const value = headerValue || word
    return value === undefined ? null : new Map([[header.toLowerCase(), value]])
  }
  return cookie === '' ? new Map() : new Map([['cookie', `${cookie}=always`]])
}
