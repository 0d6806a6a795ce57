/**
 * Annotations of Traefik → what they say, as its own reader has it: a name that it does not know, or a value of the wrong
 * kind, makes the whole object an error.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress/annotations.go
 */
import type { PriorityFacts } from '../../../domain/findings/priority-facts.js'
import { maskListed } from '../../../domain/masking/field.js'
import { parseBool, parseInteger } from '../../shared/go/values.js'

type Leaf = 'text' | 'texts' | 'integer' | 'boolean'

interface Group {
  /** it may stand alone: `true` is all of its defaults, anything else none of it */
  readonly alone?: true
  /** by names in lower case; a list of such things has a number before each of its fields */
  readonly fields: Readonly<Record<string, Leaf | Group>>
}

/** By paths in lower case, `tls.certresolver`; '' is a group that stands alone. */
export type AnnotationValues = ReadonlyMap<string, string>

type AnnotationFault = Pick<PriorityFacts['annotation-refused'], 'annotation' | 'fault'>

export const prefix = 'traefik.ingress.kubernetes.io/'

const router: Group = {
  fields: {
    pathmatcher: 'text',
    entrypoints: 'texts',
    middlewares: 'texts',
    priority: 'integer',
    rulesyntax: 'text',
    tls: {
      alone: true,
      fields: { options: 'text', certresolver: 'text', domains: { fields: { main: 'text', sans: 'texts' } } },
    },
    observability: {
      alone: true,
      fields: { accesslogs: 'boolean', metrics: 'boolean', tracing: 'boolean', traceverbosity: 'text' },
    },
  },
}

const cookie: Group = {
  alone: true,
  fields: {
    ...{ name: 'text', secure: 'boolean', httponly: 'boolean', samesite: 'text', maxage: 'integer' },
    ...{ path: 'text', domain: 'text', expires: 'integer' },
  },
}

const service: Group = {
  fields: {
    ...{ serversscheme: 'text', serverstransport: 'text', passhostheader: 'boolean', middlewares: 'texts' },
    sticky: { alone: true, fields: { cookie } },
    ...{ nativelb: 'boolean', nodeportlb: 'boolean' },
  },
}

const roots = { router, service } as const

/** `router.tls`, `service.sticky`: what all names begin with. */
export const topNames: readonly string[] = Object.entries(roots).flatMap(([root, { fields }]) =>
  Object.keys(fields).map((name) => `${root}.${name}`),
)

/** @param of what the annotations are about: `router` those of an Ingress, `service` those of a Service */
export function readAnnotations(
  annotations: Readonly<Record<string, string>> | null | undefined,
  of: keyof typeof roots,
): AnnotationValues | AnnotationFault {
  const said = new Map<string, string>()
  for (const [annotation, value] of Object.entries(annotations ?? {})) {
    const [root = '', ...names] = annotation.startsWith(prefix) ? annotation.slice(prefix.length).split('.') : []
    if (root.toLowerCase() !== of) continue
    const path = names.map((name) => name.toLowerCase())
    const fault = faultOf(roots[of], path, value)
    if (fault !== null) return { annotation, fault }
    said.set(path.join('.'), maskListed(value))
  }
  return said
}

/** One that is known: its value says how requests go, and is no secret. */
export function isAnnotation(name: string): boolean {
  const [root = '', ...names] = name.startsWith(prefix) ? name.slice(prefix.length).toLowerCase().split('.') : []
  return (root === 'router' || root === 'service') && faultOf(roots[root], names, 'true') !== 'unknown'
}

function faultOf(group: Group, [name, ...rest]: readonly string[], value: string): AnnotationFault['fault'] | null {
  const field = name === undefined ? undefined : group.fields[name]
  if (field === undefined) return 'unknown'
  if (typeof field === 'object') {
    const inner = /^\d+$/.test(rest[0] ?? '') ? rest.slice(1) : rest
    if (inner.length === 0) return field.alone ? null : 'incomplete'
    return faultOf(field, inner, value)
  }
  if (rest.length > 0) return 'unknown'
  if (field === 'integer' && parseInteger(value) === null) return 'integer'
  return field === 'boolean' && parseBool(value) === null ? 'boolean' : null
}

/** Of a field that is a switch; null: nothing is said. */
export function isSaid(said: AnnotationValues, name: string): boolean | null {
  return parseBool(said.get(name) ?? '')
}

export function listSaid(said: AnnotationValues, name: string): readonly string[] {
  const value = said.get(name) ?? ''
  return value === '' ? [] : value.split(',').map((one) => one.trim())
}

/** Is anything said of TLS: all of it is off where its own word is neither empty nor `true`. */
export function saysTls(said: AnnotationValues): boolean {
  const own = said.get('tls')
  if (own !== undefined && own !== '' && own.toLowerCase() !== 'true') return false
  return own !== undefined || [...said.keys()].some((key) => key.startsWith('tls.'))
}
