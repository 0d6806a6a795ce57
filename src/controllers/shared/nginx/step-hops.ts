/** As what each step of the evaluator is told in a trace; null: it is not. */
import type { HopKind } from '../../../domain/requests/trace.js'
import type { Step } from '../../../languages/nginx/route/run.js'

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
