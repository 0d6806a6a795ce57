/** Under which names a capture keeps what an Envoy says. */
export const files = {
  dump: 'config-dump.json',
  clusters: 'clusters.json',
  build: 'server-info.json',
  rejected: 'update-rejected.txt',
  log: 'log.txt',
} as const
