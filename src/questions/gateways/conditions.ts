/** What the conditions of an object say that somebody should look at. https://gateway-api.sigs.k8s.io/geps/gep-1364/ */
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { maskRemark } from '../../domain/masking/text.js'
import { plainWord } from '../../domain/masking/words.js'
import type { Condition } from '../../domain/objects/gateway/gateways.js'
import type { Maybe } from '../../domain/objects/meta.js'
import type { Ref } from '../../domain/objects/ref.js'

/** Whose conditions they are. */
export interface Conditioned {
  readonly source: Ref
  /** of the object, or `listener` */
  readonly kind: string
  /** the listener or the parent that they are about; null: all of the object */
  readonly part: string | null
  readonly field: string
  /** `metadata.generation`; null: not known */
  readonly generation: number | null
  readonly controller: string | null
}

/** True where all is well. Of types that nobody has heard of nothing is said. */
const good: ReadonlySet<string> = new Set([
  'Accepted',
  'Programmed',
  'ResolvedRefs',
  'Ready',
  'SupportedVersion',
  'BackendsAvailable',
  'ValidBackendRefs',
  'ValidMatches',
])

/** True where something is wrong. */
const bad: ReadonlySet<string> = new Set([
  'Conflicted',
  'OverlappingTLSConfig',
  'PartiallyInvalid',
  'InsecureFrontendValidationMode',
  'RouteRulesOverlap',
])

/**
 * What is of an earlier change is not told but for that: it may be about what is gone. What nobody has ever looked at is
 * told of the object as a whole.
 */
export function conditionFindings(all: Maybe<readonly Condition[]>, about: Conditioned): Finding[] {
  const known = (all ?? []).filter((one) => !isUntouched(one))
  const old = known.filter(({ observedGeneration }) => isBehind(observedGeneration, about.generation))
  const told = known.filter((one) => !old.includes(one) && isWrong(one)).map((one) => conditionFinding(one, about))
  const [first] = old
  return first === undefined ? told : [...told, behind(first.observedGeneration ?? 0, about)]
}

/** As the API server made it, when the object was new: 1970. */
export function isUntouched({ status, lastTransitionTime }: Condition): boolean {
  return status === 'Unknown' && (lastTransitionTime ?? '').startsWith('1970-')
}

function isBehind(observed: Maybe<number>, generation: number | null): boolean {
  return observed != null && generation !== null && observed < generation
}

function isWrong({ type, status, reason }: Condition): boolean {
  if (good.has(type)) return status !== 'True' || reason === 'ListenersNotValid'
  return bad.has(type) && status === 'True'
}

function conditionFinding({ type, status, reason, message }: Condition, about: Conditioned): Finding {
  const { kind, part, source, field } = about
  const facts = { kind, part, type, status, reason: plainWord(reason ?? ''), message: maskRemark(message ?? '') }
  return finding(told('gateway-condition', facts), source, { field })
}

function behind(observed: number, { controller, part, generation, source, field }: Conditioned): Finding {
  const facts = { controller, part, observed, generation: generation ?? observed }
  return finding(told('status-behind', facts), source, { field })
}
