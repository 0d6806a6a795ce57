/** The order of certificates: what needs somebody first. */
import { expect, it } from 'vitest'
import type { CertificateState } from '../../src/questions/certificates/judge.js'
import { byUrgency } from '../../src/questions/certificates/order.js'

const row = (host: string, state: CertificateState, notAfter: string | null = null, asked = true) => ({
  ...{ host, state, asked },
  served: notAfter === null ? null : { ...facts, notAfter },
})
const facts = { subject: '', issuer: '', sans: [], serial: '', sha256: '', keyType: '', notBefore: '', notAfter: '' }

it('puts problems first, then what ends first, and last hosts on which not asked for TLS', () => {
  const rows = [
    row('plain', 'default', null, false),
    row('good', 'ok', '2027-02-01T00:00:00Z'),
    row('b-missing', 'missing'),
    row('a-missing', 'missing'),
    row('better', 'ok', '2028-01-01T00:00:00Z'),
    row('soon', 'expiring', '2026-12-01T00:00:00Z'),
    row('wanted', 'default'),
    row('over', 'expired', '2026-01-01T00:00:00Z'),
  ]
  expect(rows.sort(byUrgency).map(({ host }) => host)).toEqual([
    ...['over', 'a-missing', 'b-missing', 'wanted', 'soon', 'good', 'better', 'plain'],
  ])
})
