/** Who is asked before a request gets further, beside addresses, passwords and services: keys, tokens, certificates of clients. */

import type { Guard } from '../../../domain/requests/guards.js'
import type { TraceRequest } from '../../../domain/requests/trace.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import type { Access } from '../../shared/nginx/access/access.js'
import { keyPath } from '../custom/policies/apply.js'

/** @param path under which nginx asks. null: a service like all others */
export function keyGuard(path: string): Guard | null {
  if (path !== keyPath) return null
  return {
    passes: 'its key is one of those in the Secret of the Policy (apiKey)',
    denials: [
      { when: 'deny', condition: 'there is no key', status: 401, isNow: false },
      { when: 'deny', condition: 'it is another key', status: 403, isNow: false },
    ],
  }
}

/** Tokens, by `auth_jwt` of NGINX Plus. null: none is asked for */
export function tokenAccess(levels: readonly (readonly Directive[])[], { auth, headers }: TraceRequest): Access | null {
  const asks = levels.flatMap((level) => level.filter(({ name }) => name === 'auth_jwt'))[0]
  const [realm = 'off', token] = asks?.args ?? []
  if (realm === 'off' || auth === 'pass') return null
  const passes = token === undefined ? 'its token is good' : 'the client is signed in'
  if (auth === 'deny') return { is: 'denied', status: 401, why: `not so: ${passes}` }
  const isNow = token === undefined && !headers.has('authorization')
  const condition = isNow ? 'there is none, as here, or it is not' : 'it is not so'
  return { is: 'guarded', guards: [{ passes, denials: [{ when: 'deny', condition, status: 401, isNow }] }] }
}

/** https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_verify_client: without one a request is answered before any path is looked at */
export function certificateAccess(server: readonly Directive[], { scheme, auth }: TraceRequest): Access | null {
  const verify = server.find(({ name }) => name === 'ssl_verify_client')?.args[0]
  if (scheme !== 'https' || verify !== 'on' || auth === 'pass') return null
  const passes = 'the client shows a certificate of the right authority (ingressMTLS)'
  if (auth === 'deny') return { is: 'denied', status: 400, why: `not so: ${passes}` }
  const condition = 'there is none, as here, or another'
  return { is: 'guarded', guards: [{ passes, denials: [{ when: 'deny', condition, status: 400, isNow: true }] }] }
}
