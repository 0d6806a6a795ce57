/** What can be wrong with such a controller as a whole, and with what its Ingresses say to it. */
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { limitPerReplica, noRedirect, rewriteTraversal } from './annotations.js'
import { backendsTooBig, configMap, defaultServerShared } from './settings.js'
import { snippetUnsafe } from './snippet-unsafe.js'
import { snippetOfHost, snippetOpens, snippetsOn } from './snippets.js'
import { vulnerable } from './vulnerable.js'

export const rules: readonly ControllerRule[] = [
  ...[vulnerable, snippetsOn, snippetOpens, snippetUnsafe, snippetOfHost, limitPerReplica],
  ...[configMap, defaultServerShared, rewriteTraversal, noRedirect, backendsTooBig],
]
