/**
 * Policies that are named for a server or a location → the statements that come of them. One that does not count makes nginx
 * answer 500 there, whatever the others say.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/policy.go (generatePolicies)
 */

import { told } from '../../../../domain/findings/finding.js'
import { integer, record, text, texts, type Wire } from '../../../../domain/objects/project-fields.js'
import { type NamespacedName, nameOf, type Ref } from '../../../../domain/objects/ref.js'
import { quoted } from '../../../shared/nginx/quote.js'
import { virtualService } from '../../model/asked.js'
import { fixed, type Statement, snippetBy } from '../../model/statements.js'
import type { Asked, Location } from '../../model/types.js'
import type { Upstreams } from '../../model/upstreams.js'
import type { PolicyBook, Refusal } from './book.js'
import { type PolicyWork, workOf } from './wrong.js'

/** Where they are named: of all of a host, of a route, or on an Ingress. */
export interface PolicyPlace {
  readonly place: 'spec' | 'route'
  readonly isIngress: boolean
  /** the host has TLS */
  readonly hasTls: boolean
}

/** Who is asked before a request gets further. */
export interface Asking {
  /** the internal path under which nginx asks */
  readonly path: string
  readonly policy: NamespacedName
  /** `NAME`, or `NAMESPACE/NAME` */
  readonly service: string
  readonly port: number
  readonly uri: string
  readonly isTls: boolean
  /** below it everybody gets to the service, to sign in; null: nowhere */
  readonly signIn: string | null
  /** what stands where nginx asks, too */
  readonly snippet: Statement | null
}

export interface Applied {
  readonly lines: readonly string[]
  /** of each location, be it named for all of the host: who is not known is sent to sign in */
  readonly signIn: readonly string[]
  /** behind the rewrites of a location that has a backend */
  readonly cors: readonly string[]
  /** null: no service is asked */
  readonly asking: Asking | null
  /** null: all of them count */
  readonly refusal: Refusal | null
  /** one of them may not be looked at, so that it is not known who passes */
  readonly isUnseen: boolean
  /** a Secret that may not be looked at, and without which they do not count; null: there is none */
  readonly unseenSecret: NamespacedName | null
}

const unguarded: Applied = {
  ...{ lines: [], signIn: [], cors: [], asking: null },
  ...{ refusal: null, isUnseen: false, unseenSecret: null },
}

/** Of a kind that may stand on an Ingress (IsPolicySupportedOnIngress). */
const ofIngress: readonly PolicyWork[] = ['accessControl', 'cors', 'externalAuth', 'ingressMTLS', 'egressMTLS', 'waf']

export function applied(names: readonly NamespacedName[], book: PolicyBook, place: PolicyPlace): Applied {
  if (names.length === 0) return unguarded
  const writer = new Writer(place)
  let unseenSecret: NamespacedName | null = null
  for (const name of names) {
    const found = book.find(name)
    if (found === null) return { ...unguarded, isUnseen: true }
    const refusal = 'refusal' in found ? found.refusal : writer.add(name, found.policy.spec)
    if (refusal !== null) return { ...unguarded, lines: ['return 500;'], refusal }
    if ('unseen' in found) unseenSecret ??= found.unseen
  }
  return { ...writer.written(), unseenSecret }
}

class Writer {
  readonly #place: PolicyPlace
  readonly #lines: string[] = []
  readonly #allow: string[] = []
  readonly #deny: string[] = []
  readonly #done = new Set<PolicyWork>()
  #cors: string[] = []
  #signIn: string[] = []
  #asking: Asking | null = null

  constructor(place: PolicyPlace) {
    this.#place = place
  }

  /** Of several of one kind the first counts. @returns why it may not stand there */
  add(policy: NamespacedName, spec: Wire): Refusal | null {
    const work = workOf(spec)
    const refused = (fault: Refusal['fault'], value: string | null): Refusal => ({
      policy: { namespace: policy.namespace, name: policy.name },
      ...{ fault, field: null, value },
    })
    if (work === null) return null
    const { place, isIngress, hasTls } = this.#place
    const own = record(spec[work])
    if (isIngress && !ofIngress.includes(work)) return refused('unsupported', work)
    if (['ingressMTLS', 'hsts'].includes(work)) {
      if (place === 'route') return refused('place', work)
      if (!hasTls && own.behindProxy !== true) return refused('no-tls', work)
    }
    const isAgain = this.#done.has(work)
    this.#done.add(work)
    if (isAgain && work === 'apiKey') return refused('twice', work)
    if (!isAgain || ['accessControl', 'rateLimit', 'cors'].includes(work)) this.#write(work, own, policy)
    return null
  }

  #write(work: PolicyWork, own: Wire, policy: NamespacedName): void {
    switch (work) {
      case 'accessControl':
        this.#allow.push(...(texts(own.allow) ?? []))
        this.#deny.push(...(texts(own.deny) ?? []))
        break
      case 'rateLimit':
        this.#lines.push(`limit_req zone=${quoted(nameOf(policy))};`)
        if (own.dryRun === true) this.#lines.push('limit_req_dry_run on;')
        if (integer(own.rejectCode) !== null) this.#lines.push(`limit_req_status ${integer(own.rejectCode)};`)
        break
      case 'basicAuth':
        this.#lines.push(`auth_basic ${quoted(text(own.realm) ?? '')};`)
        break
      case 'jwt':
        this.#lines.push(`auth_jwt ${quoted(text(own.realm) ?? '')};`)
        break
      case 'oidc':
        this.#signIn = ['auth_jwt "" token=$session_jwt;', `error_page 401 = ${signInPage};`]
        break
      case 'apiKey':
        this.#lines.push(`auth_request ${keyPath};`)
        break
      case 'externalAuth':
        this.#ask(own, policy)
        break
      case 'ingressMTLS':
        this.#lines.push(`ssl_verify_client ${text(own.verifyClient) || 'on'};`)
        break
      case 'egressMTLS':
        for (const family of ['proxy', 'grpc'])
          this.#lines.push(
            `${family}_ssl_verify ${own.verifyServer === true ? 'on' : 'off'};`,
            `${family}_ssl_server_name ${own.serverName === true ? 'on' : 'off'};`,
            `${family}_ssl_name ${quoted(text(own.sslName) || '$proxy_host')};`,
            `${family}_ssl_certificate ${quoted(text(own.tlsSecret) ?? '')};`,
          )
        break
      case 'waf':
        this.#lines.push(`app_protect_enable ${own.enable === true ? 'on' : 'off'};`)
        break
      case 'cors':
        this.#cors = ["if ($request_method = 'OPTIONS') { return 204; }"]
        break
      default:
        break
    }
  }

  #ask(own: Wire, policy: NamespacedName): void {
    const uri = text(own.authURI) ?? ''
    const [port] = Array.isArray(own.authServicePorts) ? own.authServicePorts : []
    const isTls = own.sslEnabled === true
    const path = `/_external_auth${uri}`
    const signin = text(own.authSigninURI)
    this.#asking = {
      ...{ path, policy, uri, isTls, service: text(own.authServiceName) ?? '' },
      port: integer(port) ?? (isTls ? 443 : 80),
      signIn: signin ? text(own.authSigninRedirectBasePath) || '/oauth2' : null,
      snippet: snippetBy(`authSnippets of Policy ${nameOf(policy)}`, text(own.authSnippets) ?? '', null),
    }
    this.#lines.push(`auth_request ${quoted(path)};`, ...(signin ? [`error_page 401 = ${quoted(signin)};`] : []))
  }

  written(): Omit<Applied, 'unseenSecret'> {
    const access = [
      ...(this.#allow.length > 0 ? [...this.#allow.map((one) => `allow ${one};`), 'deny all;'] : []),
      ...(this.#deny.length > 0 ? [...this.#deny.map((one) => `deny ${one};`), 'allow all;'] : []),
    ]
    return {
      ...{ lines: [...access, ...this.#lines], signIn: this.#signIn, cors: this.#cors, asking: this.#asking },
      ...{ refusal: null, isUnseen: false },
    }
  }
}

/**
 * What Policies make of a route.
 * @param own those of a minion, or of a route of a VirtualServer; null: it has none
 */
export function noteGuard(route: Asked, ofAll: Applied, own: Applied | null): void {
  const refusal = ofAll.refusal ?? own?.refusal ?? null
  route.refusal = refusal && told('policy-refuses', refusal)
  if (ofAll.isUnseen || own?.isUnseen === true) route.unseen = 'policy'
  route.unseenSecret = ofAll.unseenSecret ?? own?.unseenSecret ?? null
}

/** Where the controller's own code sends a client to the service that knows it. */
export const signInPage = '@do_oidc_flow'

/** Where the controller's own code looks a key up. */
export const keyPath = '/_validate_apikey_njs'

/**
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/virtualserver.go (generateExternalAuthLocation)
 * @param owner whose namespace a Service without one is in
 * @param server whose host it is
 */
export function askingLocations(asking: Asking | null, owner: Ref, server: Ref, upstreams: Upstreams): Location[] {
  if (asking === null) return []
  const { path, policy, service: said, port, uri, isTls, signIn, snippet } = asking
  const service = virtualService(owner, { service: said, port })
  const own = `${server.namespace}_${server.name}`
  const prefix = server.kind === 'Ingress' ? `ing_${own}` : `vs_${own}_vs`
  const name = `${prefix}_exauth_${policy.namespace}_${policy.name}`
  const url = `${isTls ? 'https' : 'http'}://${upstreams.add(name, service, false)}`
  const place = { source: server, service: service.service, asked: null }
  const written = snippet === null ? [] : [snippet.text]
  const more = server.kind === 'Ingress' ? [] : ofVirtual
  const ask = {
    ...{ ...place, head: quoted(path), lines: ['internal;', ...written, `proxy_pass ${quoted(`${url}${uri}`)};`] },
    surround: { before: [], snippet, after: [...ofBoth, ...more].map((one) => fixed(`${one};`)), refused: null },
  }
  if (signIn === null) return [ask]
  return [ask, { ...place, head: quoted(signIn), lines: ['auth_request off;', `proxy_pass ${quoted(url)};`] }]
}

const ofBoth = [
  ...['proxy_http_version 1.1', 'proxy_connect_timeout 60s', 'proxy_read_timeout 60s', 'proxy_send_timeout 60s'],
  ...['client_max_body_size 0', 'proxy_pass_request_body off', 'proxy_buffering off'],
]
const ofVirtual = ['proxy_pass_request_headers on', 'proxy_next_upstream_timeout 0s', 'proxy_next_upstream_tries 0']

/** Those that are not there yet. */
export function newOnes(found: readonly Location[], known: readonly Location[]): Location[] {
  return found.filter(({ head }) => !known.some((one) => one.head === head))
}
