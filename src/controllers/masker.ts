/** What may be kept and shown of a cluster, by all that the dialects know of their texts. */
import { createMasker } from '../domain/masking/objects.js'
import { dialects } from './index.js'

export const masker = createMasker(dialects.flatMap(({ discretion }) => discretion ?? []))
