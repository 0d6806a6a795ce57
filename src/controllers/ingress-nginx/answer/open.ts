/** The two tracers of this dialect: from the objects alone, and from what a replica runs with. */
import type { Backend } from '../../../domain/controllers/replica-facts.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { AuthFault } from '../../../domain/findings/acting-facts.js'
import { told } from '../../../domain/findings/finding.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import { Router } from '../../../languages/nginx/route/router.js'
import { serversFor } from '../../../languages/nginx/servers/skip-servers.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { isCut } from '../../../languages/nginx/text/flaw.js'
import { parse } from '../../../languages/nginx/text/parse.js'
import { pieces } from '../../../languages/nginx/text/pieces.js'
import { registeredFor, wildcardAbove } from '../model/certificates.js'
import { firstWith } from '../model/of-one.js'
import { render } from '../model/render/render.js'
import { defaultServer, type Model } from '../model/types.js'
import { nginxPorts } from '../workload/ports.js'
import type { NginxController } from '../workload/settings.js'
import type { AuthServices } from './access/auth-services.js'
import { type NginxTracer, tracerOf } from './answer.js'
import type { Site } from './decision.js'
import { ofList, ofModel } from './live-backend.js'
import { serverHost } from './server-host.js'

/** What both tracers are made from, beside what a replica says. */
export interface SiteFacts {
  readonly controller: NginxController
  readonly facts: RoutingFacts
  readonly model: Model
  readonly authServices: AuthServices
}

/** What the objects ask for. */
export function askedTracer(site: Site, { facts, model }: SiteFacts): NginxTracer {
  return tracerOf(site, model, facts, false)
}

/**
 * Written as a configuration and read again, so that both tracers are one.
 * @param hosts of the requests: servers that cannot answer for them are left out; null: all are there
 */
export function askedSite(plan: SiteFacts, hosts: readonly string[] | null): Site {
  const { controller, model } = plan
  const conf = newConf(controller, model)
  const text = render(model, controller.settings, hosts).join('\n')
  for (const statement of parse(text).statements) conf.offer(statement)
  const backends = new Map([...model.upstreams].map(([name, upstream]) => [name, ofModel(upstream)]))
  return siteOf(controller, conf, backends, plan, new Map(), true)
}

/**
 * What a replica serves.
 * @param certificates registered name → is there one, as the replica says; what is not in it is taken from the objects
 * @throws SyntaxError where the file is no nginx.conf
 */
export async function servedTracer(
  plan: SiteFacts,
  conf: AsyncIterable<Uint8Array>,
  backends: readonly Backend[] | null,
  certificates: ReadonlyMap<string, boolean> = new Map(),
): Promise<NginxTracer> {
  const { facts, model } = plan
  return tracerOf(await servedSite(plan, conf, backends, facts.hosts, certificates), model, facts, true)
}

/** @param hosts of the requests: servers that cannot answer for them are left out; null or left out: all are there */
export async function servedSite(
  plan: SiteFacts,
  conf: AsyncIterable<Uint8Array>,
  backends: readonly Backend[] | null,
  hosts: readonly string[] | null | undefined,
  certificates: ReadonlyMap<string, boolean> = new Map(),
): Promise<Site> {
  const { controller, facts, model } = plan
  const statements: Directive[] = []
  for await (const { inHttp, directive, flaw } of pieces(conf, { wanted: hosts ? serversFor(hosts) : undefined })) {
    if (flaw !== null) throw new SyntaxError(`${isCut(flaw) ? 'it is cut' : 'it breaks'} at line ${flaw.line}`)
    if (inHttp && directive !== null) statements.push(directive)
  }
  const known = controller.kind === 'File' ? withPortsOf(statements, controller) : controller
  const own = newConf(known, model)
  for (const statement of statements) own.offer(statement)
  const live = backends && ofList(backends, model.upstreams)
  return siteOf(known, own, live, plan, certificates, facts.inventory.coverage !== 'none')
}

type Conf = Pick<Site, 'router' | 'http'> & { readonly offer: (statement: Directive) => void }

/** Takes the statements of `http` one by one. */
function newConf({ settings }: NginxController, { policy }: Model): Conf {
  const { http: plain, https: tls } = nginxPorts(settings)
  const router = new Router([plain, tls], (directive, read) => wwwTarget(directive, read, policy.useForwardedHeaders))
  const http: Directive[] = []
  const offer = (statement: Directive) => {
    router.offer(statement)
    if (statement.block === null) http.push(statement)
  }
  return { router, http, offer }
}

function siteOf(
  { settings }: NginxController,
  { router, http }: Conf,
  backends: Site['backends'],
  { model, authServices }: Pick<SiteFacts, 'model' | 'authServices'>,
  certificates: ReadonlyMap<string, boolean>,
  seesIngresses: boolean,
): Site {
  const told = (host: string) => {
    const [own, above] = [certificates.get(host), certificates.get(wildcardAbove(host))]
    return own || above ? true : own === undefined || above === undefined ? undefined : false
  }
  // Without the Ingresses nobody knows for which hosts they ask for TLS.
  const asked = (host: string) => (seesIngresses ? registeredFor(model.registered, host) !== undefined : null)
  return {
    router,
    http,
    backends,
    ports: nginxPorts(settings),
    unreachable: (url, host) => worded(authServices.faultOf(url, host, null)),
    asksClients: (server) => {
      const asked = model.servers.get(serverHost(server))?.clientAuth
      return (asked && firstWith(model, 'authTls', asked)?.ref) ?? null
    },
    passed: model.passed,
    https: {
      useForwardedHeaders: model.policy.useForwardedHeaders,
      redirectCode: model.policy.redirectCode,
      httpsPort: settings.httpsPort,
      hasCertificate: (host) => told(host) ?? asked(host),
    },
  }
}

function worded(fault: AuthFault | null): string | null {
  return fault && sentenceOf(told('auth-unreachable', { annotation: 'auth-url', fault }))
}

/** The sockets of the server of all unknown hosts; the usual ones where there is none. */
function withPortsOf(statements: readonly Directive[], controller: NginxController): NginxController {
  const server = statements.find((one) => one.name === 'server' && serverHost(one) === defaultServer)
  const listens = (server?.block ?? []).filter(({ name }) => name === 'listen')
  const portOf = (isTls: boolean) => {
    const found = listens.find(({ args }) => args.includes('ssl') === isTls)
    return Number(/(?:^|:)(\d+)$/.exec(found?.args[0] ?? '')?.[1] ?? 0)
  }
  const { settings } = controller
  const ports = { httpPort: portOf(false) || settings.httpPort, httpsPort: portOf(true) || settings.httpsPort }
  return { ...controller, settings: { ...settings, ...ports } }
}

/**
 * Where the Lua code of `from-to-www-redirect` sends a request. Up to 1.11 it stands in nginx.conf, with what it was rendered with.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/nginx/ngx_srv_redirect.lua
 */
type ReadVariable = (variable: string) => string | null

/** @returns the value of `$redirect_to`; null for any other variable, or where it cannot be told */
function wwwTarget(directive: Directive, read: ReadVariable, useForwardedHeaders: boolean): string | null {
  const { name, args, text } = directive
  if (args[0] !== '$redirect_to') return null
  const { to, scheme, port } =
    name === 'set_by_lua_file'
      ? byFile(args.at(-1) ?? null, read, useForwardedHeaders)
      : byBlock(new TextDecoder().decode(text), read)
  const uri = read('request_uri')
  if (to === null || scheme === null || port === null || uri === null) return null
  // A slash at the end is dropped, a bare one too.
  return `${scheme}://${to}${port}${uri.endsWith('/') ? uri.slice(0, -1) : uri}`
}

/** The port is that of the socket, or what a load balancer says of it. */
function byFile(to: string | null, read: ReadVariable, useForwardedHeaders: boolean) {
  const told = (header: string) => (useForwardedHeaders && read(header)) || null
  const port = told('http_x_forwarded_port') ?? read('server_port')
  return { to, scheme: told('http_x_forwarded_proto') ?? read('scheme'), port: port && `:${port}` }
}

/** The port of https, whatever the scheme is, and only where it is not 443. */
function byBlock(lua: string, read: ReadVariable) {
  const forwarded = lua.includes('http_x_forwarded_proto') ? read('http_x_forwarded_proto') : ''
  // Until 1.2.0 nothing took the place of a header that was not sent.
  const otherwise = /ngx\.var\.scheme/.test(lua) ? read('scheme') : 'nil'
  return {
    to: /"((?=[^"]*[A-Za-z0-9])[A-Za-z0-9.*_-]+)"/.exec(lua)?.[1] ?? null,
    scheme: forwarded || otherwise,
    port: /"(:\d+)"/.exec(lua)?.[1] ?? '',
  }
}
