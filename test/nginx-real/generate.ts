/** Makes servers of all that the router claims to understand, and requests that try them. */
import { randomFrom } from './nginx.js'

type Pick = <T>(items: readonly T[]) => T

export interface Asked {
  readonly method: string
  readonly target: string
  readonly host: string | null
  readonly headers: readonly (readonly [string, string])[]
}

const labels = ['a', 'b', 'www', 'x-y', 'x1']
const segments = ['a', 'a', 'b', 'b', 'aa', 'a.png', 'A', 'c', 'ü', 'a b', 'a+b', 'a%b', 'a?b', 'a<b', 'a#b', '.a']
const patterns = [
  '^/a/(.*)$',
  '^(.*)$',
  '(?i)^/A(/|$)(.*)',
  '(?i)/b(/|$)(.*)',
  '/b',
  '^/(?<seg>[^/]+)/(.*)',
  '\\\\.(png|PNG)$',
  '^',
  '^/(ü)',
  '([a-c]+)/?$',
  '^/(a)|(b)$',
  '^/(?:(x)|a)(.*)',
  '^/([^/]*)/?([^/]*)',
]
const values = [
  '',
  'x',
  '/b/$2',
  '/$1',
  '$1',
  '$uri',
  '$args',
  '$request_uri',
  '$v1',
  '$v2-$1',
  '$seg',
  '/a b/$1',
  '/%41$1',
  '/ü',
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: so nginx writes variables
  '${v1}b',
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: so nginx writes variables
  '$arg_x',
  '$http_x_foo',
  '$cookie_c',
  '$host$is_args',
  '$server_name',
  '$server_port',
  '$mapped',
  '/$dollar',
  '$request_method',
]
const targets = [
  ...values.filter((value) => value !== ''),
  '/c?k=$1&z=$2',
  '/a/$1?',
  '/$2?',
  '?x',
  'rel/$1',
  '/$1?$args',
  '/b?$v1',
  'http://x.test/$1',
  'https://x.test/$2?q=$1',
  '$scheme://$host/$1?',
  'http://x.test/%2f%3f%41$1',
]
const conditions = [
  '($uri = /a)',
  '($uri = "/$v1")',
  '($arg_x)',
  '($http_x_foo = "y")',
  '($uri ~ "^/(a)")',
  '($args !~* "B=(1)")',
  '( $v1 != "" )',
  '($request_uri ~* "%2f(.*)")',
  '($cookie_c = 1)',
  '($host ~ ^(.+)\\.test$)',
  '($uri !~ "^/([bc])")',
  '($mapped ~* ^B)',
  '($request_method = POST)',
]
const returns = [
  '299 "t"',
  '418',
  '403 ""',
  '302 /r/$1',
  '301 https://e.test$request_uri',
  '307 $uri',
  'http://e.test/$1',
  '308 $scheme://$host/x',
  '303 $v1',
  '302 "/$mapped"',
  '$scheme://$http_host/$args',
]
const settings = ['absolute_redirect off;', 'port_in_redirect off;', 'server_name_in_redirect on;']

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

/** Variables that are read must be set somewhere. */
const declares = `server { listen 127.0.0.1:PORT; server_name declares.invalid; ${['v1', 'v2', 'seg', 'sub', 'to'].map((name) => `set $${name} "";`).join(' ')} }`

const hostileHosts = [
  null,
  '',
  'a..b',
  'a.',
  '.',
  ':80',
  'a.test..',
  '_',
  '-',
  '[::1]',
  '[::1]:80',
  '[::1',
  '.a.test',
  '.test',
  'user@a.test',
  'b\xc3\xbc.test',
  'a b',
  'a/b',
  'a%62',
  'A.B.TEST:81',
  'a.b.test:x',
  ' a.b.test ',
  '*.a.test',
  'a.b.*',
  '127.0.0.1',
  'a.b.test.:80',
  'a.b.test:8.0.',
  'x1',
  'a\x7f',
]
const pathParts = [
  'a',
  'a',
  'b',
  'aa',
  'a.png',
  'a.PNG',
  'A',
  'c',
  '\xc3\xbc',
  '%C3%BC',
  '%c3',
  'a%20b',
  '%61',
  '.',
  '..',
  '%2e%2e',
  '%2E',
  '',
  '%2Fa',
  'a%2F',
  '%zz',
  '%00',
  '%',
  '%4',
  'a+b',
  'a%2bb',
  'a;v=1',
  'a%3Fb',
  'a%23b',
  'a#b',
  '...',
  '.a',
  'x',
  '%25',
  'a%26b',
  'a%0ab',
  "a'b",
  'a"b',
  'a<b',
  'a%25b',
  'a%3fb',
  'a%23b',
  'a|b',
  'a{b',
  'a^b',
  'a\\b',
  'a`b',
  'rel',
  'r',
  'v',
  'u',
]
const queries = [
  `?${'q'.repeat(8160)}`,
  '',
  '',
  '',
  '',
  '?',
  '?x=y',
  '?x=bc',
  '?x=1&B=1',
  '?q=/a/../b//c',
  '?x=%2f&X=2',
  '?a#b',
  '#f?x',
  '?x?y=1',
  '?B=1',
  '?xx=1&x=%C3',
  '?X=y',
]
