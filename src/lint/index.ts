/** The rules that hold whoever the controllers are, in the order in which they are asked. */
import type { LintRule } from '../domain/lint/rule.js'
import { annotationsOfOthers } from './annotation-of-other.js'
import { apiRefuses } from './api-refuses.js'
import { classMistyped } from './class-mistyped.js'
import { configMapUnread } from './configmap-unread.js'
import { endOfLife } from './end-of-life.js'
import { externalInside } from './external-inside.js'
import { hostTwoClasses } from './host-two-classes.js'
import { matchHeaderTwice } from './match-header-twice.js'
import { noAddress } from './no-address.js'
import { policyConflict } from './policy-conflict.js'
import { singleEndpoint } from './single-endpoint.js'
import { singleReplica } from './single-replica.js'
import { solverStuck } from './solver-stuck.js'
import { tooMany } from './too-many.js'
import { webhookBlocks } from './webhook-blocks.js'

/** `why` asks it of each Ingress, and has it without the other rules. */
const annotationOfOther: LintRule = {
  codes: ['annotation-of-other', 'auth-lost'],
  needs: [],
  find: (facts) => facts.inventory.ingresses.flatMap((ingress) => annotationsOfOthers(ingress, facts)),
}

export const rules: readonly LintRule[] = [
  endOfLife,
  apiRefuses,
  webhookBlocks,
  hostTwoClasses,
  classMistyped,
  configMapUnread,
  matchHeaderTwice,
  tooMany,
  policyConflict,
  noAddress,
  solverStuck,
  annotationOfOther,
  externalInside,
  singleEndpoint,
  singleReplica,
]
