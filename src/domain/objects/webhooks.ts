/** Who is asked before objects change. https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/ */
import type { Shaped, ShapedObject } from './shaped.js'

const webhook = {
  name: 'text!',
  failurePolicy: 'text',
  /** without a Service: it is asked by an address; `caBundle`: certificates in PEM, in base64 */
  clientConfig: { service: { namespace: 'text!', name: 'text!' }, caBundle: 'any text' },
  rules: [{ apiGroups: ['text'], resources: ['text'] }],
} as const

export const webhooksShape = { webhooks: [webhook] } as const

export type AdmissionWebhook = Shaped<typeof webhook>
export type ValidatingWebhookConfiguration = ShapedObject<'ValidatingWebhookConfiguration', typeof webhooksShape>
