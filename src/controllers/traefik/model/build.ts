/** All objects that a Traefik reads → what it makes of them. */

import { compare } from '../../../domain/compare.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { fullName, nameOf, refOf } from '../../../domain/objects/ref.js'
import { isClaimed } from '../../shared/named/claim.js'
import { routersOfUrls } from '../answer/heard.js'
import { claimsOf } from '../workload/claims.js'
import type { TraefikSettings } from '../workload/settings.js'
import { Builder } from './builder.js'
import { addConnections } from './custom/connections.js'
import { addCustom, type Before } from './custom/routes.js'
import { optionsStanding } from './custom/tls-options.js'
import { heardAt, redirecting } from './entry-points.js'
import { addIngress } from './ingress-provider.js'
import { addNginxIngresses } from './nginx-provider.js'
import { siteOf } from './site.js'
import type { Model } from './types.js'

/** @param before what an earlier turn found out; null: there was none */
export function buildModel(facts: RoutingFacts, settings: TraefikSettings, before: Before | null = null): Model {
  const said = new Map(
    settings.entryPoints.map((one) => [one.name, one.middlewares.filter((name) => name.includes('@'))]),
  )
  const builder: Builder = new Builder((made) =>
    heardAt(
      made,
      (entryPoint) => site.missingMiddleware(said.get(entryPoint) ?? []),
      (router) => routersOfUrls([router], settings).length > 0,
    ),
  )
  const site = siteOf(facts, settings, builder)
  for (const one of settings.entryPoints.flatMap((entryPoint) => redirecting(entryPoint) ?? [])) {
    builder.addOwn(one.router)
    builder.addMiddleware(one.middleware)
  }
  // Middlewares are there before anybody names them.
  const counting = addCustom(site, before ?? { counting: new Map(), gone: new Set() })
  if (before === null && counting.size > 0) return buildModel(facts, settings, { counting, gone: new Set() })
  const end = settings.crd.isOn ? addConnections(site) : null
  if (end !== null) {
    const lack = told('route-refused', { subject: fullName(refOf(end)), fault: 'panic' })
    const rest = buildModel(facts, { ...settings, crd: { ...settings.crd, isOn: false } })
    const lost = builder.model(() => ({ lack: null })).made.map((one) => ({ ...one, routers: [], lack }))
    return { ...rest, made: [...lost, ...rest.made] }
  }
  const claims = claimsOf(settings)
  const { classOf } = facts.inventory
  const ingresses = [...facts.ingresses].sort((a, b) => compare(nameOf(refOf(a)), nameOf(refOf(b))))
  const nginx: Ingress[] = []
  for (const ingress of ingresses) {
    const isOfNginx = isClaimed(claims.instead, ingress, classOf) === true
    if (isOfNginx) nginx.push(ingress)
    // One that only may be its own is judged as its own.
    if (!isOfNginx || isClaimed(claims.own, ingress, classOf) === true) addIngress(site, ingress)
  }
  addNginxIngresses(site, nginx)
  const model = builder.model((name, by) => optionsStanding(site, name, by))
  const { gone } = model
  const isMissed = model.config.routers.some(({ parents }) => parents.length > 0) && gone.size > 0
  if (!isMissed || before?.gone.size) return model
  return buildModel(facts, settings, { counting: before?.counting ?? new Map(), gone })
}
