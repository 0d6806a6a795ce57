/** The longer texts, each in a file of its own that reads as well in the repository: `kubectl tkng help NAME`. */

interface Topic {
  readonly name: string
  readonly summary: string
  /** read when it is wanted */
  readonly text: () => Promise<string>
}

type Markdown = Promise<{ readonly text: string }>

function topic(name: string, summary: string, load: () => Markdown): Topic {
  return { name, summary, text: async () => (await load()).text }
}

export const topics: readonly Topic[] = [
  topic('walkthrough', 'every command once, with what it prints', () => import('./walkthrough.md')),
  topic('gateway-api', 'Gateways, HTTPRoutes and the rest, beside Ingresses', () => import('./gateway-api.md')),
  topic('install', 'platforms, checksums, without a network, updates', () => import('./install.md')),
  topic(
    'findings',
    'every code of a finding, what it means, and what cures it',
    () => import('../findings/as-text.js'),
  ),
  topic('permissions', 'what it reads, and roles that allow no more', () => import('./permissions.md')),
  topic('captures', 'a cluster in a file, and all that --from takes', () => import('./captures.md')),
  topic('exit-codes', 'what each exit code says, for scripts', () => import('./exit-codes.md')),
  topic('json', 'the documents of -o json and -o yaml', () => import('./json.md')),
  topic('configuration', 'settings that hold where a flag is left out', () => import('./configuration.md')),
  topic('shell-completion', 'what Tab offers, and how to set it up', () => import('./shell-completion.md')),
  topic(
    'from-ingress-nginx-plugin',
    'for those who know kubectl ingress-nginx',
    () => import('./from-ingress-nginx-plugin.md'),
  ),
]
