/** Which certificate a request over https is shown, in words. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ingress, plan, request, tracer } from '../../../support/worlds/ingress-world.js'

const secret = (name: string, file: string) => ({
  kind: 'Secret' as const,
  metadata: { namespace: 'default', name },
  data: { 'tls.crt': readFileSync(`test/fixtures/tls/${file}`).toString('base64') },
})
const own = (host: string, secretName?: string) =>
  ingress(`default/${secretName ?? 'plain'}`, {
    rules: { [host]: ['/ Prefix web:80'] },
    ...(secretName === undefined ? {} : { tls: [{ hosts: [host], secretName }] }),
  })
const words = {
  ingresses: [
    own('kubernetes.test', 'good'),
    own('localhost', 'old'),
    own('a.test', 'wrong'),
    own('b.test', 'none'),
    own('c.test'),
    {
      ...own('*.kubernetes.test', 'star'),
      metadata: {
        namespace: 'default',
        name: 'star',
        annotations: { 'nginx.ingress.kubernetes.io/server-alias': 'd.test' },
      },
    },
  ],
  secrets: [
    secret('good', 'server.pem'),
    secret('star', 'server.pem'),
    secret('old', 'expired.pem'),
    secret('wrong', 'wrong-name.pem'),
  ],
}

it.each([
  [
    'kubernetes.test',
    'the certificate of Secret default/good, which covers the name, good until 2120-01-01T00:00:00.000Z',
  ],
  ['localhost', 'the certificate of Secret default/old, which covers the name, expired on 2021-01-01T00:00:00.000Z'],
  [
    'a.test',
    'the default certificate, since Ingress default/wrong asks for TLS and the certificate in Secret default/wrong does not cover the host',
  ],
  [
    'b.test',
    'the default certificate, since Ingress default/none asks for TLS and Secret default/none holds no certificate, or does not exist',
  ],
  [
    'd.test',
    'the default certificate, since Ingress default/star asks for TLS and the certificate in Secret default/star does not cover the host',
  ],
  ['c.test', 'no Ingress asks for TLS on this name: the default certificate is shown'],
])('%s', (host, detail) => {
  const { hops } = tracer(words).answer(request(`https://${host}/`), true)
  // The first line tells of what clients do not trust.
  const [expired] = /expired on .*/.exec(detail) ?? []
  const gist = expired ? `its certificate ${expired}` : detail.startsWith('the certificate') ? null : detail
  const told = hops.filter(({ kind }) => kind === 'tls')
  expect(told).toEqual([{ kind: 'tls', subject: host, detail, ...(gist && { gist }) }])
})

it('is told of another name of a host as of that one', () => {
  const { certificateFor } = plan(words)
  const meant = ['d.test', 'c.test', 'www.d.test'].map((name) => certificateFor(name)?.flaw ?? null)
  expect(meant).toEqual(['not-covered', null, null])
})
