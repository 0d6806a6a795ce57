/** The routes of HTTPProxies as every verb lists them, each under the host of the root that leads to it. */
import type { ControllerRef } from '../../../domain/controllers/controller.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { integer, record, text, wires } from '../../../domain/objects/project-fields.js'
import { othersThan } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import { type Fate, hangsOnSecret, undefinedWinner } from '../../../domain/routes/fate.js'
import type { Route, RouteFilter, RouteTls, ValueMatch } from '../../../domain/routes/route.js'
import { addressesIn, ofObject } from '../../shared/custom-route.js'
import { pathOf } from '../../shared/envoy/words.js'
import { type ContourModel, classNameOf } from '../model/build.js'
import { mostCompared } from '../model/order.js'
import { matchKey, type ValueCondition, type Wanted } from '../model/types.js'
import { replacementsOf } from './actions.js'
import type { AskedRoute } from './types.js'

export function proxyRoutes(model: ContourModel, controller: ControllerRef): readonly Route[] {
  const commonOf = onceFor((object: CustomObject) => ofObject(object, classNameOf(object), controller))
  return model.asked.map((asked) => {
    const { object, host } = asked
    const { source, parents, class: ofClass, controller: by, createdAt, deletingSince } = commonOf(object)
    return {
      // Not spread: of thousands of routes each would be larger by kilobytes.
      source,
      parents,
      class: ofClass,
      controller: by,
      createdAt,
      deletingSince,
      host: host ?? '',
      match: {
        path: pathOf(asked.path).path,
        pathType: pathOf(asked.path).type,
        method: null,
        headers: asked.headers.map(valueMatch),
        query: asked.query.map(valueMatch),
      },
      backends: asked.backends,
      filters: filtersOf(asked),
      addresses: addressesIn(record(object.status.loadBalancer).ingress),
      tls: tlsOf(model, host),
      get fate() {
        return askedFate(model, asked)
      },
    }
  })
}

function valueMatch({ name, is, value, isInverted, ignoresCase }: ValueCondition): ValueMatch {
  const types = {
    exact: 'Exact',
    regex: 'RegularExpression',
    prefix: 'Prefix',
    suffix: 'Suffix',
    contains: 'Contains',
    present: 'Present',
  } as const
  return {
    name,
    type: types[is],
    value,
    ...(isInverted && { isInverted: true }),
    ...(ignoresCase && { ignoresCase: true }),
  }
}

function tlsOf({ hosts }: ContourModel, host: string | null): RouteTls | null {
  const found = host === null ? undefined : hosts.secure.get(host)
  if (found === undefined || (found.tls === null && found.tcp === null)) return null
  return { secret: found.tls?.secret ?? null, match: 'host' }
}

function filtersOf({ route, made }: AskedRoute): readonly RouteFilter[] {
  const { requestRedirectPolicy: redirect, directResponsePolicy: direct, services } = route
  const mirrors = wires(services).filter(({ mirror }) => mirror === true)
  const { scheme, hostname, port, path, prefix, statusCode } = record(redirect)
  const where = [
    text(scheme) && `${scheme}://`,
    text(hostname),
    integer(port) && `:${port}`,
    text(path) ?? text(prefix),
  ]
  return [
    ...(made.some(({ isUpgraded }) => isUpgraded) ? [{ type: 'permitInsecure', detail: 'false: 301 to https' }] : []),
    ...(redirect == null
      ? []
      : [
          {
            type: 'requestRedirectPolicy',
            detail: `${integer(statusCode) ?? 302} ${where.filter(Boolean).join('')}`.trim(),
          },
        ]),
    ...(direct == null ? [] : [{ type: 'directResponsePolicy', detail: String(record(direct).statusCode ?? '') }]),
    ...replacementsOf(route).map(({ prefix: from, replacement }) => ({
      type: 'pathRewritePolicy',
      detail: `${from === '' ? 'prefix' : from} becomes ${replacement}`,
    })),
    ...mirrors.map(({ name }) => ({ type: 'mirror', detail: text(name) ?? '' })),
  ]
}

/** What becomes of a route of an HTTPProxy. */
export function askedFate(model: ContourModel, { lack, made, host, isUnseen }: AskedRoute): Fate {
  if (lack !== null)
    return { is: 'dropped', why: dropWords[lack.code] ?? 'its object, or one that leads to it, is rejected' }
  if (isUnseen) return hangsOnSecret
  if (made.length === 0 || host === null) return { is: 'dropped', why: 'no route is made of it' }
  return made.map((one) => wantedFate(model, host, one)).find(({ is }) => is !== 'served') ?? { is: 'served' }
}

const dropWords: Readonly<Record<string, string>> = {
  'no-master': 'no root HTTPProxy that is served leads to it',
  'delegate-missing': 'it is handed on to what cannot have it',
}

/** Whoever comes last has what several ask for alike; of those of which neither comes first any may have it. */
export function wantedFate({ places, hosts }: ContourModel, host: string, wanted: Wanted): Fate {
  const own = [hosts.plain.get(host), hosts.secure.get(host)].flatMap((one) => one?.routes.get(matchKey(wanted)) ?? [])
  const owner = own.find((one) => one !== wanted)
  if (owner !== undefined)
    return { is: 'lost', to: owner.source, why: 'another route asks for the same, and comes later' }
  const equals = places.ties.get(wanted) ?? []
  if (equals.length > mostCompared) return uncompared
  const ties = equals.filter((one) => one !== wanted && !areApart(one, wanted))
  if (ties.length === 0) return { is: 'served' }
  const others = ties.map(({ source }) => source)
  return undefinedWinner(
    othersThan(null, others),
    'neither comes first, so that it changes with every change of any object',
  )
}

const uncompared: Fate = {
  is: 'unknown',
  why: `more than ${mostCompared} routes ask for its path by several conditions: which of them come first is not looked at`,
}

/** Does some header or parameter have to be what the other one does not want it to be. */
function areApart(a: Wanted, b: Wanted): boolean {
  const differ = (own: readonly ValueCondition[], other: readonly ValueCondition[]) =>
    own.some((one) => other.some((two) => one.name.toLowerCase() === two.name.toLowerCase() && excludes(one, two)))
  return differ(a.headers, b.headers) || differ(a.query, b.query)
}

function excludes(a: ValueCondition, b: ValueCondition): boolean {
  if (a.is !== b.is || (a.is !== 'exact' && a.is !== 'present')) return false
  if (a.isInverted !== b.isInverted) return a.value === b.value
  return !a.isInverted && a.value.toLowerCase() !== b.value.toLowerCase()
}
