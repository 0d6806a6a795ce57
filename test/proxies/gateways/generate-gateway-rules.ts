/** Generated rules of HTTPRoutes: matches, filters and backends of all kinds, some of which cannot be had. */
import type { Chance } from './chance.js'

const exacts = ['/', '/a', '/a/b', '/cart', '/cart/', '/A', '/x.y', '/v1/items']
const prefixes = ['/', '/a', '/a/', '/a/b', '/cart', '/v1', '/v1/items/', '/ab', '/long/prefix/here']
const patterns = ['/a.*', '/v[0-9]+/.*', '/cart(/.*)?', '/[a-z]+', '.*/b', '/x\\.y', '/(a|cart)/.*']

/** Filters and backends of kinds that one implementation has. */
export interface Extras {
  readonly filters: readonly object[]
  readonly backendRefs: readonly object[]
}

export class RuleGenerator {
  readonly #chance: Chance
  readonly #below: Chance['below']
  readonly #one: Chance['one']
  readonly #port: number
  readonly #extras: Extras

  /** @param port of a listener, for redirects */
  constructor(chance: Chance, port: number, extras: Extras = { filters: [], backendRefs: [] }) {
    this.#chance = chance
    this.#below = chance.below
    this.#one = chance.one
    this.#port = port
    this.#extras = extras
  }

  /** @param mark written into the header x-rule of what is sent on */
  rule(mark: string): object {
    const matches = Array.from({ length: 1 + this.#below(3) }, () => this.#match())
    const set = [{ name: 'x-rule', value: mark }]
    const marked = { type: 'RequestHeaderModifier', requestHeaderModifier: { set } }
    const [first] = matches
    const isPrefix = matches.length === 1 && first?.path.type === 'PathPrefix'
    switch (this.#below(this.#extras.filters.length > 0 ? 22 : 18)) {
      case 18:
      case 19:
      case 20: {
        const own = this.#chance.shuffled(this.#extras.filters).slice(0, 1 + Number(this.#below(4) === 0))
        const rewrite = { type: 'URLRewrite', urlRewrite: this.#rewrite(isPrefix) }
        return {
          matches,
          filters: [marked, ...(this.#below(6) === 0 ? [rewrite] : []), ...own],
          backendRefs: this.#backends(isPrefix),
        }
      }
      case 3:
        return { matches, filters: this.#odd(set), backendRefs: this.#backends(isPrefix) }
      case 4:
        return { matches, ...(this.#below(2) === 0 ? { backendRefs: [] } : {}) }
      case 0:
        return {
          matches,
          filters: [
            ...(this.#below(6) === 0 ? [this.#mirror()] : []),
            { type: 'RequestRedirect', requestRedirect: this.#redirect(isPrefix) },
          ],
        }
      case 1:
        return {
          matches,
          filters: [marked, { type: 'URLRewrite', urlRewrite: this.#rewrite(isPrefix) }],
          backendRefs: this.#backends(isPrefix),
        }
      case 2:
        return {
          matches,
          filters: [
            marked,
            { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'x-out', value: '1' }] } },
          ],
          backendRefs: this.#backends(isPrefix),
        }
      default:
        return { matches, filters: [marked], backendRefs: this.#backends(isPrefix) }
    }
  }

  /** The same of a GRPCRoute, without its matches. */
  grpcRule(mark: string): object {
    const set = [{ name: 'x-rule', value: mark }]
    const marked = { type: 'RequestHeaderModifier', requestHeaderModifier: { set } }
    const modifier = { set: [{ name: 'x-out', value: '1' }] }
    const odd = [
      this.#mirror(),
      { type: 'ResponseHeaderModifier', responseHeaderModifier: modifier },
      { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Filter', name: 'any' } },
      ...this.#extras.filters,
    ]
    const filters = [marked, ...(this.#below(5) === 0 ? [this.#one<object>(odd)] : [])]
    return { filters, backendRefs: this.#plainBackends() }
  }

  /** Filters that not every implementation has. */
  #odd(set: readonly object[]): object[] {
    const marked = { type: 'RequestHeaderModifier', requestHeaderModifier: { set } }
    switch (this.#below(6)) {
      case 0:
        return [marked, ...Array.from({ length: 1 + this.#below(2) }, () => this.#mirror())]
      case 1:
        return [marked, { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Filter', name: 'any' } }]
      case 2:
        return [marked, { type: 'CORS', cors: { allowOrigins: ['https://a.example.test'] } }]
      case 3: {
        const host = { name: this.#one(['Host', 'host']), value: 'set.example.test' }
        return [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [...set, host] } }]
      }
      case 4:
        return [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set, remove: ['x-b'] } }]
      default:
        return [
          marked,
          { type: 'ResponseHeaderModifier', responseHeaderModifier: { add: [{ name: 'x-more', value: '1' }] } },
        ]
    }
  }

  #mirror(): object {
    const backendRef = { group: '', kind: 'Service', name: this.#one(['two', 'gone', 'none', 'one']), port: 80 }
    const share = this.#one<object>([{}, { percent: 50 }, { fraction: { numerator: 1, denominator: 4 } }])
    return { type: 'RequestMirror', requestMirror: { backendRef, ...share } }
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
    if (this.#below(16) === 0) {
      const value = this.#one(['a.example.test', 'b.example.test', 'other.test'])
      headers.push({ name: this.#one(['Host', 'host']), type: this.#one(['Exact', 'RegularExpression']), value })
    }
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

  /** One backend has its own filters, rarely. */
  #backends(isPrefix: boolean): object[] {
    return this.#plainBackends().map((one) =>
      this.#below(10) === 0 ? { ...one, filters: this.#filtersOfBackend(isPrefix) } : one,
    )
  }

  #filtersOfBackend(isPrefix: boolean): object[] {
    const sets = (name: string, value: string) => ({
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { set: [{ name, value }] },
    })
    switch (this.#below(10)) {
      case 0:
      case 1:
        return [{ type: 'URLRewrite', urlRewrite: { hostname: 'of-backend.example.test' } }]
      case 2:
        return [{ type: 'URLRewrite', urlRewrite: this.#rewrite(isPrefix) }]
      case 3:
        return [sets(this.#one(['Host', 'host']), 'set-there.example.test')]
      case 4:
        return [this.#mirror()]
      case 5:
        return [{ type: 'RequestRedirect', requestRedirect: this.#redirect(isPrefix) }]
      case 6:
        return [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'x-out', value: '2' }] } }]
      case 7:
        return [{ type: 'CORS', cors: { allowOrigins: ['https://a.example.test'] } }]
      case 8: {
        const known = { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Filter', name: 'any' } }
        return [this.#one([known, ...this.#extras.filters])]
      }
      default:
        return [sets('x-of-backend', '1'), { type: 'URLRewrite', urlRewrite: { hostname: 'of-backend.example.test' } }]
    }
  }

  #plainBackends(): object[] {
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
            name: this.#one([
              ...['none', 'bare', 'typed', 'typed', 'sealed'],
              ...['unmet', 'halfmet', 'odd', 'empty', 'twice'],
            ]),
            port: 80,
            weight: 1,
          }
        default:
          return { group: '', kind: 'Service', name: this.#one(['one', 'two']), port: 80, weight: 1 }
      }
    }
    const { backendRefs } = this.#extras
    if (backendRefs.length > 0 && this.#below(8) === 0) {
      const own = this.#one(backendRefs)
      return this.#below(4) === 0 ? [own, one()] : [own]
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
}
