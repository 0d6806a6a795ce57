/** Paths that are written as patterns where a proxy takes a text, and what makes a pattern of them. */
import type { ActingFacts, PatternWay } from '../../domain/findings/acting-facts.js'
import type { Pages } from '../page.js'

/** Whose paths they are, what makes one a pattern, and how the beginning of a path is written where that is no Ingress. */
const patternWays: Readonly<
  Record<
    PatternWay,
    {
      readonly proxy: string
      readonly without?: string
      readonly fix: (path: string) => string
      readonly write?: (plain: string) => string
    }
  >
> = {
  'use-regex': {
    ...{ proxy: 'nginx', without: 'use-regex' },
    fix: () => 'Set use-regex: "true" on the Ingress, with pathType: ImplementationSpecific.',
  },
  'path-regex': {
    ...{ proxy: 'nginx', without: 'nginx.org/path-regex' },
    fix: () => 'Set nginx.org/path-regex: case_sensitive on the Ingress.',
  },
  tilde: {
    ...{ proxy: 'nginx', without: 'a tilde' },
    fix: (path) => `Write path: "~ ^${path}".`,
    write: (plain) => `path: ${plain}`,
  },
  pathmatcher: {
    ...{ proxy: 'Traefik', without: 'router.pathmatcher' },
    fix: () =>
      'Set traefik.ingress.kubernetes.io/router.pathmatcher: PathRegexp on the Ingress, with pathType: ImplementationSpecific.',
  },
  matcher: {
    proxy: 'Traefik',
    fix: (path) => `Write PathRegexp(\`^${path}\`) in its place.`,
    write: (plain) => `PathPrefix(\`${plain}\`)`,
  },
  'path-type': { proxy: 'Contour', fix: () => 'Write pathType: ImplementationSpecific.' },
  condition: {
    proxy: 'Contour',
    fix: (path) => `Write regex: ${path} in its place.`,
    write: (plain) => `prefix: ${plain}`,
  },
  'match-type': {
    proxy: 'a Gateway',
    fix: (path) => `Write type: RegularExpression and value: ${path}, where the implementation has that.`,
    write: (plain) => `type: PathPrefix and value: ${plain}`,
  },
}

export const globPages: Pages<Pick<ActingFacts, 'glob-path'>> = {
  'glob-path': {
    title: 'A star in the path is no wildcard, and a pattern no pattern',
    sentence: ({ path, isPattern, isMeant, way }) => {
      const { proxy, without = null } = patternWays[way]
      if (isMeant)
        return `${path} is written as a pattern, and ${without === null ? '' : `without ${without} `}${proxy} takes it as it stands: only a request with those very characters matches`
      return isPattern
        ? `the star of ${path} repeats the slash before it, since the paths of the host are patterns: it stands for no other text`
        : `${proxy} takes the star of ${path} as it stands: only a request with a star in it matches`
    },
    fix: ({ path, plain, isPattern, isMeant, way }) => {
      const { fix, write } = patternWays[way]
      if (isMeant) return fix(path)
      if (plain !== null) return `Write ${write?.(plain || '/') ?? `path: ${plain || '/'} with pathType: Prefix`}.`
      if (isPattern) return 'Write .* in place of the star.'
      return write === undefined ? `Write .* in place of the star. ${fix(path)}` : fix(path.replaceAll('*', '.*'))
    },
    explanation:
      'Load balancers of clouds read /api/* as everything below /api. The Ingress specification has no such star: path type Prefix means everything below, and proxies compare other characters as they stand. So such a rule gets nothing, and its requests are answered with 404.',
    example: 'path: /api/*\npathType: ImplementationSpecific',
    sample: { path: '/api/*', isPattern: false, isMeant: false, plain: '/api', way: 'use-regex' },
    link: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types',
  },
}
