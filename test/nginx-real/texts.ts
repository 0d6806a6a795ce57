/** Texts that are, or nearly are, nginx.conf: soups of tokens, and configurations that somebody damaged. */
import { randomFrom } from '../support/random.js'

const atoms = [
  'a',
  'b7',
  '-',
  '/',
  '.',
  '\\.',
  '\\"',
  "\\'",
  '\\\\',
  '\\ ',
  '\\t',
  '#',
  '}',
  '"',
  "'",
  '{',
  ';',
  ' ',
  '\n',
  '\t',
  '\r\n',
  'ü',
  '=',
  '~',
  '"x y"',
  "'x;y'",
  '"{}"',
  '# c\n',
  '"\\""',
  ')',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: so nginx writes variables
  '${uri}',
]

/** What a configuration looks like; words that nginx does not look into, so that damage is found by its reader. */
const parts = [
  () => `# comment with { and "\n`,
  (i: number) =>
    `log_format f${i} '$remote_addr - [$time_local] "$request" '\n  "\${status} \\"x\\" $body_bytes_sent" ;\n`,
  (i: number) => `map $http_upgrade $m${i} {\n  default upgrade;\n  '' close;\n  "~^/a{2,3}\\.(x|y)$" "a b;c";\n}\n`,
  () => `types {\n  text/html html htm shtml;\n  "text/x y" "z";\n}\n`,
  (i: number) => `upstream u${i} {\n  server 127.0.0.1:80 weight=5;\n  keepalive 32;\n}\n`,
  (i: number) =>
    `server {\n  server_name "s${i}.test" ~^(?<x>[\\w-]+)\\.t$ ;\n  listen 127.0.0.1:8080;\n  set $v "a;b}";\n  location ~* "^/x/(a|b){1,2}" {\n    set $w '{';\n    if ($uri = /) { return 302 /y; }\n    return 200 "line\n# more } \\n";\n  }\n  location /a { }\n}\n`,
]

const luaParts = [
  () => `content_by_lua_block {\n  local a = "}" .. '{' -- it's a } comment\n  ngx.say([[ } ]], #"}}")\n}\n`,
  () =>
    `access_by_lua_block {\n  --[==[ } ]] ]==]\n  local t = { [1] = { a = [=[}]=] } }\n  if a[b[1]] then t = "\\"}" end\n}\n`,
  () => `rewrite_by_lua 'ngx.say("}")';\n`,
  () => `set $x "y";\nheader_filter_by_lua_block{x = 'a\\\nb' .. "\\\\"}`,
]

const damage = [
  ';',
  '{',
  '}',
  '"',
  "'",
  '\\',
  '#',
  '\n',
  ' ',
  '$',
  '${',
  '\r\n',
  '\t',
  'a',
  ')',
  '{}',
  '\\"',
  '--',
  '[[',
  ']]',
  '[=[',
  '=',
  'ü',
  '\x01',
]

export class Texts {
  readonly #random: (below: number) => number

  constructor(seed: number) {
    this.#random = randomFrom(seed)
  }

  /** log_format takes any words, so that what is refused is refused for its syntax. */
  soup(): string {
    const words = () => Array.from({ length: 1 + this.#random(12) }, () => this.#pick(atoms)).join('')
    const formats = Array.from({ length: 1 + this.#random(3) }, (_, i) => `log_format f${i} w${words()};\n`)
    return `events {}\nhttp {\n${formats.join('')}}\n`
  }

  mutant(): string {
    const some = Array.from({ length: 1 + this.#random(4) }, (_, i) => this.#pick(parts)(i)).join('')
    const long = this.#random(12) === 0 ? 'x'.repeat(4060 + this.#random(50)) : ''
    const damaged = this.#damaged(`events {}\nhttp {\n${some}}\n`, 20)
    const at = 20 + this.#random(damaged.length - 20)
    return damaged.slice(0, at) + long + damaged.slice(at)
  }

  lua(): string {
    const some = Array.from({ length: 1 + this.#random(3) }, (_, i) => `location /${i} {\n${this.#pick(luaParts)()}}\n`)
    return this.#damaged(`events {}\nhttp { server {\n${some.join('')}} }\n`, 24)
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#random(items.length)] as T
  }

  /** @param from how much of the beginning is left alone */
  #damaged(text: string, from: number): string {
    let damaged = text
    for (let times = 1 + this.#random(3); times > 0; times--) {
      const at = from + this.#random(Math.max(damaged.length - from, 1))
      const before = damaged.slice(0, at)
      const after = damaged.slice(at)
      damaged = this.#pick([
        () => before + after.slice(1),
        () => before + after.slice(1),
        () => before + this.#pick(damage) + after,
        () => before + this.#pick(damage) + after,
        () => before + this.#pick(damage) + after.slice(1),
        () => before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
        () => before + after.slice(1 + this.#random(30)),
        () => before + after.slice(0, 12) + after,
        () => (this.#random(8) === 0 ? before : text),
      ])()
    }
    return damaged
  }
}
