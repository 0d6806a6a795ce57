/** An Ingress that the controller owns → its rules, each with what the model and a replica say of it. */
import { type Ingress, refKey, refOf } from '../../../domain/objects.js'
import type { RoutingFacts } from '../../../domain/routing-facts.js'
import type { CanaryFate } from '../model/canaries.js'
import type { Asked, Kept, Model } from '../model/types.js'
import { upstreamName } from '../model/upstreams.js'
import { annotationFindings } from './annotations.js'
import { backendFindings } from './backends.js'
import type { Breaks } from './breaks.js'
import { canaryFindings } from './canaries.js'
import { certificateFindings } from './certificates.js'
import { type Compared, compare, compareCanary, type Note } from './compare.js'
import { defaultBackendFindings, emptyRule } from './default-backend.js'
import { type Finding, remark } from './finding.js'
import { Hosts } from './hosts.js'
import { type Live, ruleOf, shownIn } from './live.js'
import { type Part, rulesIn, servedBy, type Written } from './part.js'
import { fateFindings, pathFindings, serverOf } from './paths.js'

export interface Whole {
  readonly parts: readonly Part[]
  /** of the Ingress as a whole, its default backend among them */
  readonly findings: readonly Finding[]
  /** of the default backend alone; null in its place: there is none */
  readonly fallback: { readonly served: boolean | null } | null
}

export class Parts {
  readonly #model: Model
  readonly #facts: RoutingFacts
  readonly #live: Live
  readonly #note: Note
  readonly #hosts: Hosts
  readonly #breaks: Breaks
  readonly #kept: ReadonlyMap<string, Kept>
  /** `NAMESPACE/NAME FIELD` */
  readonly #asked: ReadonlyMap<string, Asked>
  /** `NAMESPACE/NAME HOST PATH` */
  readonly #fates: ReadonlyMap<string, CanaryFate['fate']>

  constructor(model: Model, facts: RoutingFacts, live: Live, note: Note, breaks: Breaks) {
    this.#model = model
    this.#facts = facts
    this.#live = live
    this.#note = note
    this.#hosts = new Hosts(model)
    this.#breaks = breaks
    this.#kept = new Map(model.kept.map((one) => [refKey(one.ref), one]))
    this.#asked = new Map(model.asked.map((one) => [`${refKey(one.ref)} ${one.field}`, one]))
    this.#fates = new Map(
      model.canaries.map(({ canary, host, path, fate }) => [`${refKey(canary.ref)} ${host} ${path}`, fate]),
    )
  }

  of(ingress: Ingress): Whole {
    const key = refKey(refOf(ingress))
    const own = this.#kept.get(key)
    const flaws = annotationFindings(this.#model.flaws.get(key) ?? [], own?.annotations.denied ?? null)
    if (own === undefined) return this.#dropped(ingress, flaws)
    const breaks = this.#breaks.of(own, null)
    const said = breaks.some(({ code }) => code === 'www-of-wildcard') ? 'www-wildcard' : null
    const whole = [...flaws.filter(({ code }) => code !== said), ...breaks]
    const parts = rulesIn(ingress).map((written) => this.#rule(own, written, whole))
    const fallback = defaultBackendFindings(this.#model, own, this.#facts)
    const hasFallback = Boolean(ingress.spec?.defaultBackend) && !own.annotations.canary
    return {
      parts,
      findings: [
        ...whole,
        ...this.#hosts.findings(own),
        ...certificateFindings(this.#model, own, this.#facts),
        ...fallback,
      ],
      fallback: hasFallback ? { served: servedBy([...whole, ...fallback]) } : null,
    }
  }

  #dropped(ingress: Ingress, findings: readonly Finding[]): Whole {
    const blocking = findings.filter(ofRules)
    const parts = rulesIn(ingress).map((written) =>
      written.path === null
        ? { written, findings: blocking, served: false }
        : { written, ...this.#compared(null, refOf(ingress), written, blocking) },
    )
    return { parts, findings, fallback: ingress.spec?.defaultBackend ? { served: false } : null }
  }

  #rule(own: Kept, written: Written, whole: readonly Finding[]): Part {
    const asked = this.#asked.get(`${refKey(own.ref)} ${written.field}`)
    const isShared = own.annotations.canary !== null && asked?.location == null
    // A canary has no location that could deny.
    const blocking = whole.filter((one) => ofRules(one) && !(isShared && one.shows === 'denied'))
    if (written.path === null || asked === undefined) {
      const empty = written.path === null ? emptyRule(own, written.field) : []
      const findings = [...blocking, ...empty]
      return { written, findings, served: servedBy(findings) }
    }
    const broken = blocking.some(({ blocks }) => blocks === null) ? [] : this.#breaks.of(own, written.path)
    const findings = [...blocking, ...broken, ...this.#ofRule(own, asked)]
    if (isShared && written.backend !== null) {
      const shared = { upstream: upstreamName(written.backend), host: written.host, path: written.path }
      return { written, ...compareCanary(findings, shared, this.#live, this.#note) }
    }
    return { written, ...this.#compared(own, own.ref, written, findings) }
  }

  #compared(own: Kept | null, ref: Kept['ref'], written: Written, findings: readonly Finding[]): Compared {
    const { host, path, backend } = written
    // What is no Service leaves no trace that could be told from the controller's own.
    const rule = backend === null || path === null ? null : ruleOf(own, { ref, host, path, backend })
    return compare(findings, rule && shownIn(this.#live, rule), this.#live, this.#note)
  }

  #ofRule(own: Kept, asked: Asked): Finding[] {
    const model = this.#model
    const { ref, host, path, backend, field, location } = asked
    const upstream = backend && model.upstreams.get(upstreamName(backend))
    const server = serverOf(model, host)
    const isCanary = own.annotations.canary !== null
    const canary = isCanary ? canaryFindings(model, own, asked, this.#fates.get(`${refKey(ref)} ${host} ${path}`)) : []
    const isLost = canary.some(({ blocks }) => blocks) || (!isCanary && location === null)
    const found =
      backend && upstream
        ? backendFindings(this.#facts.inventory, { backend, field: `${field}.backend` }, upstream)
        : []
    const named = isCanary && location === null ? found.map(ofCanary) : found
    const stands = location !== null && backend !== null && location.upstream !== upstreamName(backend)
    return [
      ...canary,
      ...(isCanary ? [] : fateFindings(asked, winnerOf(model, asked))),
      ...(server ? this.#hosts.refused(own, server) : []),
      ...(isLost ? [] : stands ? replaced(location.upstream, named) : [...named, ...this.#inVain(own, named)]),
      ...pathFindings(model, own, asked),
    ]
  }

  /** `default-backend` steps in only where its own Service has an endpoint. */
  #inVain({ annotations: { defaultBackend } }: Kept, named: readonly Finding[]): Finding[] {
    if (defaultBackend === null || !named.some(({ shows }) => shows === 'empty')) return []
    const { annotationsPrefix } = this.#model.policy
    const message = `Service ${refKey(defaultBackend)} of default-backend has no endpoint either, so it does not step in`
    return [
      remark('default-backend-empty', 'warning', message, {
        field: `metadata.annotations["${annotationsPrefix}/default-backend"]`,
        fix: `Let Service ${refKey(defaultBackend)} have a ready endpoint.`,
      }),
    ]
  }
}

/** What concerns each rule, and not the Ingress alone: what keeps it from being served, or leaves it open to everybody. */
function ofRules({ blocks, shows }: Finding): boolean {
  return blocks !== false || shows === 'unguarded'
}

/** Where a canary has no endpoint, its primary answers. */
function ofCanary(one: Finding): Finding {
  return { ...one, message: one.message.replace(toNobody, ': the primary gets all requests') }
}

const toNobody = /: requests are answered with 503$/

/** Another Service answers in place of the one that has no endpoint. */
function replaced(upstream: string, named: readonly Finding[]): Finding[] {
  return named.map((one) => ({
    ...one,
    severity: 'warning' as const,
    blocks: false,
    shows: null,
    message: `${one.message.replace(toNobody, '')}: ${upstream}, from default-backend, answers in its place`,
  }))
}

function winnerOf(model: Model, { host, path, fate }: Asked) {
  if (fate?.code !== 'duplicate') return null
  return serverOf(model, host)?.locations.find((one) => one.path === path)?.owner?.ref ?? null
}
