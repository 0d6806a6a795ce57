/**
 * A webhook that is asked before every change of an Ingress, and that nobody answers: mostly of a release that is gone.
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy
 */
import { finding, told } from '../domain/findings/finding.js'
import type { LintFacts, Rule } from '../domain/lint/rule.js'
import type { NamespacedName } from '../domain/objects/ref.js'
import { refOf } from '../domain/objects/ref.js'
import type { AdmissionWebhook } from '../domain/objects/webhooks.js'

export const webhookBlocks: Rule = {
  codes: ['webhook-blocks'],
  needs: ['ValidatingWebhookConfiguration'],
  find: (facts) =>
    facts.all('ValidatingWebhookConfiguration').flatMap((configuration) =>
      (configuration.webhooks ?? []).flatMap((webhook, i) => {
        const service = asked(webhook)
        const is = service && flawOf(service, facts)
        if (service === null || is === null) return []
        const found = told('webhook-blocks', { webhook: webhook.name, service, is })
        return [finding(found, refOf(configuration), { field: `webhooks[${i}].clientConfig.service` })]
      }),
    ),
}

/** The Service without whose answer no Ingress changes; null: there is none. */
function asked({ failurePolicy, clientConfig, rules }: AdmissionWebhook): NamespacedName | null {
  const isForIngresses = (rules ?? []).some(
    ({ apiGroups, resources }) =>
      holds(apiGroups, 'networking.k8s.io') && (holds(resources, 'ingresses') || holds(resources, '*/*')),
  )
  return isForIngresses && (failurePolicy ?? 'Fail') === 'Fail' ? (clientConfig?.service ?? null) : null
}

function holds(names: readonly string[] | null | undefined, name: string): boolean {
  return names?.some((one) => one === '*' || one === name) ?? false
}

function flawOf(service: NamespacedName, { inventory }: LintFacts): 'no-service' | 'no-endpoints' | null {
  const { namespace } = service
  if (!inventory.sees('Service', namespace)) return null
  if (inventory.service(service) === undefined) return 'no-service'
  if (!inventory.sees('EndpointSlice', namespace)) return null
  const isReady = inventory
    .slices(service)
    .some(({ endpoints }) => endpoints?.some(({ conditions }) => conditions?.ready !== false))
  return isReady ? null : 'no-endpoints'
}
