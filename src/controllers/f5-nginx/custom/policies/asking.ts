/** Where nginx asks a service who may pass, and where that lets clients sign in. */
import type { Ref } from '../../../../domain/objects/ref.js'
import { quoted } from '../../../shared/nginx/quote.js'
import { virtualService } from '../../model/asked.js'
import type { Location } from '../../model/types.js'
import type { Upstreams } from '../../model/upstreams.js'
import type { Asking } from './apply.js'

/**
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/virtualserver.go (generateExternalAuthLocation)
 * @param owner whose namespace a Service without one is in
 * @param server whose host it is
 */
export function askingLocations(asking: Asking | null, owner: Ref, server: Ref, upstreams: Upstreams): Location[] {
  if (asking === null) return []
  const { path, policy, service: said, port, uri, isTls, signIn } = asking
  const service = virtualService(owner, { service: said, port })
  const own = `${server.namespace}_${server.name}`
  const prefix = server.kind === 'Ingress' ? `ing_${own}` : `vs_${own}_vs`
  const name = `${prefix}_exauth_${policy.namespace}_${policy.name}`
  const url = `${isTls ? 'https' : 'http'}://${upstreams.add(name, service, false)}`
  const place = { source: server, service: service.service, asked: null }
  const ask = { ...place, head: quoted(path), lines: ['internal;', `proxy_pass ${quoted(`${url}${uri}`)};`] }
  if (signIn === null) return [ask]
  return [ask, { ...place, head: quoted(signIn), lines: ['auth_request off;', `proxy_pass ${quoted(url)};`] }]
}

/** Those that are not there yet. */
export function newOnes(found: readonly Location[], known: readonly Location[]): Location[] {
  return found.filter(({ head }) => !known.some((one) => one.head === head))
}
