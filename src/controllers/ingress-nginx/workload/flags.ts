/** A controller's command line → its flags: `--k=v`, `--k v` and bare booleans. */

/** Those that take no word after them: https://github.com/kubernetes/ingress-nginx/blob/main/pkg/flags/flags.go */
const booleans = new Set([
  'deep-inspect',
  'disable-catch-all',
  'disable-full-test',
  'disable-leader-election',
  'disable-svc-external-name',
  'disable-sync-events',
  'enable-annotation-validation',
  'enable-metrics',
  'enable-ssl-chain-completion',
  'enable-ssl-passthrough',
  'enable-topology-aware-routing',
  'exclude-socket-metrics',
  'ingress-class-by-name',
  'metrics-per-host',
  'metrics-per-undefined-host',
  'profiling',
  'report-node-internal-ip-address',
  'report-status-classes',
  'update-status',
  'update-status-on-shutdown',
  'version',
  'watch-ingress-without-class',
])

/** @returns name → value of the last occurrence; `true` for a bare boolean */
export function parseFlags(argv: readonly string[]): ReadonlyMap<string, string> {
  const flags = new Map<string, string>()
  for (let i = 0; i < argv.length; i++) {
    const said = /^--([a-z][a-z0-9-]*)(?:=([\s\S]*))?$/i.exec(argv[i] ?? '')
    if (!said) continue
    const [, name = '', value] = said
    const next = argv[i + 1]
    if (value !== undefined) flags.set(name, value)
    else if (booleans.has(name) || next === undefined || next.startsWith('-')) flags.set(name, 'true')
    else {
      flags.set(name, next)
      i += 1
    }
  }
  return flags
}

/** As Go's strconv.ParseBool reads it. */
export function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|t|true)$/i.test(value)
}
