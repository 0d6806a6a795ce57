/** Rules of lint about webhooks that are asked about Ingresses, and keep people from writing them. */
import { pem } from '../support/cluster/tls-files.js'
import { pod, service, slice } from '../support/objects.js'
import { proxy, table } from '../support/why/lint-table.js'
import { webhook } from './rule-words.js'

const answered = {
  Service: [service('web'), service('hook')],
  EndpointSlice: [slice('hook-1', { service: 'hook', endpoints: [pod('h', '10.0.0.9')] })],
}

const known = (caBundle: string) => ({
  clientConfig: { service: { namespace: 'default', name: 'hook' }, caBundle },
})

const old = { ...webhook(), metadata: { name: 'old' } }

const hook = (selector: object) => ({
  ...answered,
  Service: [service('web'), service('hook', { selector, ports: [{ port: 443 }] })],
  Pod: [proxy('1.15.1', { namespace: 'default', labels: { app: 'proxy' } })],
})

table(
  ['webhook-twice'],
  [
    [
      'of one controller',
      { ...hook({ app: 'proxy' }), ValidatingWebhookConfiguration: [webhook(), old] },
      [/^warning old: webhook validate\.example and those of admission .* a change must please both/],
    ],
    ['one alone', { ...hook({ app: 'proxy' }), ValidatingWebhookConfiguration: [webhook()] }, []],
    ['of something else', { ...hook({ app: 'policies' }), ValidatingWebhookConfiguration: [webhook(), old] }, []],
  ],
)

table(
  ['webhook-blocks'],
  [
    [
      'its Service is gone',
      { ValidatingWebhookConfiguration: [webhook()] },
      [/^error admission: .*default\/hook, which does not exist/],
    ],
    [
      'its Service has no endpoint',
      { ValidatingWebhookConfiguration: [webhook()], Service: [service('web'), service('hook')] },
      [/has no ready endpoint/],
    ],
    ['it answers', { ...answered, ValidatingWebhookConfiguration: [webhook()] }, []],
    [
      'its authorities have expired',
      { ...answered, ValidatingWebhookConfiguration: [webhook(known(btoa(pem('expired'))))] },
      [/default\/hook, and all certificates of its caBundle have expired/],
    ],
    [
      'it has none that can be read',
      { ...answered, ValidatingWebhookConfiguration: [webhook(known('bm90aGluZw=='))] },
      [/its caBundle has no certificate by which to know it/],
    ],
    ['they are good', { ...answered, ValidatingWebhookConfiguration: [webhook(known(btoa(pem('ca'))))] }, []],
    ['it may fail', { ValidatingWebhookConfiguration: [webhook({ failurePolicy: 'Ignore' })] }, []],
    [
      'it is asked about something else',
      { ValidatingWebhookConfiguration: [webhook({}, { resources: ['networkpolicies'] })] },
      [],
    ],
    [
      'it is no Service',
      { ValidatingWebhookConfiguration: [webhook({ clientConfig: { url: 'https://x.test/' } })] },
      [],
    ],
    [
      'all kinds are its own',
      { ValidatingWebhookConfiguration: [webhook({}, { apiGroups: ['*'], resources: ['*/*'] })] },
      [/hook/],
    ],
  ],
)
