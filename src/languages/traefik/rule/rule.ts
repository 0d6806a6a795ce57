/** What a router rule is, once it is read. */

export type Rule =
  | { readonly is: 'matcher'; readonly name: MatcherName; readonly args: readonly string[] }
  | { readonly is: 'and' | 'or'; readonly parts: readonly Rule[] }
  | { readonly is: 'not'; readonly part: Rule }

/** `v2` takes several texts where one of them has to fit, and writes patterns otherwise. */
export type Syntax = 'v3' | 'v2'

/** How many texts each takes. */
export const arities = {
  v3: {
    ClientIP: [1, 1],
    Method: [1, 1],
    Host: [1, 1],
    HostRegexp: [1, 1],
    Path: [1, 1],
    PathRegexp: [1, 1],
    PathPrefix: [1, 1],
    Header: [2, 2],
    HeaderRegexp: [2, 2],
    Query: [1, 2],
    QueryRegexp: [1, 2],
  },
  v2: {
    ClientIP: [1, 100],
    Method: [1, 100],
    Host: [1, 100],
    HostHeader: [1, 100],
    HostRegexp: [1, 100],
    Path: [1, 100],
    PathPrefix: [1, 100],
    Headers: [2, 2],
    HeadersRegexp: [2, 2],
    Query: [1, 100],
  },
  tcp: { ALPN: [1, 1], ClientIP: [1, 1], HostSNI: [1, 1], HostSNIRegexp: [1, 1] },
  'tcp-v2': { ALPN: [1, 100], ClientIP: [1, 100], HostSNI: [1, 100], HostSNIRegexp: [1, 100] },
} as const

export type MatcherName = { [S in keyof typeof arities]: keyof (typeof arities)[S] }[keyof typeof arities]

/** The hosts that a rule names, and the paths: what a table shows of it; not what it denies. */
export function namesIn(rule: Rule): { readonly hosts: readonly string[]; readonly paths: readonly RulePath[] } {
  switch (rule.is) {
    case 'not':
      return { hosts: [], paths: [] }
    case 'matcher':
      return {
        hosts: rule.name === 'Host' || rule.name === 'HostHeader' || rule.name === 'HostSNI' ? rule.args : [],
        paths:
          rule.name === 'Path' || rule.name === 'PathPrefix' || rule.name === 'PathRegexp'
            ? rule.args.map((path) => ({ path, by: rule.name as RulePath['by'] }))
            : [],
      }
    default: {
      const all = rule.parts.map(namesIn)
      return { hosts: all.flatMap(({ hosts }) => hosts), paths: all.flatMap(({ paths }) => paths) }
    }
  }
}

export interface RulePath {
  readonly path: string
  readonly by: 'Path' | 'PathPrefix' | 'PathRegexp'
}
