/** What is wrong with one path, or with what its annotations make of it. */
import { nameOf, type Ref } from '../../../domain/objects/ref.js'
import { pathFlaw } from '../annotations/path-flaw.js'
import type { Asked, Kept, Model } from '../model/types.js'
import { defaultServer } from '../model/types.js'
import { blocking, type Finding, remark } from './finding.js'

/** Why a rule became no location, but for canaries. */
export function fateFindings({ fate, field, host, path }: Asked, winner: Ref | null): Finding[] {
  if (fate === null || fate.code === 'canary') return []
  const on = host === null ? 'every host' : host
  const shared = { field, inferred: false, shows: 'absent' as const }
  switch (fate.code) {
    case 'duplicate':
      return [
        blocking('duplicate', `${fate.message}: this rule is ignored`, {
          ...shared,
          field: `${field}.path`,
          fix: `Remove path ${path} of ${on} from one of the two Ingresses${winner ? `, this one or ${nameOf(winner)}` : ''}, or give it another path.`,
        }),
      ]
    case 'resource-backend':
      return [
        blocking('resource-backend', fate.message, {
          ...shared,
          field: `${field}.backend`,
          fix: 'Name a Service as the backend.',
        }),
      ]
    default:
      return [
        blocking(fate.code, `${fate.message}; the path falls to / of its host`, {
          ...shared,
          field: `${field}.backend.service`,
          fix: 'Give the canary a Service of its own, which no ordinary rule names.',
        }),
      ]
  }
}

/** What the webhook will take offence at, and rewrites of groups that are not there. */
export function pathFindings(model: Model, { annotations }: Kept, asked: Asked): Finding[] {
  const { path, pathType, field } = asked
  const flaw = pathFlaw(path, pathType, model.policy)
  const found: Finding[] = encodedPath(asked)
  if (flaw !== null) {
    const { code, message, since, fix, inferred } = flaw
    found.push(remark(code, 'warning', message, { since, fix, inferred, field: `${field}.${flaw.field}` }))
  }
  const { target } = annotations.rewrite
  const wanted = Math.max(0, ...[...target.matchAll(/\$(\d)/g)].map(([, number]) => Number(number)))
  const groups = groupsIn(path)
  if (wanted > groups && annotations.canary === null)
    found.push(
      remark(
        'rewrite-group-missing',
        'warning',
        `rewrite-target is "${target}", but path ${path} has ${groups === 0 ? 'no group' : groups === 1 ? 'one group' : `${groups} groups`}: $${wanted} is empty, so whatever was asked for reaches the backend as "${target.replaceAll(/\$\d/g, (one) => (Number(one[1]) > groups ? '' : one)) || '/'}"`,
        {
          field: `${field}.path`,
          fix: `Write a group into the path, e.g. ${path.replace(/\/$/, '')}(/|$)(.*), or move the path to an Ingress without rewrite-target.`,
          inferred: true,
        },
      ),
    )
  return found
}

/** Locations are compared with the decoded path: https://nginx.org/en/docs/http/ngx_http_core_module.html#location */
function encodedPath({ path, field }: Asked): Finding[] {
  const encoded = /%[0-9A-Fa-f]{2}/.exec(path)?.[0]
  if (encoded === undefined) return []
  return [
    remark(
      'path-encoded',
      'warning',
      `nginx compares decoded paths, so ${encoded} in ${path} matches no ${encoded} that a client sends`,
      {
        field: `${field}.path`,
        fix: `Write the path as it is when decoded${decoded(path)}.`,
      },
    ),
  ]
}

function decoded(path: string): string {
  try {
    return `: ${decodeURIComponent(path)}`
  } catch {
    // What is no UTF-8 cannot stand in an object of the API.
    return ', which needs a pattern here'
  }
}

/** Groups that capture, as PCRE counts them. */
function groupsIn(path: string): number {
  const plain = path.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/g, '')
  return (plain.match(/\((?!\?(?!P?<[A-Za-z_]|'))/g) ?? []).length
}

/** The server that a host of an Ingress has: the default one where it names none. */
export function serverOf({ servers }: Model, host: string | null) {
  return servers.get(host ?? defaultServer) ?? servers.get(defaultServer)
}
