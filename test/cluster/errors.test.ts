/** What goes wrong on the way to a server, told by its reason: DNS, TCP, TLS, and answers that are none. */
import { describe, expect, it } from 'vitest'
import { detailOf, problemOfSocket } from '../../src/cluster/wire/errors.js'
import type { ProblemReason } from '../../src/domain/problem.js'
import type { FakeApiOptions } from '../support/cluster/fake-api.js'
import { garbage, raw, reset, resetMidBody, truncated } from '../support/cluster/fake-api-faults.js'
import { type OpenSettings, open, problemIn, startApi } from '../support/cluster/open-cluster.js'
import { pem } from '../support/cluster/tls-files.js'

const path = '/apis/networking.k8s.io/v1/ingresses'
const html = '<!DOCTYPE html><html><head><title>Log in</title></head></html>'
const json = { 'content-type': 'application/json' }
const ask = (url: string, settings?: OpenSettings) => problemIn(open(url, settings).transport.get(path))

/** A port on which nobody listens: it was free a moment ago. */
async function deadPort(): Promise<number> {
  const api = await startApi()
  await api.close()
  return api.port
}

describe('a server that cannot be reached', () => {
  it('refused', async () => {
    const port = await deadPort()
    expect(await ask(`http://127.0.0.1:${port}`)).toEqual({
      reason: 'refused',
      facts: { server: `http://127.0.0.1:${port}`, detail: `connect ECONNREFUSED 127.0.0.1:${port}` },
    })
  })

  it('refused on every address of a name, each said once', async () => {
    const { reason, facts } = await ask(`http://localhost:${await deadPort()}`)
    expect(reason).toBe('refused')
    expect(facts).toMatchObject({ detail: expect.stringMatching(/^connect ECONNREFUSED/) })
  })

  it.each<[string, object, ProblemReason]>([
    ['a name that DNS does not know', { code: 'ENOTFOUND', hostname: 'api.example' }, 'dns'],
    ['a DNS server that does not answer', { code: 'EAI_AGAIN', hostname: 'api.example' }, 'dns'],
    ['no route', { code: 'EHOSTUNREACH' }, 'unreachable'],
    ['a reset before the connection stands', { code: 'ECONNRESET' }, 'unreachable'],
  ])('%s', (_name, error, reason) => {
    const { value } = problemOfSocket(Object.assign(new Error('words'), error), 'https://api.example', 'connecting')
    expect(value).toMatchObject({ reason, facts: { server: 'https://api.example', detail: 'words' } })
  })

  it('says what happened on each address of a name, equal words once', () => {
    const errors = ['no ::1', 'no 127.0.0.1', 'no ::1'].map((words) => new Error(words))
    expect(detailOf(new AggregateError(errors))).toBe('no ::1; no 127.0.0.1')
  })
})

describe('TLS', () => {
  it.each<[string, FakeApiOptions['tls'], ProblemReason, RegExp]>([
    ['an authority that is not ours', 'foreign', 'tls-unknown-authority', /unable to verify|issuer/],
    ['a certificate that has ended', 'expired', 'tls-expired', /expired/],
    ['a certificate for another name', 'wrong-name', 'tls-name', /127\.0\.0\.1 is not in the cert/],
  ])('%s', async (_name, tls, reason, detail) => {
    const api = await startApi({ ...(tls && { tls }) })
    expect(await ask(api.url)).toMatchObject({
      reason,
      facts: { server: api.url, detail: expect.stringMatching(detail) },
    })
    expect(api.requests).toHaveLength(0)
  })

  it('asks for TLS where the server speaks plain HTTP', async () => {
    const api = await startApi()
    const tls = { insecure: true }
    const value = await ask(api.url.replace('http:', 'https:'), { connection: { tls } })
    expect(value).toMatchObject({
      reason: 'tls-other',
      facts: { detail: expect.stringContaining('does not seem to speak TLS') },
    })
  })

  it('speaks plain HTTP where the server wants TLS', async () => {
    const api = await startApi({ tls: 'server' })
    expect(['not-kubernetes', 'cut-short']).toContain((await ask(api.url.replace('https:', 'http:'))).reason)
  })

  it('a certificate that is no PEM is the fault of a setting', async () => {
    const api = await startApi({ tls: 'server' })
    const credentials = async () => ({ cert: 'not a certificate', key: pem('client-key') })
    expect((await ask(api.url, { connection: { credentials } })).reason).toBe('invalid-setting')
  })

  it('a key that is not that of the certificate is the fault of a setting', async () => {
    const api = await startApi({ tls: 'server' })
    const credentials = async () => ({ cert: pem('client'), key: pem('server-key') })
    expect((await ask(api.url, { connection: { credentials } })).reason).toBe('invalid-setting')
  })
})

describe('an answer that is none', () => {
  it.each<[string, FakeApiOptions['faults'], ProblemReason, RegExp]>([
    ['bytes that are not HTTP', [garbage], 'not-kubernetes', /Parse Error|Expected HTTP/],
    ['a login page', [raw(200, html, { 'content-type': 'text/html' })], 'not-kubernetes', /an HTML page/],
    ['a 403 page of some proxy', [raw(403, html)], 'not-kubernetes', /403 with an HTML page/],
    ['an empty body', [raw(200, '')], 'not-kubernetes', /an empty body/],
    ['text', [raw(200, 'ok')], 'not-kubernetes', /not JSON/],
    [
      'a redirect',
      [raw(302, '', { location: 'https://login/?state=s3cret' })],
      'not-kubernetes',
      /^it redirects to https:\/\/login\/$/,
    ],
    ['an unknown encoding', [raw(200, '{}', { ...json, 'content-encoding': 'br' })], 'not-kubernetes', /encoding br/],
    ['a reset instead of an answer', [reset], 'cut-short', /ECONNRESET|socket hang up/],
    ['a reset in the middle', [resetMidBody], 'cut-short', /closed after 31 bytes/],
    ['chunks without their end', [truncated], 'cut-short', /closed after 31 bytes/],
    ['JSON without its end', [raw(200, '{"kind":"Ingr', json)], 'cut-short', /no end after 13 characters/],
    ['gzip that is none', [raw(200, 'plain', { 'content-encoding': 'gzip' })], 'cut-short', /gzip/],
  ])('%s', async (_name, faults = [], reason, detail) => {
    const api = await startApi({ faults })
    expect(await ask(api.url)).toMatchObject({
      reason,
      facts: { server: api.url, detail: expect.stringMatching(detail) },
    })
  })
})
