/** What makes nginx refuse a whole configuration. */
import type { BlockedFacts, BreakCode, BreakFacts, FindingFacts, Told } from '../domain/findings/facts.js'
import { type NamespacedName, nameOf } from '../domain/objects/ref.js'
import type { Pages } from './page.js'
import { controllerDocs, controllerSource, ingress, nginxDocs } from './words.js'

type Facts = FindingFacts

/** What is wrong, without what comes of it. */
const wrong: { readonly [C in BreakCode]: (facts: Readonly<Facts[C]>) => string } = {
  'duplicate-location': ({ paths: [one, other], host, form }) =>
    `${one} and ${other} on ${host} both become location "${form}", and nginx refuses a configuration with both`,
  'path-breaks': ({ path, pathType }) =>
    `${pathType} ${JSON.stringify(path)} is written without quotes by this release, and breaks the whole configuration`,
  'regex-breaks': ({ host, path }) =>
    `paths of ${host} are patterns, since an Ingress of it has use-regex or rewrite-target, and ${JSON.stringify(path)} has brackets that do not match, which nginx refuses`,
  'www-of-wildcard': ({ host }) =>
    `from-to-www-redirect on ${host} makes the server name www.${host}, which nginx refuses`,
}

function whatOf({ code, facts }: Told<BreakCode>): string {
  return (wrong[code] as (facts: Facts[BreakCode]) => string)(facts)
}

function sentence(found: Told<BreakCode>): string {
  const { others } = found.facts
  const also = others.length === 0 ? '' : ` (with Ingress ${others.map(nameOf).join(', ')})`
  return `${whatOf(found)}${also}: no change of any Ingress takes effect, and what was loaded last is served on`
}

const others: readonly NamespacedName[] = [{ namespace: 'shop', name: 'older' }]
const consequence =
  'nginx refuses the whole file for it: from then on no change of any Ingress takes effect, and after a restart of the controller nothing is served at all.'

export const breakPages: Pages<BreakFacts & BlockedFacts> = {
  'duplicate-location': {
    title: 'Two paths become the same location, and nginx refuses the configuration',
    sentence: (facts) => sentence({ code: 'duplicate-location', facts }),
    fix: ({ paths: [one, other] }) => `Leave one of the two paths ${one} and ${other} out.`,
    explanation: `A Prefix path is written as two locations, with and without a slash at its end; an Exact path as one. Paths that differ for the API can so become the same location. ${consequence}`,
    example:
      'paths:\n  - {path: /shop, pathType: Prefix, ...}\n  - {path: /shop/, pathType: Prefix, ...}   # in another Ingress',
    sample: { host: 'shop.example.com', paths: ['Prefix /shop', 'Prefix /shop/'], form: '/shop/', others },
    link: `${nginxDocs}/http/ngx_http_core_module.html#location`,
  },
  'path-breaks': {
    title: 'The path is written without quotes, and breaks the configuration',
    sentence: (facts) => sentence({ code: 'path-breaks', facts }),
    fix: () =>
      'Take the blank, brace, quote or semicolon out of the path, or use release 1.13.7, 1.14.3, 1.15.0 or later.',
    explanation: `Before these releases a path is written into nginx.conf as it stands. A blank, a brace or a semicolon ends it there, and so does a quote in a pattern. ${consequence}`,
    example: 'path: /my files\npathType: Exact',
    sample: { path: '/my files', pathType: 'Exact', others: [] },
    link: 'https://github.com/kubernetes/ingress-nginx/pull/14501',
  },
  'regex-breaks': {
    title: 'The path is a pattern with brackets that do not match',
    sentence: (facts) => sentence({ code: 'regex-breaks', facts }),
    fix: () => 'Close the bracket, or write a backslash before it where it is meant as it stands.',
    explanation: `With use-regex or rewrite-target in any Ingress of the host all its paths are patterns of PCRE. A bracket that is not closed is no pattern. ${consequence}`,
    example: 'path: /api/(v1|v2',
    sample: { host: 'shop.example.com', path: '/api/(v1|v2', others: [] },
    link: `${controllerDocs}/user-guide/ingress-path-matching/`,
  },
  'www-of-wildcard': {
    title: 'from-to-www-redirect on a wildcard host breaks the configuration',
    sentence: (facts) => sentence({ code: 'www-of-wildcard', facts }),
    fix: () => 'Move the wildcard host to an Ingress of its own, without from-to-www-redirect.',
    explanation: `The redirect needs a server for the name with www. before it. For a wildcard that is www.*.example.com, and in nginx a star can stand at the beginning or the end of a name only. ${consequence}`,
    example:
      'metadata:\n  annotations: {nginx.ingress.kubernetes.io/from-to-www-redirect: "true"}\nspec:\n  rules: [{host: "*.example.com", ...}]',
    sample: { host: '*.example.com', others: [] },
    link: `${nginxDocs}/http/server_names.html#wildcard_names`,
  },
  'reload-blocked': {
    title: 'Something broke the configuration before the Ingress came',
    sentence: ({ by, culprit, isOwn }) =>
      isOwn
        ? `another path of the Ingress breaks the configuration (${whatOf(by)}): nothing newer takes effect`
        : `it came after ${ingress(culprit)} broke the configuration (${whatOf(by)}): nothing newer takes effect`,
    fix: ({ culprit, isOwn }) =>
      isOwn ? 'Cure that path first.' : `Cure ${ingress(culprit)} first: "kubectl tkng why" tells how.`,
    explanation:
      'nginx tests a new configuration as a whole and keeps the old one where the test fails. Whatever was created or changed after the flaw waits for its cure, however right it is.',
    example: '# an older Ingress\npath: /api/(v1|v2',
    sample: {
      by: { code: 'regex-breaks', facts: { host: 'shop.example.com', path: '/api/(v1|v2', others: [] } },
      culprit: { namespace: 'shop', name: 'older' },
      isOwn: false,
    },
    link: `${controllerSource}/internal/ingress/controller/nginx.go`,
  },
}
