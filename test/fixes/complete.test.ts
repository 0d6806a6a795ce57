/** Every finding of a rule that offers a fix has a proof that the fix cures, or a reason why none can be given here. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { catalogue } from '../../src/findings/catalogue.js'

const ofReplicas =
  'a replica is behind, or refused something: what cures it happens there, and the rule is right as it is'
const ofSight = 'it is no flaw of an object: something could not be seen, and the fix says how to see it'
const ofLint = 'lint alone tells it: test/lint has each case beside the same one after its fix'

/** Why the small clusters of this folder cannot show it. */
const elsewhere: Readonly<Record<string, string>> = {
  'stream-service': 'no rule of an Ingress: test/controllers/ingress-nginx/trace/streams.test.ts does each fix',
  'tls-not-taken': ofReplicas,
  'tls-handshake-differs': ofReplicas,
  'tls-secret-differs': ofReplicas,
  'not-in-conf': ofReplicas,
  refused: ofReplicas,
  denied: ofReplicas,
  'old-version-served': ofReplicas,
  'replica-differs': ofReplicas,
  'reload-failed': ofReplicas,
  'end-of-life': ofLint,
  vulnerable: ofLint,
  'snippets-on': ofLint,
  'webhook-blocks': ofLint,
  'host-two-classes': ofLint,
  'annotation-of-other': ofLint,
  'auth-lost': ofLint,
  'external-inside': ofLint,
  'api-insecure': ofLint,
  'default-server-shared': ofLint,
  'no-address': ofLint,
  'solver-stuck': ofLint,
  'ingress-twin': ofLint,
  'filter-conflict': ofLint,
  'match-header-twice': ofLint,
  'too-many': ofLint,
  'listener-overlap': ofLint,
  'feature-unsupported': ofLint,
  'backend-https-plain': ofLint,
  'redirect-to-listener-port': ofLint,
  'path-outranks-host': ofLint,
  'policy-conflict': ofLint,
  'grant-useless': ofLint,
  'grant-wide': ofLint,
  'webhook-twice': ofLint,
  'unknown-key': ofLint,
  'unread-value': ofLint,
  'rewrite-traversal': ofLint,
  'snippet-unsafe': ofLint,
  'snippet-opens': ofLint,
  'snippet-of-host': ofLint,
  'ignore-invalid': ofLint,
  'ignore-unused': ofLint,
  'single-endpoint': ofLint,
  'single-replica': ofLint,
  'gap-forbidden': ofSight,
  'gap-not-found': ofSight,
  'gap-unreachable': ofSight,
  'gap-not-captured': ofSight,
  'gap-invalid': ofSight,
  'gap-limited': ofSight,
}

it('no code with a fix is left without its proof', () => {
  const here = import.meta.dirname
  const texts = readdirSync(here).map((name) => readFileSync(join(here, name), 'utf8'))
  const proved = new Set(texts.flatMap((text) => [...text.matchAll(/code: '([a-z0-9-]+)'/g)].map(([, code]) => code)))
  const offered = Object.entries(catalogue).filter(([, page]) => typeof page.fix === 'function')
  const open = offered.map(([code]) => code).filter((code) => !proved.has(code) && !(code in elsewhere))
  expect(open).toEqual([])
  expect(Object.keys(elsewhere).filter((code) => !(code in catalogue) || proved.has(code))).toEqual([])
})
