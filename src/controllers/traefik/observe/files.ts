/** Under which names a capture keeps what a replica says. */
export const files = {
  rawData: 'rawdata.json',
  certificates: 'api-certificates.json',
  version: 'api-version.json',
  log: 'log.txt',
} as const
