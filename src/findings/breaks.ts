/** What makes nginx refuse a whole configuration. */
import type { BlockedFacts, BreakCode, BreakFacts, FindingFacts, Told } from '../domain/findings/facts.js'
import { type NamespacedName, nameOf } from '../domain/objects/ref.js'
import type { Pages } from './page.js'
import { controllerDocs, controllerSource, ingress, nginxDocs } from './words.js'

type Facts = FindingFacts

const wrong: { readonly [C in BreakCode]: (facts: Readonly<Facts[C]>) => string } = {
  'duplicate-location': ({ paths: [one, other], host, form }) =>
    `${one} and ${other} on ${host} both become location "${form}", and nginx refuses a configuration with both`,
  'path-breaks': ({ path, pathType }) =>
    `${pathType} ${JSON.stringify(path)} is written without quotes by this release, and breaks the whole configuration`,
  'regex-breaks': ({ host, path, fault }) =>
    `paths of ${host} are patterns, since an Ingress of it has use-regex or rewrite-target, and nginx refuses ${JSON.stringify(path)}: ${fault}`,
  'www-of-wildcard': ({ host }) =>
    `from-to-www-redirect on ${host} makes the server name www.${host}, which nginx refuses`,
  'snippet-breaks': ({ key, configMap, refusal, line }) =>
    `line ${line} of ${key}${configMap === null ? '' : ` in ConfigMap ${nameOf(configMap)}`} is refused by nginx: ${refusal}`,
  'value-breaks': ({ annotation, value, refusal }) =>
    `${annotation} is ${JSON.stringify(value)}, which nginx refuses as it is written: ${refusal}`,
}

/** What is wrong, without what comes of it. */
export function whatBreaks({ code, facts }: Told<BreakCode>): string {
  return (wrong[code] as (facts: Facts[BreakCode]) => string)(facts)
}

function sentence(found: Told<BreakCode>): string {
  const { others, isUndone } = found.facts
  const also = others.length === 0 ? '' : ` (with Ingress ${others.map(nameOf).join(', ')})`
  if (isUndone)
    return `${whatBreaks(found)}${also}: the controller takes its file back, and what it was before is served, or nothing`
  return `${whatBreaks(found)}${also}: no change of any Ingress takes effect, and what was loaded last is served on`
}

/** What makes the values right that people get wrong. */
const valueCures: Readonly<Record<string, string>> = {
  'auth-tls-secret': 'Let auth-tls-secret name a Secret that has ca.crt: without one each server refuses everybody.',
  'nginx.org/rewrite-target': 'Give its Exact paths the type Prefix, or take the annotation out.',
  'nginx.org/proxy-buffer-size':
    'Write nginx.org/proxy-buffers, too: "8" and that size; or start the controller with -enable-directive-autoadjust.',
  'proxy-buffers-number': 'Write proxy-buffers-number: "4", or more.',
}

function fixOfValue({ annotation, refusal }: BreakFacts['value-breaks']): string {
  if (refusal.startsWith('host not found')) return `Create what ${annotation} names, or correct its host.`
  if (annotation === 'proxy-buffer-size' && refusal.includes('equal to or greater'))
    return 'Write proxy-busy-buffers-size, too: that size, or twice it.'
  if (annotation === 'mirror-target' && refusal.includes('proxy_set_header'))
    return 'Set mirror-host to the host of the target.'
  return valueCures[annotation] ?? `Correct ${annotation}, or take it out.`
}

function fixOfBreak({ code, facts }: Told<BreakCode>): string {
  return (breakPages[code].fix as (facts: Facts[BreakCode]) => string)(facts)
}

const others: readonly NamespacedName[] = [{ namespace: 'shop', name: 'older' }]
const consequence =
  'nginx refuses the whole file for it: from then on no change of any Ingress takes effect, and after a restart of the controller nothing is served at all.'

export const breakPages: Pages<BreakFacts & BlockedFacts> = {
  'duplicate-location': {
    title: 'Two paths become the same location, and nginx refuses the configuration',
    sentence: (facts) => sentence({ code: 'duplicate-location', facts }),
    fix: ({ paths: [one, other] }) => `Leave one of the two paths ${one} and ${other} out.`,
    explanation: `ingress-nginx writes a Prefix path as two locations, with and without a slash at its end, and an Exact path as one; F5 NGINX writes each path once, and a Prefix like one that is ImplementationSpecific. Paths that differ for the API can so become the same location. ${consequence}`,
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
    title: 'The path is a pattern that nginx refuses',
    sentence: (facts) => sentence({ code: 'regex-breaks', facts }),
    fix: () =>
      'Correct the pattern: close what is open, or write a backslash before a character that is meant as it stands.',
    explanation: `With use-regex or rewrite-target in any Ingress of the host all its paths are patterns of PCRE. A bracket that is not closed is no pattern, nor is a * with nothing before it. ${consequence}`,
    example: 'path: /api/(v1|v2',
    sample: { host: 'shop.example.com', path: '/api/(v1|v2', fault: 'missing closing parenthesis', others: [] },
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
  'snippet-breaks': {
    title: 'nginx refuses a snippet, and with it the whole configuration',
    sentence: (facts) => sentence({ code: 'snippet-breaks', facts }),
    fix: ({ key, instead }) =>
      instead === null
        ? `Correct that line of ${key}, or take it out.`
        : `Write annotation ${instead} in place of that line.`,
    explanation: `A snippet is written into nginx.conf as it stands, among the directives of the controller. nginx refuses what it does not know, what may not stand there, what the controller has written already, and a location that a rule makes, too. Since 1.11.5 and 1.12.1 the admission webhook does not try the configuration any more, so such a snippet passes it. ${consequence}`,
    example: 'nginx.ingress.kubernetes.io/configuration-snippet: |\n  proxy_read_timeout 300s;',
    sample: {
      key: 'configuration-snippet',
      configMap: null,
      refusal: '"proxy_read_timeout" directive is duplicate',
      line: 1,
      instead: 'proxy-read-timeout',
      others: [],
    },
    link: `${controllerDocs}/user-guide/nginx-configuration/annotations/#configuration-snippet`,
  },
  'value-breaks': {
    title: 'nginx refuses the value of an annotation, and with it the whole configuration',
    sentence: (facts) => sentence({ code: 'value-breaks', facts }),
    fix: fixOfValue,
    explanation: `The controller writes most values into nginx.conf as they stand. It looks at them only with annotation validation, which is on since 1.12.0, and not at all of what can be wrong with them. ${consequence}`,
    example: 'nginx.ingress.kubernetes.io/mirror-target: https://test.example.com:8443$request_uri   # before 1.8.1',
    sample: {
      annotation: 'mirror-target',
      value: 'https://test.example.com:8443$request_uri',
      refusal: 'invalid number of arguments in "proxy_set_header" directive',
      others: [],
    },
    link: `${controllerSource}/rootfs/etc/nginx/template/nginx.tmpl`,
  },
  'reload-blocked': {
    title: 'Something broke the configuration before the Ingress came',
    sentence: ({ by, culprit, isOwn }) =>
      isOwn
        ? `the Ingress itself breaks the configuration (${whatBreaks(by)}): nothing newer takes effect`
        : culprit === null
          ? `nginx reloads nothing any more (${whatBreaks(by)}): nothing newer takes effect`
          : `nginx has reloaded nothing since ${ingress(culprit)} (${whatBreaks(by)}): nothing newer takes effect`,
    fix: ({ by, culprit, isOwn }) =>
      isOwn || culprit === null ? fixOfBreak(by) : `Cure ${ingress(culprit)} first: "kubectl tkng why" tells how.`,
    explanation:
      'nginx tests a new configuration as a whole and keeps the old one where the test fails. Whatever was created or changed after the flaw waits for its cure, however right it is.',
    example: '# an older Ingress\npath: /api/(v1|v2',
    sample: {
      by: {
        code: 'regex-breaks',
        facts: { host: 'shop.example.com', path: '/api/(v1|v2', fault: 'missing closing parenthesis', others: [] },
      },
      culprit: { namespace: 'shop', name: 'older' },
      isOwn: false,
    },
    link: `${controllerSource}/internal/ingress/controller/nginx.go`,
  },
}
