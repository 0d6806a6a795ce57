/** What is said of a certificate, and the order of several: what needs somebody first. */
import { expect, it } from 'vitest'
import { type CertificateState, type Judged, judge } from '../../src/questions/certificates/judge.js'
import { byUrgency } from '../../src/questions/certificates/order.js'

const row = (host: string, state: CertificateState, notAfter: string | null = null, asked = true) => ({
  ...{ host, state, asked },
  facts: notAfter === null ? null : { ...facts, notAfter },
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

const secret = { kind: 'Secret' as const, namespace: 'shop', name: 'own' }
const certificate = (name: string, notAfter: string) => ({
  ...facts,
  ...{ sans: [name], sha256: name, notAfter, notBefore: '2026-01-01T00:00:00Z' },
})
const good = certificate('shop.test', '2030-01-01T00:00:00Z')
const foreign = certificate('other.test', '2030-01-01T00:00:00Z')
const over = certificate('default.test', '2026-02-01T00:00:00Z')
const planned = { by: null, secret, certificate: null, flaw: null }
const through = { ...planned, isPassedThrough: true } as const
const shop = { host: 'shop.test', asked: true, planned, served: null, isFake: false, secretState: null }

it.each<[name: string, judged: Judged, state: CertificateState, code: string]>([
  ['connections that are passed through', { ...shop, planned: through, served: null }, 'unknown', 'tls-passed-through'],
  ['what a handshake shows behind them', { ...shop, planned: through, shown: good }, 'ok', 'tls-ok'],
  ['what is over behind them', { ...shop, planned: through, shown: over }, 'expired', 'tls-expired'],
  ['one of another namespace', { ...shop, secretState: { is: 'foreign' } }, 'missing', 'tls-secret-missing'],
  [
    'a default certificate that is over, in the place of one that does not fit',
    {
      ...{ ...shop, planned: { ...planned, flaw: 'not-covered' as const } },
      ...{ secretState: { is: 'there' as const, certificate: foreign }, served: over },
    },
    'mismatch',
    'tls-mismatch',
  ],
])('%s', (_name, judged, state, code) => {
  const told = judge(judged, Date.parse('2026-11-23T00:00:00Z'), 30)
  expect([told.state, told.found.code]).toEqual([state, code])
})
