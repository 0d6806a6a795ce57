/**
 * The rules of an Application Load Balancer are tried one after the other: a wide one takes the requests of those behind it.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#group.order
 */
import { compare } from '../../../domain/compare.js'
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { groupedBy } from '../../../domain/groups.js'
import { classNameOf } from '../../../domain/objects/class-name.js'
import { pathsOf, type WrittenPath } from '../../../domain/objects/ingress-paths.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'

const prefix = 'alb.ingress.kubernetes.io'
const order = `${prefix}/group.order`

interface AlbRule {
  readonly ingress: Ingress
  readonly at: WrittenPath
  readonly patterns: readonly string[]
  /** has it all requests of its host and its patterns */
  readonly isPlain: boolean
}

/** Those that another one comes before that has all of their requests, at every listener of theirs. */
export function shadowedRules(ingresses: readonly Ingress[]): readonly Finding[] {
  // Those of one class and one name share a load balancer, whatever else the parameters of the class say.
  const groups = groupedBy(ingresses, (one) => {
    const name = said(one, 'group.name')
    return JSON.stringify([name === undefined ? nameOf(refOf(one)) : [name, classNameOf(one)], listenersOf(one)])
  })
  return [...groups.values()].flatMap((members) => shadowedIn(inOrder(members).flatMap(rulesOf)))
}

/** A load balancer takes a hundred rules, and more where somebody asks for it. */
const most = 2_000

function shadowedIn(rules: readonly AlbRule[]): readonly Finding[] {
  const plain: AlbRule[] = []
  return rules.slice(0, most).flatMap((one) => {
    const before = plain.find((other) => hasAllOf(other, one))
    if (one.isPlain) plain.push(one)
    return before === undefined || isSameBackend(before, one) ? [] : shadowedBy(before, one)
  })
}

function said({ metadata }: Ingress, name: string): string | undefined {
  return metadata.annotations?.[`${prefix}/${name}`]
}

/** What decides at which ports the rules stand, as it is written. */
function listenersOf(one: Ingress): readonly unknown[] {
  return [said(one, 'listen-ports'), said(one, 'certificate-arn') === undefined, (one.spec?.tls ?? []).length === 0]
}

function inOrder(members: readonly Ingress[]): readonly Ingress[] {
  const orderOf = (one: Ingress) => Number(said(one, 'group.order') ?? 0)
  return [...members].sort((a, b) => orderOf(a) - orderOf(b) || compare(nameOf(refOf(a)), nameOf(refOf(b))))
}

const ranks = ['Exact', 'Prefix']

/** Rule by rule, and in each exact paths, then prefixes by their length, then what is left as it is written. */
function rulesOf(ingress: Ingress): AlbRule[] {
  // Expressions are not compared.
  if (said(ingress, 'use-regex-path-match') === 'true') return []
  const byRule = groupedBy(pathsOf(ingress), ({ field }) => field.slice(0, field.indexOf('.http')))
  return [...byRule.values()].flatMap((paths) =>
    [...paths]
      .sort((a, b) => rankOf(a) - rankOf(b) || (rankOf(a) === 1 ? b.path.length - a.path.length : 0))
      .map((at) => ({ ingress, at, patterns: patternsOf(at), isPlain: isPlain(ingress, at) })),
  )
}

function rankOf({ pathType }: WrittenPath): number {
  const rank = ranks.indexOf(pathType ?? '')
  return rank === -1 ? ranks.length : rank
}

function patternsOf({ path, pathType }: WrittenPath): readonly string[] {
  if (path === '' || (pathType === 'Prefix' && path === '/')) return ['/*']
  const bare = path.replace(/\/$/, '')
  return pathType === 'Prefix' ? [bare, `${bare}/*`] : [path]
}

/** Without conditions of its own; an action may be a redirect, which stands at one of two listeners alone. */
function isPlain(ingress: Ingress, { backend }: WrittenPath): boolean {
  const service = backend?.service
  return service?.port?.name !== 'use-annotation' && said(ingress, `conditions.${service?.name}`) === undefined
}

function hasAllOf(wide: AlbRule, one: AlbRule): boolean {
  return (
    covers(wide.at.host === null ? '*' : wide.at.host, one.at.host ?? '') &&
    one.patterns.every((pattern) => wide.patterns.some((own) => covers(own, pattern)))
  )
}

/** A star stands for whatever comes; others than one at an end are not compared. */
function covers(wide: string, one: string): boolean {
  if (wide === one) return true
  const rest = wide.replace(/^\*|\*$/, '')
  if (/[*?]/.test(rest) || rest.length === wide.length) return false
  return wide.startsWith('*') ? one.endsWith(rest) : one.startsWith(rest)
}

function isSameBackend({ at: { backend: a } }: AlbRule, { at: { backend: b } }: AlbRule): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function shadowedBy({ ingress, at }: AlbRule, one: AlbRule): Finding {
  const { host, pathType, path, field } = one.at
  const [winner, source] = [refOf(ingress), refOf(one.ingress)]
  const who = one.ingress === ingress ? 'of the same Ingress' : `of Ingress ${nameOf(winner)}`
  const why = `${at.path || '/'} ${who} stands before it, and takes them`
  return finding(
    told('match-taken', { host, match: `${pathType ?? ''} ${path || '/'}`.trim(), winner, why, order }),
    source,
    {
      field,
    },
  )
}
