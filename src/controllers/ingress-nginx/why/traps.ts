/** What people write most often, and what it does not mean. */
import { globFlaw } from '../annotations/glob.js'
import { expand, rewrites } from '../model/expand.js'
import type { Asked, Kept, Model } from '../model/types.js'
import { serverOf } from '../model/types.js'
import { type Cause, causeOf, remark } from './cause.js'
import type { Around } from './rule.js'

/** Of an Ingress with a sign-in page of its own. */
export function signinCauses({ model, reaches }: Pick<Around, 'model' | 'reaches'>, own: Kept): Cause[] {
  if (!own.annotations.access.externalAuth?.signin) return []
  const hosts = (own.ingress.spec?.rules ?? []).flatMap(({ host, http }) =>
    host && !host.startsWith('*') ? [{ host, path: http?.paths?.[0]?.path || '/' }] : [],
  )
  const field = `metadata.annotations["${model.policy.annotationsPrefix}/auth-signin"]`
  const [loop] = hosts.flatMap(({ host, path }) => reaches.loopOf(host, path) ?? [])
  return loop === undefined ? [] : [remark('auth-loop', loop, { field })]
}

/** Of one rule. */
export function trapCauses(model: Model, own: Kept, asked: Asked): Cause[] {
  const { path, host, pathType, field, location } = asked
  const server = serverOf(model, host)
  const isRegex = server !== undefined && expand(server).isRegex
  const glob = globFlaw(path, isRegex)
  const { target } = own.annotations.rewrite
  const isBelow = !/[$\\()[*+?]/.test(path) && path !== '/' && pathType !== 'Exact'
  const loses = location !== null && own.annotations.canary === null && rewrites(location, path) && isBelow
  return [
    ...(glob === null ? [] : [causeOf(glob, false, { field: `${field}.path` })]),
    ...(loses && !/\$/.test(target)
      ? [remark('rewrite-all', { target, path, isAlone: pathsOf(own) === 1 }, { field: `${field}.path` })]
      : []),
  ]
}

function pathsOf({ ingress }: Kept): number {
  return (ingress.spec?.rules ?? []).reduce((sum, { http }) => sum + (http?.paths ?? []).length, 0)
}
