/** `certs`: a row for each host, and the JSON of a CertificateList. */

import type { CertificateFacts } from '../../domain/certificates.js'
import type { ControllerRef } from '../../domain/controllers/controller.js'
import type { CertificateCode } from '../../domain/findings/facts.js'
import { nameOf, type Ref } from '../../domain/objects/ref.js'
import { fixOf, linkOf, sentenceOf } from '../../findings/catalogue.js'
import { ofListeners } from '../../findings/certificates.js'
import type { HostCertificate } from '../../questions/certificates/gather.js'
import type { CertificateState, Judgement } from '../../questions/certificates/judge.js'
import { isUnasked } from '../../questions/certificates/order.js'
import { listOf, nothing, yesOrNo } from '../cells.js'
import type { Cell, Tone, View } from '../view.js'

export interface CertificateRow extends HostCertificate, Judgement {
  readonly controller: ControllerRef
}

export interface CertificateItem {
  readonly controller: ControllerRef
  readonly host: string
  /** null: the controller could not be asked */
  readonly served: ServedCertificate | null
  /** how it is known */
  readonly via: CertificateRow['source']
  /** the one that Ingresses ask for; null: none is named */
  readonly secret: Ref | null
  readonly covers: boolean | null
  readonly state: CertificateState
  readonly code: CertificateCode
  readonly message: string
  /** null: there is nothing to cure */
  readonly fix: string | null
  /** where the rule stands */
  readonly link: string
}

interface ServedCertificate extends CertificateFacts {
  readonly daysLeft: number | null
}

const tones: Readonly<Record<CertificateState, Tone>> = {
  ok: 'good',
  expiring: 'warn',
  expired: 'bad',
  mismatch: 'bad',
  default: 'bad',
  missing: 'bad',
  invalid: 'bad',
  unknown: 'dim',
}

export const certsView: View<CertificateRow, CertificateItem> = {
  kind: 'CertificateList',
  columns: [
    {
      header: 'CONTROLLER',
      cell: ({ controller }) => nameOf(controller),
      when: ({ allNamespaces }) => allNamespaces,
      leaves: 6,
    },
    { header: 'HOST', cell: ({ host }) => host, shorten: 'start' },
    { header: 'STATE', cell: stateCell },
    { header: 'SUBJECT', cell: ({ facts }) => facts?.subject ?? nothing, leaves: 4 },
    { header: 'ISSUER', cell: ({ facts }) => facts?.issuer ?? nothing, leaves: 5 },
    { header: 'NOT AFTER', cell: endCell, leaves: 1 },
    { header: 'COVERS', cell: coversCell, leaves: 3 },
    { header: 'SECRET', cell: ({ secret }) => (secret === null ? nothing : nameOf(secret)), leaves: 2 },
    { header: 'MESSAGE', cell: ({ found }) => sentenceOf(found), shorten: 'wrap' },
    { header: 'SANS', cell: ({ facts }) => listOf(facts?.sans ?? []), wide: true },
    { header: 'SERIAL', cell: ({ facts }) => facts?.serial ?? nothing, wide: true },
    { header: 'SHA256', cell: ({ facts }) => facts?.sha256 ?? nothing, wide: true },
    { header: 'KEY', cell: ({ facts }) => facts?.keyType ?? nothing, wide: true },
    { header: 'VIA', cell: ({ source }) => source, wide: true },
  ],
  toJson: ({ controller, host, served, source, secret, covers, state, found, daysLeft }) => ({
    controller,
    host,
    served: served === null ? null : { ...served, daysLeft },
    via: source,
    secret,
    covers,
    state,
    code: found.code,
    message: sentenceOf(found),
    fix: fixOf(found),
    link: controller.kind === 'Gateway' ? ofListeners : linkOf(found),
  }),
  identity: ({ controller, host }) => `${nameOf(controller)} ${host}`,
  toName: ({ host }) => `certificate/${host}`,
}

function stateCell(row: CertificateRow): Cell {
  return { text: row.state, tone: isUnasked(row) ? 'dim' : tones[row.state] }
}

function coversCell(row: CertificateRow): Cell {
  return yesOrNo(row.covers, { no: isUnasked(row) ? 'dim' : 'bad' })
}

function endCell({ facts, daysLeft }: CertificateRow): Cell {
  if (facts === null) return nothing
  return `${facts.notAfter.slice(0, 10)} (${daysLeft}d)`
}
