/**
 * What entry points make of the routers of all providers, and routers of their own.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/server/aggregator.go (applyModel)
 */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { Middleware, Router } from '../../../languages/traefik/config/types.js'
import { type EntryPoint, ownEntryPoints } from '../workload/settings.js'
import { normalized } from './names.js'
import type { Made } from './types.js'

/** A router as a provider has it: without entry points, it listens on all that are so by default. */
export type Provided = Pick<
  Router,
  'name' | 'rule' | 'syntax' | 'priority' | 'middlewares' | 'service' | 'entryPoints' | 'tls' | 'tlsOptions' | 'parents'
>

/** An entry point with settings of its own gets a copy of each router, under a name of its own where there are others. */
export function listening(entryPoints: readonly EntryPoint[], provided: Provided): readonly Router[] {
  const router: Router = { ...provided, errors: [], origin: null }
  // One that stands behind others listens nowhere.
  if (router.parents.length > 0) return [router]
  const all = router.entryPoints.length > 0 ? router.entryPoints : defaultsOf(entryPoints)
  const found = new Map(entryPoints.map((one) => [one.name, one]))
  const own = all.flatMap((name) => {
    const entryPoint = found.get(name)
    return entryPoint?.hasModel ? [entryPoint] : []
  })
  const rest = all.filter((name) => !own.some((one) => one.name === name))
  return [
    ...(rest.length > 0 ? [{ ...router, entryPoints: rest }] : []),
    ...own.map(({ name, tls, tlsOptions, middlewares }) => ({
      ...router,
      ...(!router.tls && tlsOptions !== null && { tlsOptions }),
      name: all.length > 1 ? `${name}-${router.name}` : router.name,
      entryPoints: [name],
      tls: router.tls || tls,
      middlewares: [...middlewares, ...router.middlewares],
    })),
  ]
}

/** Those that are there, and take nothing: their names, and what they ask of connections, count all the same. */
export function switchedOff(routers: readonly Router[]): readonly Router[] {
  return routers.map((one) => ({ ...one, errors: ['lack'] }))
}

/** The entry points of a router that names none. */
export function defaultsOf(entryPoints: readonly EntryPoint[]): readonly string[] {
  const others = entryPoints.filter(({ name }) => !ownEntryPoints.has(name))
  const said = others.filter(({ isDefault }) => isDefault)
  return (said.length > 0 ? said : others).map(({ name }) => name)
}

/** Above all that anybody could say, but for the proxy's own. */
const most = Number.MAX_SAFE_INTEGER

/** Of an entry point that sends everything on to another one. */
export function redirecting({
  name,
  redirect,
}: EntryPoint): { readonly router: Router; readonly middleware: Middleware } | null {
  if (redirect === null) return null
  const { scheme, port, to, permanent, priority } = redirect
  const key = normalized(`${name}-to-${to}`)
  const middleware = `redirect-${key}@internal`
  return {
    middleware: { name: middleware, kind: 'redirectScheme', settings: { scheme, port: String(port), permanent } },
    router: {
      name: `${key}@internal`,
      entryPoints: [name],
      rule: 'HostRegexp(`^.+$`)',
      syntax: 'v3',
      priority: priority ?? most,
      middlewares: [middleware],
      service: 'noop@internal',
      tls: false,
      parents: [],
      errors: [],
      origin: null,
    },
  }
}

/**
 * Where a middleware of the entry point is none, its router there takes nothing.
 * @param lackAt of an entry point, what its own middlewares lack
 * @param isReached does a URL without a port lead there
 */
export function heardAt(
  made: Made,
  lackAt: (entryPoint: string) => Told<'no-middleware'> | null,
  isReached: (router: Router) => boolean,
): Made {
  const lacks = made.routers.map(({ entryPoints: [only = '', ...more] }) => (more.length === 0 ? lackAt(only) : null))
  const at = lacks.findIndex((one) => one !== null)
  const lack = lacks[at]
  if (!lack) return made
  const routers = made.routers.flatMap((one, i) => (lacks[i] === null ? one : switchedOff([one])))
  const reached = made.routers.filter(isReached)
  const isLeft = (reached.length > 0 ? reached : made.routers).some((one) => lacks[made.routers.indexOf(one)] === null)
  if (!isLeft) return { ...made, routers, lack: made.lack ?? lack }
  const [entryPoint = ''] = made.routers[at]?.entryPoints ?? []
  return { ...made, routers, remark: made.remark ?? told('no-middleware', { ...lack.facts, entryPoint }) }
}
