/** Who is asked before objects change. https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/ */
import type { KubeObject, Maybe } from './meta.js'
import { isRecord, list, metadata, record, text, texts, type Wire } from './project-fields.js'
import type { NamespacedName } from './ref.js'

export interface AdmissionWebhook {
  readonly name: string
  readonly failurePolicy?: Maybe<string>
  /** without a Service: it is asked by an address */
  /** `caBundle`: certificates in PEM, in base64 */
  readonly clientConfig?: Maybe<{ readonly service?: Maybe<NamespacedName>; readonly caBundle?: Maybe<string> }>
  readonly rules?: Maybe<
    readonly { readonly apiGroups?: Maybe<readonly string[]>; readonly resources?: Maybe<readonly string[]> }[]
  >
}

export interface ValidatingWebhookConfiguration extends KubeObject<'ValidatingWebhookConfiguration'> {
  readonly webhooks?: Maybe<readonly AdmissionWebhook[]>
}

export function projectWebhooks(wire: Wire): ValidatingWebhookConfiguration {
  return {
    kind: 'ValidatingWebhookConfiguration',
    metadata: metadata(wire.metadata),
    webhooks: list(wire.webhooks, (one) => {
      const { service, caBundle } = record(one.clientConfig)
      return {
        name: text(one.name) ?? '',
        failurePolicy: text(one.failurePolicy),
        clientConfig: {
          service: isRecord(service)
            ? { namespace: text(service.namespace) ?? '', name: text(service.name) ?? '' }
            : null,
          caBundle: text(caBundle),
        },
        rules: list(one.rules, ({ apiGroups, resources }) => ({
          apiGroups: texts(apiGroups),
          resources: texts(resources),
        })),
      }
    }),
  }
}
