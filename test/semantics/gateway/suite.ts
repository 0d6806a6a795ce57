/**
 * The conformance suite of the Gateway API as facts: its requests and conditions, and the objects of its manifests.
 * Source: kubernetes-sigs/gateway-api v1.6.1, Apache-2.0; some tests of its main branch are marked `unreleased`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Gateway } from '../../../src/domain/objects/gateway/gateways.js'
import { listenerSecrets } from '../../../src/domain/objects/gateway/listeners.js'
import type { Kind } from '../../../src/domain/objects/objects.js'
import { nameOf } from '../../../src/domain/objects/ref.js'
import type { GatewayPlan } from '../../../src/semantics/gateway/plan.js'
import { gatewayPlan, type WireObjects } from '../../support/worlds/gateway-world.js'

export interface SuiteRequest {
  /** NAMESPACE/NAME */
  readonly gateway?: string
  /** names of those whose port is used; absent: the first one */
  readonly listeners?: readonly string[]
  readonly request: {
    readonly scheme?: 'http' | 'https' | 'grpc' | 'tls' | 'tcp'
    /** '': the address of the Gateway */
    readonly host?: string
    readonly path?: string
    readonly method?: string
    readonly headers?: Readonly<Record<string, string>>
    readonly sni?: string
  }
  readonly expected: {
    readonly status?: number | readonly number[] | string
    readonly backend?: string
    readonly redirect?: {
      readonly scheme?: string
      readonly host?: string
      readonly port?: string
      readonly path?: string
    }
    readonly upstream?: { readonly path?: string; readonly host?: string }
    readonly grpcStatus?: string
    readonly connection?: string
    readonly Backend?: string
    readonly distribution?: Readonly<Record<string, number>>
  }
}

export interface SuiteCondition {
  readonly assert: string
  readonly args: readonly unknown[]
}

export interface SuiteTest {
  readonly test: string
  readonly manifests?: readonly string[]
  readonly features: readonly string[]
  readonly unreleased?: true
  readonly requests: readonly SuiteRequest[]
  readonly conditions: readonly SuiteCondition[]
}

interface WireObject {
  readonly kind: Kind
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly creationTimestamp?: string }
}

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'gateway-conformance')
const read = <T>(file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T

export const suite = read<{ tests: readonly SuiteTest[] }>('tests.json').tests
const { files } = read<{ files: Readonly<Record<string, readonly WireObject[]>> }>('objects.json')

/** An object is as old as it comes first: base before the test's own, in their order. */
export function objectsOf({ manifests = [] }: Pick<SuiteTest, 'manifests'>): WireObjects {
  const items = ['base/manifests.yaml', ...manifests].flatMap((file) => files[file] ?? [])
  const aged = items.map((item, at) => ({
    ...item,
    metadata: { ...item.metadata, creationTimestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, at)).toISOString() },
  }))
  const byKind = new Map<Kind, WireObject[]>()
  for (const item of aged) byKind.set(item.kind, [...(byKind.get(item.kind) ?? []), item])
  return Object.fromEntries(byKind)
}

const certificate = readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'tls', 'ca.pem'), 'utf8')
const namespace = 'gateway-conformance-infra'

/** What the suite makes itself before its tests: authorities, each with a certificate; ours stands for any. */
const authorities = [
  'tls-checks-ca-certificate',
  'mismatch-ca-certificate',
  'tls-validity-checks-ca-certificate',
  'tls-validity-checks-per-port-ca-certificate',
].map((name) => ({ kind: 'ConfigMap' as const, metadata: { namespace, name }, data: { 'ca.crt': certificate } }))

/** Whatever certificate a listener names is there and good, but for those that the suite calls otherwise. */
function secretsFor(objects: WireObjects): readonly WireObject[] {
  const owners = [...(objects.Gateway ?? []), ...(objects.ListenerSet ?? [])] as readonly Gateway[]
  const shown = owners.flatMap(({ spec }) => spec?.tls?.backend?.clientCertificateRef ?? [])
  const all = [...owners.flatMap(listenerSecrets), ...shown.map(({ name }) => ({ namespace, name }))]
  const named = new Map(all.map((ref) => [nameOf(ref), ref]))
  return [...named.values()].flatMap(({ namespace, name }): WireObject[] => {
    const data = { 'tls.crt': btoa(name.startsWith('malformed') ? 'none' : certificate), 'tls.key': '' }
    const secret = { kind: 'Secret' as const, metadata: { namespace, name }, type: 'kubernetes.io/tls', data }
    return /^(?:nonexistent|does-not-exist)/.test(name) ? [] : [secret]
  })
}

/** What a test has changed by then. */
export type Change = (objects: WireObjects) => WireObjects

export const withoutGrants: Change = ({ ReferenceGrant: _, ...kept }) => kept

/** There are no pods in the suite's facts. */
export function planOf(test: Pick<SuiteTest, 'manifests'>, change: Change = (objects) => objects): GatewayPlan {
  const objects = change(objectsOf(test))
  const ConfigMap = [...(objects.ConfigMap ?? []), ...authorities]
  return gatewayPlan({ ...objects, ConfigMap, Secret: secretsFor(objects) }, null, ['EndpointSlice'])
}
