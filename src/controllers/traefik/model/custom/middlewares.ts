/** Middlewares, and which of them no router can have: https://github.com/traefik/traefik/blob/v3.7/pkg/server/middleware/middlewares.go */
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { record, type Wire } from '../../../../domain/objects/project-fields.js'
import { refOf } from '../../../../domain/objects/ref.js'
import { readMiddleware, readStreamMiddleware, streamName } from '../../../../languages/traefik/config/read.js'
import { normalized } from '../names.js'
import type { Site } from '../site.js'
import type { Flaw } from '../types.js'
import { middlewares, secretsOf } from './kinds.js'
import { flawOf, flawOfNetworks, lackOfSecret } from './middleware-faults.js'
import { nameInside, namesOf, provider, unreadAs } from './references.js'

export function addMiddleware(site: Site, one: CustomObject): void {
  const { namespace, name } = refOf(one)
  const own = nameInside(namespace, name)
  const read = readMiddleware(own, one.spec) ?? { name: own, kind: 'nothing', settings: {} }
  const members = namesOf(site, record(one.spec.chain).middlewares, namespace, middlewares)
  const unread = unreadAs(site, one)
  const ofMembers: Flaw | null = members.lack && { fault: members.lack.facts.fault === 'plain' ? 'plain' : 'namespace' }
  const flaw = (unread && { fault: unread }) ?? ofMembers ?? flawOf(one, site.settings) ?? lackOfSecret(site, one)
  const made = read.kind === 'chain' ? { ...read, settings: { middlewares: members.names } } : read
  site.builder.addCustomMiddleware(refOf(one), made, flaw)
  const unseen = secretsOf(one).find((secret) => site.facts.secretOf(secret) === null)
  if (unseen !== undefined) site.builder.hideMiddleware(own, unseen)
}

export function addConnectionMiddleware({ builder }: Site, one: CustomObject): void {
  const { namespace, name } = refOf(one)
  const own = nameInside(namespace, name)
  const read = readStreamMiddleware('tcp', own, one.spec)
  const isBounded = read !== null && read.kind !== 'inFlightConn'
  const flaw: Flaw | null =
    read === null ? { fault: 'nothing' } : isBounded ? flawOfNetworks(record(one.spec[read.kind])) : null
  const nothing = { name: streamName('tcp', own), kind: 'nothing', settings: {} }
  builder.addCustomMiddleware(refOf(one), read ?? nothing, flaw)
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
    if (!make(record(record(one.spec.errors).service), namespace, service))
      builder.breakMiddleware(own, { fault: 'service' })
  }
}
