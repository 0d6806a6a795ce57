/** An answer of an API server as a log may show it: the objects in it masked like any others, and nothing else of it. */
import { type Kind, kinds } from '../objects/objects.js'
import { project } from '../objects/project.js'
import { flag, integer, record, recordIn, text, type Wire } from '../objects/project-fields.js'
import type { Masker } from './masker.js'

/** Objects of a list: a log shows the beginning. */
const most = 3

/** @returns JSON on one line; null: it is nothing that is known here */
export function maskBody(body: string, masker: Masker): string | null {
  const shown = maskAnswer(recordIn(body), masker)
  return shown === null ? null : JSON.stringify(shown, (_key, value) => value ?? undefined)
}

function maskAnswer(answer: Wire, masker: Masker): object | null {
  const kind = text(answer.kind) ?? ''
  const listed = kind.replace(/List$/, '')
  if (isKind(kind)) return masker.object<Kind>(kind, project<Kind>(kind, answer))
  if (kind.endsWith('List') && isKind(listed) && Array.isArray(answer.items)) {
    const items = answer.items.slice(0, most).map((item) => masker.object<Kind>(listed, project<Kind>(listed, item)))
    return { kind, count: answer.items.length, items }
  }
  if (kind === 'Status') {
    const { status, message, reason, code } = answer
    return {
      kind,
      status: text(status),
      message: masker.sentence(text(message) ?? ''),
      reason: text(reason),
      code: integer(code),
    }
  }
  return kind === 'SelfSubjectAccessReview' ? { kind, allowed: flag(record(answer.status).allowed) } : null
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(kinds, kind)
}
