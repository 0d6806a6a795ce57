/** Which of a user's credentials are sent. */
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { credentialsOf } from '../../src/cluster/credentials/credentials.js'
import { parseKubeconfig } from '../../src/cluster/kubeconfig/parse.js'
import { checkEntries } from '../../src/cluster/kubeconfig/settings.js'
import type { UserEntry } from '../../src/cluster/kubeconfig/types.js'
import { kubeHome, problemOf } from '../support/cluster/kube-home.js'

const signal = new AbortController().signal
const v1 = 'client.authentication.k8s.io/v1'
const exec = `exec: {apiVersion: ${v1}, command: x, interactiveMode: Never}`

/** @param user what stands between the braces of `user: {…}` */
function userOf(user: string, path = '/config'): UserEntry {
  const entry = parseKubeconfig(`users: [{name: u, user: {${user}}}]`, path).users.get('u')
  if (entry === undefined) throw new Error('no user')
  return entry
}

const sent = async (user: string, fromUrl?: string, path?: string) =>
  credentialsOf(userOf(user, path), fromUrl, async () => ({ authorization: 'plugged' }))(false, signal)

const idToken = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`
const oidc = (token: string, more = '') =>
  `auth-provider: {name: oidc, config: {idp-issuer-url: i, client-id: c, id-token: "${token}"${more}}}`
const inAnHour = Math.round(Date.now() / 1000) + 3600

describe('the order', () => {
  it.each([
    ['a token', 'token: t', undefined, 'Bearer t'],
    ['name and password', 'username: a, password: b', undefined, 'Basic YTpi'],
    ['the URL before a token', 'token: t', 'Basic url', 'Basic url'],
    ['a token before oidc', `token: t, ${oidc('zz')}`, undefined, 'Bearer t'],
    ['a token before a plugin', `token: t, ${exec}`, undefined, 'Bearer t'],
    ['a plugin', exec, undefined, 'plugged'],
    ['a certificate before a plugin', `client-certificate: c, client-key: k, ${exec}`, undefined, undefined],
    ['nothing', '', undefined, undefined],
    ['oidc', oidc(idToken({ exp: inAnHour })), undefined, `Bearer ${idToken({ exp: inAnHour })}`],
  ])('%s', async (_name, user, fromUrl, authorization) => {
    expect((await sent(user, fromUrl)).authorization).toBe(authorization)
  })
})

describe('a token file', () => {
  it('is read anew each time, trimmed, and stands before the token', async () => {
    const { path } = kubeHome({ t: ' one \n' })
    const ask = credentialsOf(userOf('tokenFile: t, token: literal', path('config')), undefined, async () => ({}))
    expect(await ask(false, signal)).toEqual({ authorization: 'Bearer one' })
    writeFileSync(path('t'), 'two')
    expect(await ask(true, signal)).toEqual({ authorization: 'Bearer two' })
    writeFileSync(path('t'), '\n')
    expect(await ask(true, signal)).toEqual({ authorization: 'Bearer literal' })
  })

  it.each([
    ['is missing', 'nope', 'it does not exist'],
    ['is empty', 'empty', 'it is empty'],
    ['is a folder', '.', 'it is a folder'],
  ])('%s', async (_name, file, detail) => {
    const { path } = kubeHome({ empty: '\n' })
    expect(await problemOf(() => sent(`tokenFile: ${file}`, undefined, path('config')))).toMatchObject({
      reason: 'credentials-file',
      facts: { what: 'token file', detail },
    })
  })
})

describe('an auth-provider', () => {
  it.each([
    ['gcp', 'auth-provider: {name: gcp}', { reason: 'auth-provider-removed', facts: { name: 'gcp' } }],
    ['azure, even with a token', 'token: t, auth-provider: {name: azure}', { reason: 'auth-provider-removed' }],
    [
      'unknown',
      'auth-provider: {name: x}',
      { facts: { setting: 'user "u"', detail: 'there is no auth-provider "x"' } },
    ],
    [
      'oidc without an issuer',
      'auth-provider: {name: oidc}',
      { facts: { detail: expect.stringMatching(/no idp-issuer-url/) } },
    ],
    ['expired', oidc(idToken({ exp: 1 })), { facts: { detail: expect.stringMatching(/log in again/) } }],
    [
      'expiring now',
      oidc(idToken({ exp: inAnHour - 3595 })),
      { facts: { detail: expect.stringMatching(/has expired/) } },
    ],
    ['without expiry', oidc(idToken({})), { facts: { detail: expect.stringMatching(/has expired/) } }],
    [
      'renewable',
      oidc(idToken({ exp: 1 }), ', refresh-token: r'),
      { facts: { detail: expect.stringMatching(/kubectl/) } },
    ],
    ['no JWT', oidc('a.b'), { facts: { detail: expect.stringMatching(/not a JWT/) } }],
    ['a JWT of nonsense', oidc('a.b.c'), { facts: { detail: expect.stringMatching(/not a JWT/) } }],
    ['no token yet', oidc(''), { facts: { detail: expect.stringMatching(/log in again/) } }],
  ])('%s', async (_name, user, expected) => {
    expect(await problemOf(() => sent(user))).toMatchObject(expected)
  })
})

describe('contradictions', () => {
  it.each([
    ['token: t, username: a', 'a token and a name with password are both set'],
    ['client-certificate: c', 'there is a client certificate, but no client key'],
    [
      'client-certificate: c, client-certificate-data: YQ==',
      'client-certificate and client-certificate-data are both set',
    ],
    ['client-certificate: c, client-key: k, client-key-data: YQ==', 'client-key and client-key-data are both set'],
    ['as-groups: [a]', 'a UID, groups or extras to impersonate need a user: --as'],
    [`${exec}, auth-provider: {name: gcp}`, 'exec and auth-provider are both set'],
    [`exec: {apiVersion: ${v1}}`, 'exec has no command'],
    ['exec: {command: x}', 'exec has no apiVersion'],
    [`exec: {command: x, apiVersion: ${v1}}`, 'exec has no interactiveMode'],
    [
      `exec: {command: x, apiVersion: ${v1}, interactiveMode: Never, env: [{}]}`,
      'exec has an environment variable without a name',
    ],
    ['exec: {command: x, apiVersion: v1}', /^exec has apiVersion v1; known are /],
    [`exec: {command: x, apiVersion: ${v1}, interactiveMode: Rarely}`, /^exec has interactiveMode Rarely; known are /],
  ])('%s', async (user, detail) => {
    const cluster = { name: 'k', skipTLSVerify: false, disableCompression: false }
    expect(await problemOf(() => checkEntries(cluster, userOf(user)))).toEqual({
      reason: 'invalid-setting',
      facts: { setting: 'user "u"', detail: typeof detail === 'string' ? detail : expect.stringMatching(detail) },
    })
  })
})
