/** Middlewares, and which of them no router can have: https://github.com/traefik/traefik/blob/v3.7/pkg/server/middleware/middlewares.go */
import type { MiddlewareFault } from '../../../../domain/findings/priority-facts.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { record, text, texts } from '../../../../domain/objects/project-fields.js'
import { refOf } from '../../../../domain/objects/ref.js'
import { readMiddleware } from '../../../../languages/traefik/config/read.js'
import { isNetwork } from '../../../../languages/traefik/rule/networks.js'
import type { Site } from '../site.js'
import { nameInside, namesOf } from './references.js'

export function addMiddleware(site: Site, one: CustomObject): void {
  const { namespace, name } = refOf(one)
  const own = nameInside(namespace, name)
  const read = readMiddleware(own, one.spec) ?? { name: own, kind: 'nothing', settings: {} }
  const members = namesOf(site, record(one.spec.chain).middlewares, namespace, 'Middleware')
  const secret = lackOfSecret(site, one)
  const fault = members.lack === null ? (faultOf(one) ?? secret) : 'namespace'
  const made = read.kind === 'chain' ? { ...read, settings: { middlewares: members.names } } : read
  site.builder.addCustomMiddleware({ namespace, name }, made, fault)
}

/** One that asks for passwords, and has none, is not there. */
function lackOfSecret({ facts }: Site, { spec, metadata }: CustomObject): MiddlewareFault | null {
  const auth = spec.basicAuth ?? spec.digestAuth
  const name = text(record(auth).secret)
  if (auth === undefined || !name) return auth === undefined ? null : 'empty'
  return facts.secretOf({ namespace: metadata.namespace ?? '', name }) === undefined ? 'secret' : null
}

function faultOf({ spec }: CustomObject): MiddlewareFault | null {
  const kinds = Object.keys(spec)
  if (kinds.length !== 1) return kinds.length === 0 ? 'nothing' : 'several'
  const [kind = ''] = kinds
  const settings = record(spec[kind])
  const field = Object.hasOwn(required, kind) ? required[kind] : undefined
  if (field !== undefined && !text(settings[field])) return 'empty'
  if (kind !== 'ipAllowList' && kind !== 'ipWhiteList') return null
  const networks = texts(settings.sourceRange) ?? []
  return networks.length === 0 ? 'empty' : networks.every(isNetwork) ? null : 'network'
}

/** Fields without which there is nothing to do. */
const required: Readonly<Record<string, string>> = { redirectScheme: 'scheme', addPrefix: 'prefix' }
