/** What a model has of one Ingress or host, looked up: whoever asks for each would else go through all for each. */
import { addTo, groupedBy } from '../../../domain/groups.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { isSame, nameOf, type Ref } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import { type Asked, defaultServer, type Kept, type Model, type Upstream } from './types.js'

/** Over TLS its Service gets the connections of its host as they are (ssl-passthrough), whatever nginx makes of its path. */
export function isPassedOn({ passed }: Model, { host, path, ref }: Pick<Asked, 'host' | 'path' | 'ref'>): boolean {
  const by = path === '/' ? passed.get(host ?? '')?.source : null
  return by != null && isSame(by, ref)
}

/** null: nobody's */
export function keptBy(model: Model, ref: Ref | null): Kept | undefined {
  return ref === null ? undefined : (byRef(model).get(ref) ?? byName(model).get(nameOf(ref)))
}

/** That of an upstream is mostly the very one of its Ingress: for each rule a name would be made and looked for. */
const byRef = onceFor(({ kept }: Model) => new Map(kept.map((one) => [one.ref, one])))
const byName = onceFor(({ kept }: Model) => new Map(kept.map((one) => [nameOf(one.ref), one])))

/** undefined: it is dropped, or another controller's */
export function keptOf(model: Model, ingress: Ingress): Kept | undefined {
  return byIngress(model).get(ingress)
}

const byIngress = onceFor(({ kept }: Model) => new Map(kept.map((one) => [one.ingress, one])))

/** The Ingresses with a rule for a host, but for canaries, in the order in which they count. */
export function keptOn(model: Model, host: string): readonly Kept[] {
  return byHost(model).get(host) ?? []
}

const byHost = onceFor(({ kept }: Model) => {
  const found = new Map<string, Kept[]>()
  for (const one of kept)
    if (one.annotations.canary === null) for (const host of serverNamesOf(one)) addTo(found, host, one)
  return found
})

/** Of its rules, each once; of rules for all hosts `_`. */
export function serverNamesOf({ ingress }: Kept): readonly string[] {
  return [...new Set((ingress.spec?.rules ?? []).map(({ host }) => host || defaultServer))]
}

/** What became of a canary, place by place. */
export function fatesOf(model: Model, canary: Kept): Model['canaries'] {
  return fates(model).get(canary) ?? []
}

const fates = onceFor(({ canaries }: Model) => groupedBy(canaries, ({ canary }) => canary))

/** The first Ingress that says this very thing, as it was read of it. */
export function firstWith<W extends 'authTls' | 'proxySsl' | 'affinity'>(
  model: Model,
  which: W,
  value: Kept['annotations'][W],
): Kept | undefined {
  return firsts(model)[which].get(value)
}

const firsts = onceFor(({ kept }: Model) => {
  const by = (which: 'authTls' | 'proxySsl' | 'affinity') =>
    new Map<unknown, Kept>(kept.toReversed().map((one) => [one.annotations[which], one]))
  return { authTls: by('authTls'), proxySsl: by('proxySsl'), affinity: by('affinity') }
})

/** Those that its rules name, whoever made them. */
export function upstreamsOf({ upstreams }: Model, { asked }: Kept): Upstream[] {
  return [...new Set(asked.map(({ upstream }) => upstream))].flatMap((name) => upstreams.get(name ?? '') ?? [])
}
