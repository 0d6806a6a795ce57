/** The objects of the fake API server: lists with real paging, objects by name, and the API's own 404s. */
import { matchesLabels, parseLabelSelector } from '../../../src/domain/objects/label-selector.js'
import { apiVersionOf, type Kind, type KindInfo, kinds } from '../../../src/domain/objects/objects.js'

/** A wire object; only what the server itself looks at is named. */
interface WireObject {
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly [field: string]: unknown
  }
  readonly [field: string]: unknown
}

export type Objects = { readonly [K in Kind]?: readonly WireObject[] }

/** What a path asks for. */
export interface Resource {
  readonly kind: Kind
  /** null: all namespaces, or a kind without them */
  readonly namespace: string | null
  /** null: the list */
  readonly name: string | null
}

/** @returns null where the API has nothing at this path */
export function resourceOf(path: string): Resource | null {
  for (const [kind, { group, version, plural, optional = [] }] of Object.entries(kinds) as [Kind, KindInfo][]) {
    const root = group === '' ? '/api' : `/apis/${group}`
    const match = new RegExp(
      `^${root}/(?:${[version, ...optional].join('|')})(?:/namespaces/([^/]+))?/${plural}(?:/([^/]+))?$`,
    ).exec(path)
    if (match) return { kind, namespace: decoded(match[1]), name: decoded(match[2]) }
  }
  return null
}

/**
 * What the API says of a group, or of one version of it, to whoever asks what kinds there are.
 * @param served the version in which the server has a kind that not every server has
 * @returns null where the path asks for something else, or there is no such group
 */
export function discovery(served: { readonly [K in Kind]?: string }, path: string): object | null {
  const [, group, version] = /^\/apis\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? []
  const own = (Object.entries(served) as [Kind, string][]).filter(([kind]) => kinds[kind].group === group)
  if (version === undefined) {
    const versions = [...new Set(own.map(([, one]) => one))].map((one) => ({ version: one }))
    return own.length === 0 ? null : { kind: 'APIGroup', versions }
  }
  const resources = own.flatMap(([kind, one]) => (one === version ? [{ name: kinds[kind].plural, kind }] : []))
  return resources.length === 0 ? null : { kind: 'APIResourceList', resources }
}

function decoded(segment: string | undefined): string | null {
  return segment === undefined ? null : decodeURIComponent(segment)
}

/** A page, as JSON: items lack kind and apiVersion, as on a real server, and the token says where to go on. */
export function listPage(objects: Objects, { kind, namespace }: Resource, query: URLSearchParams): object {
  const limit = Number(query.get('limit') ?? 0)
  const start = startOf(query.get('continue'))
  const found = (objects[kind] ?? [])
    .filter(({ metadata }) => namespace === null || metadata.namespace === namespace)
    .filter((object) => isSelected(object, query))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .filter((object) => keyOf(object) > start)
  const items = limit > 0 ? found.slice(0, limit) : found
  const last = items.at(-1)
  const rest = found.length - items.length
  const next = rest > 0 && last ? { continue: tokenFor(keyOf(last)), remainingItemCount: rest } : {}
  return {
    kind: `${kind}List`,
    apiVersion: apiVersionOf(kind),
    metadata: { resourceVersion: '4711', ...next },
    items,
  }
}

export function findObject(objects: Objects, { kind, namespace, name }: Resource): object | null {
  const found = objects[kind]?.find(
    ({ metadata }) => metadata.name === name && (namespace === null || metadata.namespace === namespace),
  )
  return found ? { kind, apiVersion: apiVersionOf(kind), ...found } : null
}

/** Like the API server's own: base64 of JSON; `rv` -1 goes on with whatever is there now. */
function tokenFor(key: string, resourceVersion = 4711): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: resourceVersion, start: key })).toString('base64url')
}

/** The token that comes with a 410: the same place in a later state. */
export function inconsistentToken(token: string): string {
  return tokenFor(startOf(token), -1)
}

function startOf(token: string | null): string {
  if (token === null) return ''
  return (JSON.parse(Buffer.from(token, 'base64url').toString()) as { start: string }).start
}

function keyOf({ metadata }: WireObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`
}

/** Labels, and of fields `metadata.name=…` and a Secret's `type=…`. */
function isSelected(object: WireObject, query: URLSearchParams): boolean {
  const { metadata } = object
  const labels = parseLabelSelector(query.get('labelSelector') ?? '')
  const [, field, wanted] = /^(metadata\.name|type)=(.*)$/.exec(query.get('fieldSelector') ?? '') ?? []
  const found = field === 'type' ? (object.type ?? 'Opaque') : metadata.name
  return matchesLabels(labels, metadata.labels) && (field === undefined || found === wanted)
}
