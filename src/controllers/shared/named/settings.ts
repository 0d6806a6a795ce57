/** The words of a named controller → what they say. */

import type { Controller, Nature, Traits } from '../../../domain/controllers/controller.js'
import type { Recognised } from '../../../domain/controllers/dialect.js'
import { type NamespacedName, type Ref, refOf } from '../../../domain/objects/ref.js'
import type { Container, Pod } from '../../../domain/objects/workloads.js'
import { onceFor } from '../../../domain/remember.js'
import { fullKey } from '../go/values.js'
import { imagePath, imageTag } from '../image.js'
import type { Claim } from './claim.js'
import type { ContainerWords, Family } from './family.js'
import { type Flags, flagsIn } from './flags.js'

/** Printed, too: field by field. */
export interface NamedSettings {
  /** each is a way in which an Ingress becomes its own */
  readonly takes: readonly Claim[]
  /** flags that rules ask about, as they are said; absent: none is */
  readonly said?: Readonly<Record<string, string>>
}

export type NamedController = Controller & { readonly settings: NamedSettings }

/** @param nature of what such words say; absent: what is read of every family */
export function recognise(
  family: Family,
  pod: Pod,
  nature: (flags: Flags, namespace: string, image: string) => Nature = (...said) => natureOf(family, ...said),
): Recognised | null {
  const { runs } = family
  if (runs === undefined) return null
  for (const container of pod.spec?.containers ?? []) {
    const words = wordsOf(container)
    const isOwn = runs(words, pod)
    if (!isOwn && !family.proxies?.(words, pod)) continue
    const [{ namespace }, image] = [refOf(pod), container.image ?? '']
    const argv = [...besideIn(family, pod), ...words.argv]
    return { container, ...(isOwn ? nature(flagsIn(argv), namespace, image) : steered(family, namespace, image)) }
  }
  return null
}

function besideIn({ beside }: Family, { spec }: Pod): readonly string[] {
  if (beside === undefined) return []
  return (spec?.containers ?? []).map(wordsOf).flatMap((words) => (beside(words) ? words.argv : []))
}

/** Clients come to it by its Service, wherever it listens. */
function steered(family: Family, namespace: string, image: string): Nature {
  const own = natureOf({ ...family, claims: () => [], publishes: () => null }, new Map(), namespace, image)
  const ports = family.ports ?? { http: 80, https: 443 }
  return { ...own, traits: { ...own.traits, ports, isSteered: true } }
}

/** A label that all implementations put on what they make for a Gateway: https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
export function isOfGateway({ metadata }: Pod): boolean {
  return metadata.labels?.['gateway.networking.k8s.io/gateway-name'] !== undefined
}

/** Each container is shown to every family, one after the other. */
const wordsOf = onceFor(
  ({ image, command, args }: Container): ContainerWords => ({
    path: imagePath(image ?? ''),
    argv: [...(command ?? []), ...(args ?? [])],
  }),
)

/** @param image '' where it is not known */
export function natureOf(family: Family, flags: Flags, namespace: string, image: string): Nature {
  const takes = family.claims(flags, namespace)
  const published = family.publishes?.(flags, namespace) ?? null
  const configMap = configMapOf(family, flags)
  return {
    dialect: family.id,
    traits: { ...traitsOf(family, takes, published), configMap, configMaps: configMap === null ? [] : [configMap] },
    settings: { takes, ...saidOf(family, flags) } satisfies NamedSettings,
    release: { image, version: versionIn(imageTag(image)), origin: originOf(imagePath(image)) },
  }
}

function configMapOf({ config }: Family, flags: Flags): Ref | null {
  const named = fullKey(flags.get(config?.flag.replace(/^-+/, '') ?? ''))
  return named && { kind: 'ConfigMap', ...named }
}

function saidOf({ keeps = [] }: Family, flags: Flags): Pick<NamedSettings, 'said'> {
  const said = keeps.flatMap((name): [string, string][] => {
    const value = flags.get(name)
    return value === undefined ? [] : [[name, value.slice(0, longest)]]
  })
  return said.length === 0 ? {} : { said: Object.fromEntries(said) }
}

/** Of a value that is a switch, or a few names. */
const longest = 200

function traitsOf(family: Family, takes: readonly Claim[], published: NamespacedName | null): Traits {
  const watched = takes.map(({ namespaces }) => namespaces)
  const all = watched.includes(null) || watched.length === 0
  return {
    className: takes.flatMap(({ names }) => names)[0] ?? null,
    controllerClass: takes.flatMap(({ controllers }) => controllers)[0] ?? null,
    watches: {
      namespace: all ? null : [...new Set(watched.flatMap((names) => names ?? []))].join(','),
      labels: null,
      withoutClass: takes.some(({ withoutClass }) => withoutClass === true),
    },
    ports: family.ports ?? null,
    publishService: published && { kind: 'Service', ...published },
    lease: null,
    configMap: null,
    configMaps: [],
    webhook: null,
  }
}

function versionIn(tag: string): string | null {
  return /(?:^|[^\d.])(\d+\.\d+(?:\.\d+)?)(?![\d.])/.exec(tag)?.[1] ?? null
}

/** Rancher mirrors images under their own numbers; others, and products that are sold, number theirs as they like. */
function originOf(path: string): string {
  const sold = /(?:^|\/)(traefikee|traefik-hub|hapee-ingress)$/.exec(path)?.[1]
  if (sold !== undefined) return sold
  if (/(?:^|\/)rancher\//.test(path)) return 'rancher'
  if (/(?:^|\/)bitnami(?:legacy|secure)?\//.test(path)) return 'bitnami'
  return /chainguard|(?:^|\/)cgr\.dev\//.test(path) ? 'chainguard' : 'upstream'
}
