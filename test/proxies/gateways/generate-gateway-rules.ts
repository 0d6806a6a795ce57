/** Generated rules of HTTPRoutes: matches, filters and backends of all kinds, some of which cannot be had. */
const exacts = ['/', '/a', '/a/b', '/cart', '/cart/', '/A', '/x.y', '/v1/items']
const prefixes = ['/', '/a', '/a/', '/a/b', '/cart', '/v1', '/v1/items/', '/ab', '/long/prefix/here']
const patterns = ['/a.*', '/v[0-9]+/.*', '/cart(/.*)?', '/[a-z]+', '.*/b', '/x\\.y', '/(a|cart)/.*']

export class RuleGenerator {
  readonly #below: (limit: number) => number
  readonly #port: number

  /** @param port of a listener, for redirects */
  constructor(below: (limit: number) => number, port: number) {
    this.#below = below
    this.#port = port
  }

  /** @param mark written into the header x-rule of what is sent on */
  rule(mark: string): object {
    const matches = Array.from({ length: 1 + this.#below(3) }, () => this.#match())
    const set = [{ name: 'x-rule', value: mark }]
    const marked = { type: 'RequestHeaderModifier', requestHeaderModifier: { set } }
    const [first] = matches
    const isPrefix = matches.length === 1 && first?.path.type === 'PathPrefix'
    switch (this.#below(18)) {
      case 3:
        return { matches, filters: [marked, this.#odd()], backendRefs: this.#backends() }
      case 4:
        return { matches, ...(this.#below(2) === 0 ? { backendRefs: [] } : {}) }
      case 0:
        return { matches, filters: [{ type: 'RequestRedirect', requestRedirect: this.#redirect(isPrefix) }] }
      case 1:
        return {
          matches,
          filters: [marked, { type: 'URLRewrite', urlRewrite: this.#rewrite(isPrefix) }],
          backendRefs: this.#backends(),
        }
      case 2:
        return {
          matches,
          filters: [
            marked,
            { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'x-out', value: '1' }] } },
          ],
          backendRefs: this.#backends(),
        }
      default:
        return { matches, filters: [marked], backendRefs: this.#backends() }
    }
  }

  /** Filters that not every implementation has. */
  #odd(): object {
    switch (this.#below(4)) {
      case 0:
        return {
          type: 'RequestMirror',
          requestMirror: { backendRef: { group: '', kind: 'Service', name: this.#one(['two', 'gone']), port: 80 } },
        }
      case 1:
        return { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Filter', name: 'any' } }
      case 2:
        return { type: 'CORS', cors: { allowOrigins: ['https://a.example.test'] } }
      default:
        return { type: 'ResponseHeaderModifier', responseHeaderModifier: { add: [{ name: 'x-more', value: '1' }] } }
    }
  }

  #match() {
    const type = this.#one(['PathPrefix', 'PathPrefix', 'PathPrefix', 'Exact', 'Exact', 'RegularExpression'])
    const value = this.#one(type === 'Exact' ? exacts : type === 'PathPrefix' ? prefixes : patterns)
    const headers = [
      ...(this.#below(3) === 0
        ? [{ name: this.#one(['x-a', 'X-A']), type: 'Exact', value: this.#one(['1', '2']) }]
        : []),
      ...(this.#below(14) === 0 ? [{ name: 'x-A', type: 'Exact', value: '2' }] : []),
      ...(this.#below(5) === 0 ? [{ name: 'x-b', type: this.#one(['Exact', 'RegularExpression']), value: '1' }] : []),
      ...(this.#below(8) === 0
        ? [{ name: 'x-c', type: 'RegularExpression', value: this.#one(['a.*', 'abc', 'b']) }]
        : []),
    ]
    const queryParams = [
      ...(this.#below(6) === 0
        ? [{ name: 'x', type: this.#one(['Exact', 'Exact', 'RegularExpression']), value: '1' }]
        : []),
      ...(this.#below(9) === 0 ? [{ name: 'y', type: 'Exact', value: '2' }] : []),
    ]
    return {
      path: { type, value },
      ...(this.#below(4) === 0 ? { method: this.#one(['GET', 'POST']) } : {}),
      ...(headers.length === 0 ? {} : { headers }),
      ...(queryParams.length === 0 ? {} : { queryParams }),
    }
  }

  #redirect(isPrefix: boolean): object {
    return {
      ...(this.#below(2) === 0 ? { scheme: this.#one(['http', 'https']) } : {}),
      ...(this.#below(2) === 0 ? { hostname: 'new.example.test' } : {}),
      ...(this.#below(3) === 0 ? { port: this.#one([80, 443, 8443, this.#port]) } : {}),
      ...(this.#below(2) === 0 ? { path: this.#path(isPrefix) } : {}),
      statusCode: this.#one([301, 302]),
    }
  }

  #rewrite(isPrefix: boolean): object {
    const hostname = this.#below(2) === 0 ? { hostname: 'inner.example.test' } : {}
    return { ...hostname, ...(this.#below(3) > 0 || !('hostname' in hostname) ? { path: this.#path(isPrefix) } : {}) }
  }

  #path(isPrefix: boolean): object {
    return isPrefix && this.#below(3) > 0
      ? { type: 'ReplacePrefixMatch', replacePrefixMatch: this.#one(['/new', '/new/', '/', '/deep/er']) }
      : { type: 'ReplaceFullPath', replaceFullPath: this.#one(['/whole', '/', '/whole/path']) }
  }

  #backends(): object[] {
    const one = (): object => {
      switch (this.#below(16)) {
        case 0:
          return { group: '', kind: 'Service', name: 'gone', port: 80, weight: 1 }
        case 1:
          return { group: '', kind: 'Service', name: 'one', port: 81, weight: 1 }
        case 2:
          return {
            group: '',
            kind: 'Service',
            namespace: this.#one(['team-a', 'team-b']),
            name: 'one',
            port: 80,
            weight: 1,
          }
        case 3:
          return {
            group: '',
            kind: 'Service',
            name: this.#one(['none', 'bare', 'typed', 'typed', 'sealed', 'unmet']),
            port: 80,
            weight: 1,
          }
        default:
          return { group: '', kind: 'Service', name: this.#one(['one', 'two']), port: 80, weight: 1 }
      }
    }
    switch (this.#below(12)) {
      case 0:
        return [one(), { ...one(), weight: this.#below(3) }]
      case 1:
        return this.#below(3) === 0 ? [] : [{ ...one(), weight: 0 }]
      default:
        return [one()]
    }
  }

  #one<T>(all: readonly T[]): T {
    return all[this.#below(all.length)] as T
  }
}
