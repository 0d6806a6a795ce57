/** What an nginx did with a request, as it is told in a trace. */
import { type Hop, type HopKind, hop, type TraceRequest, type Verdict } from '../../../domain/requests/trace.js'
import { counted } from '../../../domain/text/counted.js'
import type { Outcome } from '../../../languages/nginx/route/router.js'
import type { Step } from '../../../languages/nginx/route/run.js'

/** As what each step of the evaluator is told; null: it is not. */
export const hopKinds: Readonly<Record<Step['kind'], HopKind | null>> = {
  server: 'server',
  location: 'location',
  rewrite: 'rewrite',
  return: 'access',
  redirect: 'redirect',
  if: 'note',
  // A condition that does not hold did nothing.
  'if-false': null,
  break: 'note',
  refused: 'note',
  untried: 'note',
  lua: 'note',
}

/** What a backend gets in the place of what was asked for. */
export function rewriteHops({ upstreamUri }: Outcome, verdict: Verdict, { target }: TraceRequest): Hop[] {
  if (upstreamUri === null || upstreamUri === target || verdict === 'redirect') return []
  return [hop('rewrite', target, `reaches the backend as ${upstreamUri}`)]
}

/** @param endpoints null: not known */
export function countOf(endpoints: readonly string[] | null): string {
  return endpoints === null ? 'its endpoints are not known' : counted(endpoints.length, 'endpoint')
}
