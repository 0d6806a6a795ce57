/** What can be wrong with such a controller as a whole, and with what its Ingresses say to it. */
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { backendsTooBig } from './backends-too-big.js'
import { configMap } from './config-map.js'
import { defaultServerShared } from './default-server-shared.js'
import { limitPerReplica } from './limit-per-replica.js'
import { noRedirect, rewriteTraversal } from './rewrites.js'
import { snippetOfHost } from './snippet-of-host.js'
import { snippetOpens } from './snippet-opens.js'
import { snippetUnsafe } from './snippet-unsafe.js'
import { snippetsOn } from './snippets-on.js'
import { vulnerable } from './vulnerable.js'

export const rules: readonly ControllerRule[] = [
  ...[vulnerable, snippetsOn, snippetOpens, snippetUnsafe, snippetOfHost, limitPerReplica],
  ...[configMap, defaultServerShared, rewriteTraversal, noRedirect, backendsTooBig],
]
