/** What an API server says instead of an answer: its Status object, or the plain text that some put in its place. */
import { record, recordIn } from '../../domain/objects/project-fields.js'
import { type Problem, problem } from '../../domain/problem.js'
import { clean } from './clean.js'

export interface Refusal {
  readonly status: number
  /** the server's words, one line */
  readonly message: string
  /** `details.name`: the object that is meant, where it is one object */
  readonly name: string | null
  /** the token with which an expired list may go on, inconsistently */
  readonly continueToken: string | null
}

export interface RefusedAnswer {
  readonly status: number
  /** the reason phrase, e.g. `Bad Gateway` */
  readonly phrase: string
  readonly text: string
}

/**
 * Go servers answer some refusals in plain text: an unknown API group (`404 page not found`), a proxy's 401 or 403.
 * @param inPlainText the statuses for which that is so
 * @throws Problem `not-kubernetes` where nothing of it sounds like an API server
 */
export function readRefusal(
  { status, phrase, text }: RefusedAnswer,
  server: string,
  inPlainText: readonly number[] = [403, 404],
): Refusal {
  const object = parseStatus(text)
  if (object !== null) return { status, ...object }
  const plain = clean(text)
  const isPage = plain.startsWith('<')
  const message = plain === '' || isPage ? clean(phrase) : plain
  if (status === 401 || status === 429 || status >= 500 || (!isPage && inPlainText.includes(status)))
    return { status, message, name: null, continueToken: null }
  throw problem('not-kubernetes', { server, detail: `it answered ${status} with ${isPage ? 'an HTML page' : message}` })
}

/** The problem that a refusal is where nothing can be shown without the answer. */
export function problemOfRefusal({ status, message }: Refusal, server: string, path: string): Problem {
  if (status === 401) return problem('unauthorized', { server, message })
  if (status === 403) return problem('forbidden', { server, message })
  if (status === 404) return problem('api-missing', { server, path, message })
  if (status === 429) return problem('too-many-requests', { server, message })
  return problem(status >= 500 ? 'server-error' : 'client-error', { server, status, message })
}

/** https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/types.go (Status) */
function parseStatus(text: string): Omit<Refusal, 'status'> | null {
  const status = recordIn(text)
  if (status.kind !== 'Status') return null
  const { message, reason } = status
  return {
    message: clean(stringOr(message, stringOr(reason, 'no message'))),
    name: nameIn(status.details),
    continueToken: stringOr(record(status.metadata).continue, '') || null,
  }
}

function nameIn(details: unknown): string | null {
  return stringOr(record(details).name, '') || null
}

function stringOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}
