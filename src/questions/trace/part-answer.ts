/** What a part of the Ingresses asks for: a hint, since one of a namespace that was not read may come first. */
import type { Coverage } from '../../domain/ports.js'
import type { Answer, Tracer } from '../../domain/requests/trace.js'

/** @param coverage of Ingresses; where it is a list of namespaces, no answer is definite */
export function ofPart(tracer: Tracer, coverage: Coverage): Tracer {
  if (typeof coverage === 'string') return tracer
  const detail = `only Ingresses of ${namespacesText(coverage)} could be read, and one of another namespace may come first`
  return {
    answer: (request, explain) => {
      const answer = tracer.answer(request, explain)
      const hops: Answer['hops'] = explain ? [...answer.hops, { kind: 'note', subject: 'unknown', detail }] : []
      return { ...answer, verdict: 'unknown', status: null, location: null, hops }
    },
  }
}

function namespacesText(names: readonly string[]): string {
  const [first, ...more] = names
  return more.length === 0 ? `namespace ${first}` : `${names.length} namespaces`
}
