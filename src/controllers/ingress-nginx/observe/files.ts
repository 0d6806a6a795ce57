/** Under which names a capture keeps what a replica says. */
export const files = {
  conf: 'nginx.conf',
  backends: 'backends.json',
  metrics: 'metrics.txt',
  certificates: 'certificates.json',
  build: 'build.json',
  processes: 'processes.txt',
  failedConf: 'failed.conf',
  log: 'log.txt',
} as const
