/** Sources of evidence for `why`: nobody who can be asked. */
import type { WhySources } from '../../../src/domain/why/why-sources.js'

export const silent: WhySources = {
  replica: null,
  hasConf: () => false,
  conf: async () => null,
  backends: async () => null,
  reload: async () => null,
  log: async () => null,
  logIfAny: async () => null,
  refusal: async () => null,
  failedConf: async () => null,
  events: async () => [],
}
