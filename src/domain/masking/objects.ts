/** Objects by their kind: which of their fields stay as they are, and what becomes of the others. */
import { type GatewayKind, shapesOfGateways } from '../objects/gateway/routes.js'
import { type Kind, type Kinds, objectShapes, type Secret } from '../objects/objects.js'
import { isMarkOfList } from '../objects/password-list.js'
import { isRecord, record, type Wire } from '../objects/project-fields.js'
import { type Change, type Described, withLeaves } from '../objects/shaped.js'
import type { ValidatingWebhookConfiguration } from '../objects/webhooks.js'
import type { ConfigMap, Container, Pod } from '../objects/workloads.js'
import { certificatesIn } from './certificates.js'
import { maskCommandLine } from './command-line.js'
import type { Discretion, Masker } from './masker.js'
import { fieldsMasked, mapped, maskLabels, maskMetadata, maskUnknown } from './metadata.js'
import { maskRemark, maskShapes, maskText } from './text.js'
import { maskUsers } from './url.js'
import { mask, maskNamed, plainWord } from './words.js'

type Rule<K extends Kind> = (object: Kinds[K], discretion: Discretion) => Kinds[K]

/** A header that is asked for or set may be a password, and a condition quotes whatever its controller stumbled over. */
const byLeaf: Change = {
  word: plainWord,
  'word!': plainWord,
  feature: plainWord,
  remark: maskRemark,
  labels: maskLabels,
  label: (value: string, { key }) => maskLabels({ [String(key)]: value })[String(key)],
  'value!': (value: string, { name }) => maskNamed(String(name), value),
}

/** Leaves of such a kind are changed, and all other fields stay. */
function byShape<K extends Kind>(shape: Described): Rule<K> {
  return (object) => ({ ...object, ...withLeaves<object>(object, shape, byLeaf) })
}

const gatewayRules = Object.fromEntries(
  Object.entries(shapesOfGateways).map(([kind, shape]) => [kind, byShape(shape)]),
) as unknown as { readonly [K in GatewayKind]: Rule<K> }

/** Names, hosts, paths, ports, addresses and states: what the answers are made of. */
const asItIs = <T>(object: T): T => object

/** Beside labels and annotations, which are the same for all kinds. Whatever `project` does not read is gone before. */
const rules: { readonly [K in Kind]: Rule<K> } = {
  ...gatewayRules,
  Ingress: asItIs,
  IngressClass: asItIs,
  Service: byShape(objectShapes.Service),
  EndpointSlice: asItIs,
  Endpoints: asItIs,
  Namespace: asItIs,
  Deployment: asItIs,
  DaemonSet: asItIs,
  StatefulSet: asItIs,
  Lease: asItIs,
  Secret: maskSecret,
  ConfigMap: maskConfigMap,
  Pod: maskPod,
  Event: byShape(objectShapes.Event),
  ValidatingWebhookConfiguration: maskWebhooks,
}

/** @param those of all dialects: whoever knows a text first says what of it is harmless */
export function createMasker(those: readonly Discretion[]): Masker {
  const first = (ask: (one: Discretion) => string | null) => {
    for (const one of those) {
      const known = ask(one)
      if (known !== null) return known
    }
    return null
  }
  const discretion: Discretion = {
    annotation: (name, value) => first((one) => one.annotation(name, value)),
    setting: (key, value) => first((one) => one.setting(key, value)),
    argument: (flag, value) => first((one) => one.argument(flag, value)),
    text: (file, text) => first((one) => one.text(file, text)),
  }
  return {
    object: (kind, object) => {
      const metadata = maskMetadata(object.metadata, discretion)
      return withoutShapes(rules[kind]({ ...object, metadata }, discretion))
    },
    custom: (object) =>
      withoutShapes({
        ...object,
        metadata: maskMetadata(object.metadata, discretion),
        spec: those.reduce((spec, one) => one.custom?.(object.kind, spec) ?? spec, object.spec),
        status: maskStatus(object.status),
      }),
    text: (file, text) => {
      if (typeof text === 'string') return discretion.text(file, text)
      for (const one of those) {
        const known = one.parts?.(file, text) ?? null
        if (known !== null) return known
      }
      return discretion.text(file, decoded(text))
    },
    sentence: maskText,
  }
}

/** Whatever a field is for, a key in it is none of its business. */
function withoutShapes<T>(value: T): T {
  if (typeof value === 'string') return maskShapes(value) as T
  if (Array.isArray(value)) return value.map(withoutShapes) as T
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [maskShapes(field), withoutShapes(one)])) as T
}

/** What a controller says of an object of its own: sentences quote anything, and a stranger's words may say anything. */
function maskStatus(status: Wire): Wire {
  return record(
    fieldsMasked(status, { ...Object.fromEntries(words.map((one) => [one, plainWord])), message: maskRemark }),
  )
}

const words = ['type', 'status', 'reason', 'state', 'currentStatus']

function decoded(bytes: Iterable<Uint8Array>): string {
  const decoder = new TextDecoder()
  let text = ''
  for (const piece of bytes) text += decoder.decode(piece, { stream: true })
  return text
}

function maskSecret(secret: Secret): Secret {
  return {
    ...secret,
    type: secret.type && plainWord(secret.type),
    data: mapped(secret.data ?? {}, (_key, base64) =>
      isMarkOfList(base64) ? base64 : encode(certificatesIn(decode(base64))),
    ),
  }
}

/** An authority is public; what stands beside it, or in its place, may be a key. */
function maskWebhooks(one: ValidatingWebhookConfiguration): ValidatingWebhookConfiguration {
  const onlyCertificates = (base64: string) => encode(certificatesIn(decode(base64)) || mask)
  return {
    ...one,
    webhooks: one.webhooks?.map((webhook) => {
      const { clientConfig } = webhook
      const caBundle = clientConfig?.caBundle && onlyCertificates(clientConfig.caBundle)
      return { ...webhook, clientConfig: clientConfig && { ...clientConfig, caBundle } }
    }),
  }
}

function maskConfigMap(configMap: ConfigMap, discretion: Discretion): ConfigMap {
  const setting = (key: string, value: string) =>
    discretion.setting(key, value) ?? (key === 'ca.crt' ? certificatesIn(value) : maskUnknown(value))
  return { ...configMap, data: configMap.data && mapped(configMap.data, setting) }
}

function maskPod(pod: Pod, { argument }: Discretion): Pod {
  const { spec, status } = pod
  return {
    ...pod,
    status: status && { ...status, reason: status.reason && plainWord(status.reason) },
    spec: spec && { ...spec, containers: spec.containers?.map((one) => maskContainer(one, argument)) },
  }
}

function maskContainer(container: Container, argument: Discretion['argument']): Container {
  const { image, command, args } = container
  const words = maskCommandLine([...(command ?? []), ...(args ?? [])], argument)
  return {
    ...container,
    image: image && (maskUsers(image) === image ? image : mask),
    command: command && words.slice(0, command.length),
    args: args && words.slice(command?.length ?? 0),
  }
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1')
}

function encode(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64')
}
