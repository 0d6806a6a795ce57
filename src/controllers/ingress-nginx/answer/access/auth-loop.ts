/**
 * A sign-in page that is itself behind the authentication it belongs to: whoever is not known is sent to it again and
 * again. https://oauth2-proxy.github.io/oauth2-proxy/configuration/integration
 */
import type { TraceRequest } from '../../../../domain/requests/trace.js'
import { decide } from '../decide.js'
import type { Decision, Site } from '../decision.js'

export interface AuthLoop {
  readonly host: string
  /** where it is sent to */
  readonly signin: string
  /** path of the rule that it ends in */
  readonly path: string
}

/** @param decision what becomes of `request`; null: it comes to an end */
export function authLoop(site: Site, request: TraceRequest, decision: Decision): AuthLoop | null {
  const signin = signinOf(decision)
  const [, scheme, host, target = '/'] = /^(https?):\/\/([^/?#]+)([^#]*)/.exec(signin ?? '') ?? []
  if (!signin || host === undefined || host.toLowerCase() !== request.host?.toLowerCase()) return null
  const next = decide(site, { ...request, scheme: scheme === 'https' ? 'https' : 'http', host, target: target || '/' })
  const again = signinOf(next)
  if (again === null || withoutQuery(again) !== withoutQuery(signin)) return null
  return { host, signin: withoutQuery(signin), path: next.facts?.path ?? '/' }
}

/** Where whoever is not known is sent; null: nowhere. */
function signinOf({ outcomes }: Decision): string | null {
  return outcomes.find(({ when, location }) => when === 'deny' && location !== null)?.location ?? null
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '')
}
