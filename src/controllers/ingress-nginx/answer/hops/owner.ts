/** What the annotations of the Ingress whose location it is do with a request on its way, and with what comes back. */
import type { Inventory } from '../../../../domain/objects/inventory.js'
import { nameOf, type Ref, refKey } from '../../../../domain/objects/ref.js'
import { type Hop, hop, type TraceRequest } from '../../../../domain/requests/trace.js'
import { sentenceOf } from '../../../../findings/catalogue.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'
import { balancerFlaw } from '../../model/balancers/flaw.js'
import { patienceOf } from '../../model/balancers/idle.js'
import { rewrites } from '../../model/expand.js'
import { headerTwice } from '../../model/header-twice.js'
import { type Limit, limitOf } from '../../model/limits.js'
import type { Asked, Kept, Model } from '../../model/types.js'
import { spokenFlaw } from '../../model/upstreams/spoken.js'
import type { Policy } from '../../workload/policy.js'
import { certificateFor } from '../access/client-certificate.js'
import type { Decision } from '../decision.js'
import { caughtCodes } from '../error-page.js'
import { serverHost } from '../server-host.js'

interface OwnerFacts {
  readonly source: Ref
  /** null: its location is no rule's */
  readonly owner: Kept | null
  /** what the rule asks for; null: no rule does */
  readonly asked: Asked | null
  readonly model: Model
  readonly http: readonly Directive[]
  readonly inventory: Inventory
}

export function ownerHops(
  decision: Decision,
  request: TraceRequest,
  { source, owner, asked, model, http, inventory }: OwnerFacts,
): Hop[] {
  const { outcome, verdict } = decision
  const { access, rewrite, mirrors, snippets } = owner?.annotations ?? {}
  const isPattern = outcome.location?.by === 'regex' && rewrite && !rewrite.useRegex && rewrite.target === ''
  const unseen = model.unseen.get(refKey(source)) ?? []
  const named = [...(snippets?.keys() ?? [])]
  return [
    ...(isPattern
      ? [
          hop(
            'note',
            'regex mode',
            `${regexSource(model, outcome)} has use-regex or rewrite-target, so all paths of the host are patterns without regard to case, open at the end`,
          ),
        ]
      : []),
    ...(unseen.length > 0
      ? [hop('note', 'not seen', `${unseen.join(', ')} cannot be seen here, and is assumed to be correct`)]
      : []),
    ...(access?.rateLimited
      ? [hop('note', 'limit', 'limit-* refuses clients that ask too often; one request alone passes')]
      : []),
    ...(mirrors ? [hop('note', 'mirror', 'a copy goes to mirror-target, and its answer counts for nothing')] : []),
    ...(named.length > 0 ? [hop('note', 'snippet', `${named.join(', ')} may change anything here`)] : []),
    ...(owner === null || (verdict !== 'served' && verdict !== 'guarded')
      ? []
      : [
          ...limitHops(model, owner),
          ...spokenHops(model, inventory, owner, asked),
          ...headerHops(owner),
          ...socketHops(request, model, inventory, owner),
          ...balancerHops(request, model, inventory, owner),
          ...corsHops(decision, request, owner),
          ...errorHops(decision, owner, http, model),
        ]),
  ]
}

function regexSource({ servers }: Model, { server }: Decision['outcome']): string {
  const found = server === null ? undefined : servers.get(serverHost(server))
  const owner = found?.locations.find(
    (one) => one.owner !== null && (one.owner.annotations.rewrite.useRegex || rewrites(one, one.path)),
  )?.owner
  return owner == null ? 'another Ingress of the host' : `Ingress ${nameOf(owner.ref)}`
}

/** What is more than that, nginx answers itself: with 502, 504 and 413. */
function limitHops({ policy }: Model, owner: Kept): Hop[] {
  if (!/^(?:|HTTPS?)$/.test(owner.annotations.backendProtocol)) return []
  const at = (setting: Limit['setting']) => limitText(limitOf(owner, policy, setting), '')
  const detail = `headers of an answer ${at('proxy-buffer-size')}, silence ${at('proxy-read-timeout')}, body ${at('proxy-body-size')}`
  return [hop('note', 'limits', detail)]
}

/** @param usual what is added where nobody says one */
function limitText({ value, setting, by }: Limit, usual: string): string {
  return `${value.replace(/^(\d+)s?$/, '$1 s')} (${setting}${by === null ? usual : ` of the ${by}`})`
}

/**
 * What the backend says counts, and every reload ends it.
 * https://kubernetes.github.io/ingress-nginx/user-guide/miscellaneous/#websockets
 */
function socketHops({ headers }: TraceRequest, { policy }: Model, inventory: Inventory, owner: Kept): Hop[] {
  if (headers.get('upgrade')?.toLowerCase() !== 'websocket') return []
  const lost = lostUpgrade(owner, policy)
  if (lost !== null) return noted('WebSocket', `${lost}: the backend is not asked for a WebSocket`)
  const limit = limitOf(owner, policy, 'proxy-read-timeout')
  const patience = patienceOf(policy, inventory)
  const usual = policy.configMapSeen ? ', the default' : ', the default if the ConfigMap says no more'
  const isFirst = patience !== null && patience.idle < Number.parseInt(limit.value, 10)
  const first = isFirst
    ? `${patience.idle} s by the load balancer of Service ${nameOf(patience.service)}, before nginx does after `
    : ''
  const reload = limitText(limitOf(null, policy, 'worker-shutdown-timeout'), usual)
  return noted(
    'WebSocket',
    `a silent WebSocket is closed after ${first}${limitText(limit, usual)}, any one ${reload} after a reload`,
  )
}

function headerHops(owner: Kept): Hop[] {
  const flaw = headerTwice(owner)
  return flaw === null ? [] : noted('headers', sentenceOf(flaw))
}

/** What keeps `Upgrade` from the backend, or from counting there: https://nginx.org/en/docs/http/websocket.html */
function lostUpgrade({ ingress: { metadata } }: Kept, { annotationsPrefix, entries }: Policy): string | null {
  const said = (name: string) => metadata.annotations?.[`${annotationsPrefix}/${name}`]?.trim()
  const connection = said('connection-proxy-header')
  if (connection && !/upgrade/i.test(connection)) return `connection-proxy-header sends "Connection: ${connection}"`
  const version = said('proxy-http-version') ?? entries['proxy-http-version']
  return version === '1.0' ? 'proxy-http-version is 1.0, which knows no Upgrade' : null
}

/** The backend may still take what its port says nothing of. */
function spokenHops(model: Model, inventory: Inventory, owner: Kept, asked: Asked | null): Hop[] {
  const flaw = asked === null ? null : spokenFlaw(model, inventory, owner, asked)
  return flaw === null ? [] : noted('protocol', sentenceOf(flaw))
}

/** Whoever comes by the Service comes through its balancer. */
function balancerHops({ scheme }: TraceRequest, model: Model, inventory: Inventory, owner: Kept): Hop[] {
  const found = balancerFlaw(model, inventory, owner)
  if (found === null || (found.scheme !== null && found.scheme !== scheme)) return []
  return noted('load balancer', sentenceOf(found.flaw))
}

const unsigned =
  'browsers send a preflight without cookies and passwords, so nobody is signed in; with enable-cors nginx answers it by itself'

function isAskedFirst({ access: { externalAuth, basicAuth } }: Kept['annotations']): boolean {
  return externalAuth !== null || basicAuth !== null
}

/** https://fetch.spec.whatwg.org/#http-cors-protocol */
function corsHops({ outcome }: Decision, { method, scheme, headers }: TraceRequest, { ref, annotations }: Kept): Hop[] {
  const { corsOrigins: origins, corsCredentials } = annotations.access
  const origin = headers.get('origin')
  if (origin === undefined) return []
  // Before anything else is looked at: https://github.com/kubernetes/ingress-nginx/issues/5129
  if (method === 'OPTIONS' && scheme === 'https' && certificateFor(outcome.server)?.isAsked)
    return noted('CORS', 'browsers send a preflight without a certificate: nginx refuses it with 400')
  if (origins === null) return isAskedFirst(annotations) && method === 'OPTIONS' ? noted('CORS', unsigned) : []
  const owner = `cors-allow-origin of Ingress ${nameOf(ref)}`
  if (!outcome.variable('$cors')?.startsWith('true')) {
    const comes = method === 'OPTIONS' ? 'the preflight goes to the backend' : 'its answer has no CORS headers'
    return noted(
      'CORS',
      `${owner} ${origins.length === 0 ? 'names none that counts' : `is ${origins.join(', ')}, which ${origin} is not`}: ${comes}`,
    )
  }
  const isPersonal = corsCredentials && (headers.has('cookie') || headers.has('authorization'))
  return origins[0] === '*' && isPersonal
    ? noted('CORS', `${owner} is *, which browsers refuse for a request with credentials`)
    : []
}

/** What the backend says with these codes, nobody gets to see. */
function errorHops(
  decision: Decision,
  { ref, annotations }: Kept,
  http: readonly Directive[],
  { upstreams }: Model,
): Hop[] {
  const [caught, ...others] = caughtCodes(decision, http)
  if (caught === undefined) return []
  const codes = [caught, ...others].map(({ code }) => code)
  const by = annotations.customHttpErrors.length > 0 ? `Ingress ${nameOf(ref)}` : "the controller's ConfigMap"
  const pages = upstreams.get(caught.upstream)?.service
  const who = pages ? `Service ${pages.namespace}/${pages.service}` : "the controller's own, without pages"
  const answers = `the default backend (${who}) answers in place of its ${codes.join(', ')}`
  return noted('errors', `custom-http-errors of ${by}: ${answers}`)
}

function noted(subject: string, detail: string): Hop[] {
  return [{ ...hop('note', subject, detail), gist: detail }]
}
