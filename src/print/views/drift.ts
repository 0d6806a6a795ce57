/** `drift`: a row for each thing that a replica serves otherwise than is planned, and the JSON of a DriftList. */
import type { FindingCode } from '../../domain/findings/facts.js'
import { fullName, namedBy, nameOf, type Ref } from '../../domain/objects/ref.js'
import { someOf } from '../../domain/text/counted.js'
import { fixOf, sentenceOf } from '../../findings/catalogue.js'
import type { Drift, DriftChange, DriftCore } from '../../questions/drift/drift.js'
import { age } from '../age.js'
import { nothing, unknown } from '../cells.js'
import type { Cell, Tone, View } from '../view.js'

export interface DriftItem extends DriftCore {
  readonly replica: Ref
  /** what most likely brought it about; null: that is not known */
  readonly cause: DriftCause | null
}

export interface DriftCause {
  /** stable, for programs: `kubectl tkng explain CODE` tells more */
  readonly code: FindingCode
  /** one sentence */
  readonly message: string
  /** whose object it is; null: not known */
  readonly culprit: Ref | null
  /** the smallest change that cures it, as a sentence; null: none is known */
  readonly fix: string | null
}

export const driftView: View<Drift, DriftItem> = {
  kind: 'DriftList',
  columns: [
    { header: 'REPLICA', cell: ({ replica }) => nameOf(replica) },
    { header: 'WHAT', cell: ({ what }) => what },
    { header: 'CHANGE', cell: ({ change }) => ({ text: change, tone: tones[change] }) },
    { header: 'SUBJECT', cell: ({ subject }) => subject ?? nothing },
    { header: 'PLANNED', cell: ({ planned }) => valuesCell(planned), leaves: 2 },
    { header: 'SERVED', cell: ({ served }) => valuesCell(served), leaves: 2 },
    { header: 'SINCE', cell: ({ since }, { now }) => (since === null ? unknown : age(since, now)), leaves: 3 },
    { header: 'CAUSE', cell: ({ cause }) => cause?.code ?? nothing, leaves: 1 },
    { header: 'SOURCE', cell: ({ source }) => (source ? fullName(source) : nothing), wide: true },
    { header: 'CONTROLLER', cell: ({ controller }) => nameOf(controller), wide: true },
  ],
  toJson: ({ controller, replica, what, change, subject, source, planned, served, since, cause }) => ({
    controller,
    replica: namedBy(replica),
    what,
    change,
    subject,
    source,
    planned,
    served,
    since,
    cause: cause && causeItem(cause),
  }),
  identity: ({ replica, what, change, subject, source }) =>
    [nameOf(replica), what, change, subject, source && nameOf(source)].join(' '),
  toName: ({ replica }) => `pod/${replica.name}`,
}

const tones: Readonly<Record<DriftChange, Tone>> = {
  missing: 'bad',
  different: 'bad',
  extra: 'warn',
  unknown: 'dim',
}

/** More values than these are counted. */
const mostShown = 3

function valuesCell(values: readonly string[] | null): Cell {
  return values === null || values.length === 0 ? nothing : someOf(values, mostShown)
}

function causeItem(cause: NonNullable<Drift['cause']>): DriftCause {
  const { culprit } = cause.facts
  return {
    code: cause.code,
    message: sentenceOf(cause),
    culprit: culprit && { kind: 'Ingress', namespace: culprit.namespace, name: culprit.name },
    fix: fixOf(cause),
  }
}
