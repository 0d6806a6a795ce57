/** How Traefik's providers name what they make, and write texts into rules. */
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { Beside } from '../workload/beside.js'

/** As names are made of what objects are called: https://github.com/traefik/traefik/blob/v3.7/pkg/provider/provider.go (Normalize) */
export function normalized(text: string): string {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .join('-')
}

export function serviceKey({ namespace, name }: NamespacedName, port: number | string | null): string {
  return normalized(`${namespace}-${name}-${port ?? ''}`)
}

/** As many of a digest are in a name. */
export const digits = 20

/** As Go writes a text between quotes: https://pkg.go.dev/strconv#Quote */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]|\p{C}/gu, (sign) => escapes[sign] ?? hexOf(sign))}"`
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '"': '\\"', '\\': '\\\\', '\x07': '\\a', '\b': '\\b' },
  ...{ '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v' },
}

function hexOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0
  const [letter, width] = code < 0x80 ? ['x', 2] : code < 0x10000 ? ['u', 4] : ['U', 8]
  return `\\${letter}${code.toString(16).padStart(Number(width), '0')}`
}

/** Providers that there are: https://doc.traefik.io/traefik/providers/overview/ */
const providers =
  /@(file|docker|swarm|consulcatalog|nomad|ecs|rest|consul|etcd|redis|zookeeper|http|kubernetes(?:crd|gateway|ingressnginx)?|knative|plugin-.+)$/

/** Is what no object makes there: it is not read what other providers make. */
export type Standing = 'there' | 'unseen' | 'nobody'

/**
 * @param name one without a provider is of that for Ingresses
 * @param isService the provider for Ingresses makes nothing else
 */
export function standingOf(name: string, isService: boolean, beside: Beside | null): Standing {
  if (name.endsWith('@internal'))
    return !isService || beside === null ? 'unseen' : beside.internals.includes(name) ? 'there' : 'nobody'
  const provider = providers.exec(name)?.[1]
  if (provider === undefined || (provider === 'kubernetes' && !isService)) return 'nobody'
  return beside === null || beside.providers.includes(provider) ? 'unseen' : 'nobody'
}
