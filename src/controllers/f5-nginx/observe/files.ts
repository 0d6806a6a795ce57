/** Under which names a capture keeps what a replica says. */
export const files = {
  /** all files of the configuration, as `nginx -T` prints them */
  dump: 'nginx-files.txt',
  metrics: 'nginx-metrics.txt',
  certificates: 'certificates.json',
  build: 'build.json',
  processes: 'processes.txt',
  log: 'log.txt',
} as const
