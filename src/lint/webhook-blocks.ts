/**
 * Webhooks that are asked before every change of an Ingress: one that nobody answers, mostly of a release that is gone, one
 * whose answer is not believed, and two that look at the Ingresses of one class.
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy
 */
import { endOfBundle } from '../domain/certificates.js'
import { type Finding, finding, told } from '../domain/findings/finding.js'
import type { WebhookFlaw } from '../domain/findings/lint-facts.js'
import type { LintFacts, LintRule, LintWorld } from '../domain/lint/rule.js'
import { type NamespacedName, type Ref, refOf } from '../domain/objects/ref.js'
import type { AdmissionWebhook, ValidatingWebhookConfiguration } from '../domain/objects/webhooks.js'

export const webhookBlocks: LintRule = {
  codes: ['webhook-blocks', 'webhook-twice'],
  needs: ['ValidatingWebhookConfiguration'],
  find: (facts) => webhookFlaws(facts.all('ValidatingWebhookConfiguration'), facts),
}

interface Around extends Pick<LintFacts, 'now' | 'inventory'> {
  readonly worlds: readonly Pick<LintWorld, 'controller'>[]
}

/** What is wrong with those that are asked before an Ingress changes. */
export function webhookFlaws(
  configurations: readonly ValidatingWebhookConfiguration[],
  facts: Around,
): readonly Finding[] {
  const asking = configurations.flatMap((configuration) =>
    (configuration.webhooks ?? []).flatMap((webhook, i): Asking[] => {
      const service = asked(webhook)
      return service === null ? [] : [{ source: refOf(configuration), webhook, service, index: i }]
    }),
  )
  return [...asking.flatMap((one) => flaws(one, facts)), ...twice(asking, facts)]
}

interface Asking {
  readonly source: Ref
  readonly webhook: AdmissionWebhook
  readonly service: NamespacedName
  /** its place in its configuration */
  readonly index: number
}

function flaws({ source, webhook, service, index }: Asking, facts: Around): Finding[] {
  const part = (is: WebhookFlaw, field: string) =>
    finding(told('webhook-blocks', { webhook: webhook.name, service, is }), source, {
      field: `webhooks[${index}].clientConfig.${field}`,
    })
  const is = flawOf(service, facts)
  if (is !== null) return [part(is, 'service')]
  const { caBundle } = webhook.clientConfig ?? {}
  // Who has none yet is given one when it is installed.
  if (!caBundle) return []
  const end = endOfBundle(caBundle)
  if (end !== null && Date.parse(end) > facts.now) return []
  return [part(end === null ? 'ca-unreadable' : 'ca-expired', 'caBundle')]
}

/** Two configurations whose Services lead to controllers of one class. */
function twice(asking: readonly Asking[], facts: Around): Finding[] {
  const known = asking.flatMap((one) => {
    const name = classBehind(one.service, facts)
    return name === null ? [] : [{ ...one, class: name }]
  })
  return known.flatMap((one, i) => {
    const other = known.slice(0, i).find((two) => two.class === one.class && two.source.name !== one.source.name)
    if (other === undefined) return []
    const found = told('webhook-twice', { webhook: one.webhook.name, other: other.source.name, class: one.class })
    return [finding(found, one.source, { field: `webhooks[${one.index}].clientConfig.service` })]
  })
}

/** `spec.controller` of the IngressClasses of the controller whose pods it leads to; null: it leads to none. */
function classBehind(service: NamespacedName, { inventory, worlds }: Around): string | null {
  const selector = Object.entries(inventory.service(service)?.spec?.selector ?? {})
  const owner = worlds.find(
    ({ controller }) =>
      selector.length > 0 &&
      controller.replicas.some(
        ({ namespace, labels }) =>
          namespace === service.namespace && selector.every(([key, value]) => labels[key] === value),
      ),
  )
  return owner?.controller.traits.controllerClass ?? null
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

function flawOf(service: NamespacedName, { inventory }: Around): WebhookFlaw | null {
  const { namespace } = service
  if (!inventory.sees('Service', namespace)) return null
  if (inventory.service(service) === undefined) return 'no-service'
  if (!inventory.seesSlices(service)) return null
  const isReady = inventory
    .slices(service)
    .some(({ endpoints }) => endpoints?.some(({ conditions }) => conditions?.ready !== false))
  return isReady ? null : 'no-endpoints'
}
