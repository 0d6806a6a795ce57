/** Middlewares, and which of them no router can have: https://github.com/traefik/traefik/blob/v3.7/pkg/server/middleware/middlewares.go */
import type { MiddlewareFault } from '../../../../domain/findings/priority-facts.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { record, text, texts, type Wire } from '../../../../domain/objects/project-fields.js'
import { refOf } from '../../../../domain/objects/ref.js'
import { isNetwork } from '../../../../languages/networks.js'
import { readMiddleware, readStreamMiddleware, streamName } from '../../../../languages/traefik/config/read.js'
import { isCodes } from '../../../../languages/traefik/route/codes.js'
import { normalized } from '../names.js'
import type { Site } from '../site.js'
import { middlewares, secretsOf } from './kinds.js'
import { nameInside, namesOf, provider, unreadAs } from './references.js'

export function addMiddleware(site: Site, one: CustomObject): void {
  const { namespace, name } = refOf(one)
  const own = nameInside(namespace, name)
  const read = readMiddleware(own, one.spec) ?? { name: own, kind: 'nothing', settings: {} }
  const members = namesOf(site, record(one.spec.chain).middlewares, namespace, middlewares)
  const ofMembers = members.lack === null ? null : members.lack.facts.fault === 'plain' ? 'plain' : 'namespace'
  const fault = unreadAs(site, one) ?? ofMembers ?? faultOf(one) ?? lackOfSecret(site, one)
  const made = read.kind === 'chain' ? { ...read, settings: { middlewares: members.names } } : read
  site.builder.addCustomMiddleware(refOf(one), made, fault)
  const unseen = secretsOf(one).find((secret) => site.facts.secretOf(secret) === null)
  if (unseen !== undefined) site.builder.hideMiddleware(own, unseen)
}

export function addConnectionMiddleware({ builder }: Site, one: CustomObject): void {
  const { namespace, name } = refOf(one)
  const own = nameInside(namespace, name)
  const read = readStreamMiddleware('tcp', own, one.spec)
  const isBounded = read !== null && read.kind !== 'inFlightConn'
  const fault = read === null ? 'nothing' : isBounded ? faultOfNetworks(record(one.spec[read.kind])) : null
  const nothing = { name: streamName('tcp', own), kind: 'nothing', settings: {} }
  builder.addCustomMiddleware(refOf(one), read ?? nothing, fault)
}

/** One whose Secrets are not there, or not as they have to be, is not there either. */
function lackOfSecret({ facts }: Site, one: CustomObject): MiddlewareFault | null {
  const { basicAuth, digestAuth } = one.spec
  const auth = basicAuth ?? digestAuth
  if (auth !== undefined && !text(record(auth).secret)) return 'empty'
  for (const name of secretsOf(one)) {
    const secret = facts.secretOf(name)
    if (secret === undefined) return 'secret'
    if (auth === undefined || secret === null) continue
    const keys = Object.keys(secret.data ?? {})
    const isWhole =
      basicAuth !== undefined && secret.type === 'kubernetes.io/basic-auth'
        ? keys.includes('username') && keys.includes('password')
        : keys.length < 2 && !keys.some((key) => key.endsWith('.crt'))
    if (!isWhole) return 'secret'
  }
  return null
}

/**
 * Those that have another service answer in the place of errors, and it cannot be made.
 * @param make of the field of an object, its namespace and the name of what it makes; false: it cannot
 */
export function addErrorServices(
  { builder }: Site,
  all: readonly CustomObject[],
  make: (service: Wire, namespace: string, name: string) => boolean,
): void {
  for (const one of all) {
    const { namespace, name } = refOf(one)
    if (one.spec.errors === undefined) continue
    const own = nameInside(namespace, name)
    const service = `${normalized(`${namespace}-${name}`)}-errorpage-service@${provider}`
    if (!make(record(record(one.spec.errors).service), namespace, service)) builder.breakMiddleware(own, 'service')
  }
}

function faultOf({ spec }: CustomObject): MiddlewareFault | null {
  const kinds = Object.keys(spec)
  if (kinds.length !== 1) return kinds.length === 0 ? 'nothing' : 'several'
  const [kind = ''] = kinds
  const settings = record(spec[kind])
  const field = Object.hasOwn(required, kind) ? required[kind] : undefined
  if (field !== undefined && !text(settings[field])) return 'empty'
  if (kind === 'errors') return (texts(settings.status) ?? []).every(isCodes) ? null : 'status'
  return kind === 'ipAllowList' || kind === 'ipWhiteList' ? faultOfNetworks(settings) : null
}

function faultOfNetworks({ sourceRange }: Wire): MiddlewareFault | null {
  const networks = texts(sourceRange) ?? []
  return networks.length === 0 ? 'empty' : networks.every(isNetwork) ? null : 'network'
}

/** Fields without which there is nothing to do. */
const required: Readonly<Record<string, string>> = {
  ...{ redirectScheme: 'scheme', addPrefix: 'prefix', forwardAuth: 'address' },
}
