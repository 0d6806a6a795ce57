/** Certificates: their facts, the hosts that they cover, and what is said of one that a host shows. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type CertificateFacts, covers, daysLeft, readCertificate } from '../../src/domain/certificates.js'
import { sentenceOf } from '../../src/findings/catalogue.js'
import { type Judged, judge, type SecretState } from '../../src/questions/certificates/judge.js'
import { pem } from '../support/cluster/tls-files.js'

describe('facts', () => {
  it('are read from PEM', () => {
    const facts = readCertificate(pem('server'))
    expect(facts).toMatchObject({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      serial: expect.stringMatching(/^[0-9A-F]+$/),
    })
    expect(facts?.sans.length).toBeGreaterThan(0)
    expect(facts?.sans.every((name) => !/^(DNS|IP Address):/.test(name))).toBe(true)
  })

  it.each(['', 'hello', pem('client-key'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])(
    'are null for what is none (%#)',
    (text) => {
      expect(readCertificate(text)).toBeNull()
    },
  )

  it('never hold a key that stands beside the certificate', () => {
    const both = `${pem('server')}${readFileSync(new URL('../fixtures/tls/server-key.pem', import.meta.url), 'utf8')}`
    expect(JSON.stringify(readCertificate(both))).not.toContain('PRIVATE')
  })
})

const facts = (more: Partial<CertificateFacts> = {}): CertificateFacts => ({
  subject: 'a.example',
  sans: ['a.example'],
  issuer: 'ca',
  serial: '01',
  sha256: 'aa',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  keyType: 'ec prime256v1',
  ...more,
})

describe('a certificate covers', () => {
  it.each<[string[], string, boolean]>([
    [['a.example'], 'a.example', true],
    [['A.Example'], 'a.EXAMPLE', true],
    [['*.example'], 'a.example', true],
    [['*.example'], 'a.b.example', false],
    [['*.example'], 'example', false],
    [['*.example'], '*.example', true],
    [['a.example'], '*.example', false],
    [['b.example', 'a.example'], 'a.example', true],
    [['*'], 'a', false],
    [[], 'a.example', true],
    [[], 'b.example', false],
  ])('%j for %s: %s', (sans, host, expected) => {
    expect(covers(facts({ sans }), host)).toBe(expected)
  })
})

describe('days left', () => {
  it.each([
    ['2026-12-31T00:00:00Z', 1],
    ['2026-12-31T00:00:01Z', 0],
    ['2027-01-01T00:00:01Z', -1],
  ])('at %s: %i', (now, expected) => {
    expect(daysLeft(facts(), Date.parse(now))).toBe(expected)
  })
})

describe('the judgement', () => {
  const now = Date.parse('2026-06-01T00:00:00Z')
  const there = (more: Partial<CertificateFacts> = {}): SecretState => ({ is: 'there', certificate: facts(more) })
  const fake = facts({
    subject: 'Kubernetes Ingress Controller Fake Certificate',
    sans: ['ingress.local'],
    sha256: 'ff',
  })
  const planned: Judged['planned'] = {
    by: { kind: 'Ingress', namespace: 'shop', name: 'web' },
    secret: { kind: 'Secret', namespace: 'shop', name: 'tls' },
    certificate: facts(),
    flaw: null,
  }
  const base: Judged = {
    host: 'a.example',
    asked: true,
    planned,
    secretState: there(),
    served: facts(),
    isFake: false,
  }

  it.each<[string, Partial<Judged>, string, RegExp]>([
    ['in order', {}, 'ok', /good for 214 days/],
    [
      'ending soon',
      { served: facts({ notAfter: '2026-06-10T12:00:00Z' }), secretState: { is: 'unseen' } },
      'expiring',
      /expires on 2026-06-10, in 9 days/,
    ],
    [
      'ended',
      { served: facts({ notAfter: '2026-05-30T00:00:00Z' }), secretState: { is: 'unseen' } },
      'expired',
      /expired on 2026-05-30, 2 days ago/,
    ],
    [
      'not begun',
      { served: facts({ notBefore: '2026-07-01T00:00:00Z' }), secretState: { is: 'unseen' } },
      'invalid',
      /not valid before 2026-07-01/,
    ],
    [
      'of another host',
      { served: facts({ sans: ['b.example'] }), secretState: { is: 'unseen' } },
      'mismatch',
      /does not cover a\.example \(it is for b\.example\), and is served anyway/,
    ],
    [
      'whose Secret is missing',
      { secretState: { is: 'missing' }, served: fake, isFake: true },
      'missing',
      /shop\/tls does not exist: the default certificate/,
    ],
    [
      'whose Secret is empty',
      { secretState: { is: 'empty' }, served: fake, isFake: true },
      'invalid',
      /no certificate in tls\.crt/,
    ],
    [
      'fake, since the Secret does not cover',
      { secretState: there({ sans: ['b.example'] }), served: fake, isFake: true },
      'mismatch',
      /does not cover a\.example \(it is for b\.example\): the default/,
    ],
    [
      'fake, though the Secret is good',
      { served: fake, isFake: true },
      'default',
      /was not taken, as where its key does not fit/,
    ],
    [
      'fake, without a Secret',
      { planned: { ...planned, secret: null }, secretState: null, served: fake, isFake: true },
      'default',
      /made-up certificate of the controller$/,
    ],
    [
      'that nobody asked for',
      { asked: false, planned: null, secretState: null, served: fake, isFake: true },
      'default',
      /no Ingress asks/,
    ],
    [
      'that nobody asked for, and none is there',
      { asked: false, planned: null, secretState: null, served: null },
      'default',
      /no Ingress asks/,
    ],
    ['that nobody asked for, and fits', { asked: false, planned: null, secretState: null }, 'ok', /good for/],
    [
      'other than in the Secret',
      { secretState: there({ sha256: 'bb', serial: '02' }) },
      'mismatch',
      /holds another certificate \(02\)/,
    ],
    [
      'that a TLS section names, and no rule',
      { planned: null, secretState: null, served: fake, isFake: true },
      'default',
      /which no rule of the Ingress has/,
    ],
    [
      'whose TLS section names no Secret',
      { planned: { ...planned, secret: null, flaw: 'no-secret' }, secretState: null, served: null },
      'default',
      /names no Secret for the host: the default/,
    ],
    ['known from the Secret alone', { served: null }, 'ok', /good for/],
    ['of which nothing is known', { served: null, secretState: { is: 'unseen' } }, 'unknown', /neither/],
    ['that a handshake confirms', { shown: facts() }, 'ok', /good for/],
    [
      'that a handshake denies',
      { shown: facts({ sha256: 'cc', serial: '03' }) },
      'mismatch',
      /shows another certificate \(.*03\)/,
    ],
    ['that a handshake does not show', { shown: null }, 'mismatch', /shows no certificate/],
  ])('on one %s', (_name, more, state, message) => {
    const judged = judge({ ...base, ...more }, now, 30)
    expect(judged.state).toBe(state)
    expect(sentenceOf(judged.found)).toMatch(message)
  })
})
