/** Makes servers of all that the router claims to understand, and requests that try them. */
import { randomFrom } from '../support/random.js'
import {
  conditions,
  declares,
  hostileHosts,
  labels,
  pathParts,
  patterns,
  queries,
  returns,
  segments,
  settings,
  targets,
  values,
} from './vocabulary.js'

type Pick = <T>(items: readonly T[]) => T

export interface Asked {
  readonly method: string
  readonly target: string
  readonly host: string | null
  readonly headers: readonly (readonly [string, string])[]
}

/** Of one configuration: `http` for the file, and requests without end. */
export class Generator {
  readonly #random: (below: number) => number
  #blocks = 0

  constructor(seed: number) {
    this.#random = randomFrom(seed)
  }

  /** @param upstream port of the server that echoes */
  http(upstream: number): string {
    const names = this.#unique(
      () => this.#name(),
      9,
      (name) => name.toLowerCase(),
    )
    const map =
      'geo $dollar { default "$"; } map $arg_x $mapped { default "d$args"; y $uri; ~^(?<cap>b)c "B$cap$1"; "" ""; }'
    const servers = names.map((name, i) => this.#server(name, i === 2, upstream))
    return `${map}\n${this.#pick(['', '', ...settings])}\nuninitialized_variable_warn off;\n${servers.join('\n')}\n${declares}`
  }

  request(): Asked {
    const hostile = this.#random(4) === 0
    const host = this.#pick(hostile ? hostileHosts : ['a.a.test', ...this.#hosts()])
    const absolute =
      this.#random(30) === 0 ? this.#pick(['http://a.b.test', 'HTTPS://www.a.test:81', 'x+y://[::1]:8']) : ''
    return {
      method: this.#pick([
        'GET',
        'GET',
        'GET',
        'GET',
        'GET',
        'GET',
        'POST',
        'HEAD',
        'PUT',
        'X_Y',
        ...(hostile ? ['TRACE', 'get'] : []),
      ]),
      target: absolute + this.#target(),
      host,
      headers: this.#headers(),
    }
  }

  #pick: Pick = (items) => items[this.#random(items.length)] as (typeof items)[number]

  #unique(make: () => string, count: number, key: (one: string) => string): string[] {
    const found = new Map<string, string>()
    for (let i = 0; i < count; i++) {
      const one = make()
      if (!found.has(key(one))) found.set(key(one), one)
    }
    return [...found.values()]
  }

  #hosts(): string[] {
    const three = `${this.#pick(labels)}.${this.#pick(labels)}.test`
    return [
      three,
      three,
      three.toUpperCase(),
      `${this.#pick(labels)}.${three}`,
      `${this.#pick(labels)}.${this.#pick(labels)}.example`,
      `${three}.:81`,
    ]
  }

  #name(): string {
    const base = `${this.#pick(labels)}.${this.#pick(labels)}.test`
    return this.#pick([
      base,
      base.toUpperCase(),
      `*.${base}`,
      `*.${this.#pick(labels)}.test`,
      `${this.#pick(labels)}.${this.#pick(labels)}.*`,
      `.${base}`,
      `~^(?<sub>[\\w-]+)\\.${this.#pick(labels)}\\.test$`,
      `~^(.)${this.#pick(labels)}`,
      `~(?P<sub>[A-Z])1`,
    ])
  }

  #server(name: string, isDefault: boolean, upstream: number): string {
    const extra = this.#pick(['', '', '', ...settings, 'merge_slashes off;', 'underscores_in_headers on;'])
    const more = this.#pick(['', '', ' second.test', ' ""'])
    const code = this.#random(3) === 0 ? this.#code(false, upstream, 1) : ''
    return `server { listen 127.0.0.1:PORT${isDefault ? ' default_server' : ''}; server_name "${name.replaceAll('\\', '\\\\')}"${more}; ${extra} ${this.#marks()}
  ${code} ${this.#locations('', false, upstream, 0)}
}`
  }

  /** Which block answered, and what the variables are then. */
  #marks(): string {
    return `add_header X-Block ${this.#blocks++} always; add_header X-Vars "$v1|$v2|$seg|$sub|$cap" always; add_header X-End end always;`
  }

  #locations(prefix: string, inRegex: boolean, upstream: number, depth: number): string {
    const heads = this.#unique(
      () => this.#head(prefix, inRegex),
      this.#random(depth === 0 ? 9 : 4) + (depth === 0 ? 1 : 0),
      (one) => one.replace('^~ ', ''),
    )
    return heads.map((head) => this.#location(head, upstream, depth)).join('\n  ')
  }

  /** Inside of a regex only regexes can be. */
  #head(prefix: string, inRegex: boolean): string {
    const path = this.#quote(this.#path(prefix))
    const pattern = this.#quote(this.#pick(patterns))
    const regexes = [`~ ${pattern}`, `~* ${pattern}`]
    if (inRegex) return this.#pick(regexes)
    return this.#pick([`= ${path}`, path, path, path, `^~ ${path}`, ...regexes, `~* "^${path.slice(1, -1)}"`])
  }

  #quote(text: string): string {
    return `"${text}"`
  }

  #path(prefix: string): string {
    const more = Array.from({ length: this.#random(3) }, () => this.#pick(segments)).join('/')
    return (prefix === '' ? `/${more}` : `${prefix}${more}`) + this.#pick(['', '/', '/'])
  }

  #location(head: string, upstream: number, depth: number): string {
    const isRegex = head.startsWith('~')
    const isExact = head.startsWith('=')
    const path = /"(.*)"/.exec(head)?.[1] ?? ''
    const inner =
      isExact || depth === 2 || this.#random(3) > 0 ? '' : this.#locations(path, isRegex, upstream, depth + 1)
    const code = this.#random(2) === 0 ? this.#code(true, upstream, 1) : ''
    const pass = this.#pick([
      `proxy_pass http://127.0.0.1:${upstream};`,
      `proxy_pass http://127.0.0.1:${upstream};`,
      `proxy_pass http://127.0.0.1:${upstream}$request_uri;`,
      `set $to "/v/$v1"; proxy_pass http://127.0.0.1:${upstream}$to;`,
      `proxy_pass http://127.0.0.1:${upstream}${isRegex ? '' : this.#pick(['/', '/u', '/u?q='])};`,
      '',
    ])
    const extra = this.#pick(['', '', '', '', ...settings, ...(isRegex ? [] : ['internal;'])])
    return `location ${head} { ${this.#marks()} ${extra} ${code} ${pass} ${inner} }`
  }

  #code(inLocation: boolean, upstream: number, depth: number): string {
    const one = (): string =>
      this.#pick([
        () => `set $v${1 + this.#random(2)} "${this.#pick(values)}";`,
        () => `set $v${1 + this.#random(2)} "${this.#pick(values)}";`,
        () =>
          `rewrite "${this.#pick(patterns)}" "${this.#pick(targets)}"${this.#pick(['', '', ' last', ' break', ' redirect', ' permanent'])};`,
        () => `rewrite "${this.#pick(patterns)}" "${this.#pick(targets)}"${this.#pick([' last', ' break'])};`,
        () => (this.#random(3) === 0 ? `return ${this.#pick(returns)};` : `set $args "${this.#pick(values)}";`),
        () => (this.#random(3) === 0 ? 'break;' : ''),
        () => (depth > 0 ? this.#if(inLocation, upstream, depth) : ''),
        () => (depth > 0 ? this.#if(inLocation, upstream, depth) : ''),
      ])()
    return Array.from({ length: 1 + this.#random(3) }, one).join(' ')
  }

  #if(inLocation: boolean, upstream: number, depth: number): string {
    const marks = inLocation ? this.#marks() : ''
    const pass = inLocation ? this.#pick(['', '', `proxy_pass http://127.0.0.1:${upstream};`]) : ''
    const answer = this.#random(3) === 0 ? `return ${this.#pick(returns)};` : ''
    return `if ${this.#pick(conditions)} { ${marks} ${this.#code(inLocation, upstream, depth - 1)} ${answer} ${pass} }`
  }

  #target(): string {
    const path = Array.from({ length: this.#random(4) }, () => this.#pick(pathParts)).join('/')
    return `/${path}${this.#pick(['', '', '/'])}${this.#pick(queries)}`
  }

  #headers(): (readonly [string, string])[] {
    return (
      [
        ['X-Foo', 'y'],
        ['X_Foo', 'y'],
        ['x-foo', '  b c  '],
        ['Cookie', 'b=2; c=1'],
        ['Cookie', 'C = 1;c=2'],
        ['Cookie', 'cc=1, c=0'],
      ] as const
    )
      .filter(() => this.#random(5) === 0)
      .filter(([name], i, all) => all.findIndex((other) => other[0].toLowerCase() === name.toLowerCase()) === i)
  }
}
