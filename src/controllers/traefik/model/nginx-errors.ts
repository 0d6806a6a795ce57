/** Who answers in the place of errors, and which middleware of an Ingress cannot be made. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { MiddlewareFault } from '../../../domain/findings/priority-facts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'
import { isCodes } from '../../../languages/traefik/route/codes.js'
import { isNetwork } from '../../../languages/traefik/rule/networks.js'
import { type NginxSaid, nginxTarget } from './nginx-annotations.js'
import { provider } from './nginx-rules.js'
import { lackOfUsers } from './nginx-secrets.js'
import type { Site } from './site.js'

/** One that nobody has as a whole: that of a flag, else the first of them, is that of the provider. */
export const catchAll = 'default-backend'

/**
 * A middleware that cannot be made.
 * @param hasErrorService null: nobody answers in the place of errors
 */
export function brokenOf(
  site: Site,
  ingress: Ingress,
  { key, said }: { readonly key: string; readonly said: NginxSaid },
  hasErrorService: boolean | null,
): { readonly word: string; readonly lack: Told } | null {
  const made = (word: string, fault: MiddlewareFault) => ({
    ...{ word, lack: told('no-middleware', { middleware: `${key}-${word}@${provider}`, fault }) },
  })
  if (!said.allowed.every(isNetwork)) return made('allowed-source-range', 'network')
  const codes = said.errors ?? site.settings.nginx.errors
  if (hasErrorService !== null && !codes.every(isCodes)) return made('custom-http-errors', 'status')
  if (hasErrorService === false) return made('custom-http-errors', 'service')
  const lack = lackOfUsers(site, ingress, said)
  return lack === null ? null : { word: 'basic-auth', lack }
}

/** Whoever answers in the place of errors: a Service of the Ingress, else that of the flag; null: nobody. */
export function errorServiceOf(
  site: Site,
  ingress: Ingress,
  said: NginxSaid,
): { readonly name: (of: string) => string; readonly isThere: boolean } | null {
  const { fallback } = site.settings.nginx
  if (said.fallback === null || said.errors === null || said.errors.length === 0)
    return fallback === null ? null : { name: () => `${catchAll}@${provider}`, isThere: true }
  const { namespace } = refOf(ingress)
  const target = nginxTarget(site, namespace, { name: said.fallback }, said)
  const isThere = target.counted.state !== 'no-service' && target.counted.state !== 'no-port'
  const name = (of: string) => `${catchAll}-${of}@${provider}`
  return { name: isThere ? (of) => site.builder.addTarget(name(of), target) : name, isThere }
}
