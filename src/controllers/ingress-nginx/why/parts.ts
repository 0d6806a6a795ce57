/** An Ingress that the controller owns → its rules, each with what the model and a replica say of it. */
import type { PlannedBreak } from '../../../domain/controllers/plan.js'
import type { AnnotationEffect } from '../../../domain/findings/annotation-facts.js'
import { ruleHosts } from '../../../domain/objects/ingress-hosts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { refKey, refOf } from '../../../domain/objects/ref.js'
import type { Breaks } from '../../shared/nginx/breaks.js'
import type { AnnotationFlaw } from '../annotations/reading.js'
import type { SiteFacts } from '../answer/open.js'
import type { Reaches } from '../answer/reach.js'
import { askedDefault } from '../model/default-backends.js'
import { breaksOf } from '../model/flaws/breaks.js'
import { asksOf } from '../model/locations.js'
import { isPassedOn, keptOf } from '../model/of-one.js'
import type { StreamEntry } from '../model/streams.js'
import { type Asked, defaultServer, type Kept } from '../model/types.js'
import type { Policy } from '../workload/policy.js'
import { balancerCauses } from './annotations/balancer.js'
import { furtherCauses } from './annotations/further.js'
import { bufferCauses, headerCauses } from './annotations/headers.js'
import { noEffectCauses } from './annotations/no-effect.js'
import { snippetCauses } from './annotations/snippet-locations.js'
import { swallowedCauses } from './annotations/swallowed.js'
import { signinCauses } from './annotations/traps.js'
import { backendAlone } from './backends.js'
import { breakCauses } from './breaks.js'
import { type Cause, together } from './cause.js'
import { certificateCauses, missingSecrets } from './certificates.js'
import { type Compared, compare, compareCanary, type Note } from './compare.js'
import { defaultBackendCauses, defaultLocation, emptyRule } from './default-backend.js'
import { Hosts } from './hosts.js'
import { type Live, shownIn } from './live.js'
import { type Part, type RuleFacts, rulesIn, servedBy, type WrittenRule } from './part.js'
import { pathCauses, type Rewriting } from './paths.js'
import { ruleCauses } from './rule.js'

/** What `why` reads of a plan. */
export interface WhyFacts extends SiteFacts {
  readonly brokenBy: PlannedBreak | null
  readonly reaches: Reaches
  /** TCP and UDP services, in the order of their ports */
  readonly streams: readonly StreamEntry[]
}

export interface Whole {
  readonly parts: readonly Part[]
  /** of the Ingress as a whole, its default backend among them */
  readonly causes: readonly Cause[]
  /** of the default backend alone; null in its place: there is none */
  readonly fallback: { readonly served: boolean | null } | null
}

export class Parts {
  readonly #around: RuleFacts
  readonly #live: Live
  readonly #note: Note
  readonly #breaks: Breaks

  constructor({ model, facts, reaches, authServices }: WhyFacts, live: Live, note: Note) {
    this.#around = { model, facts, hosts: new Hosts(model), reaches, authServices }
    this.#live = live
    this.#note = note
    this.#breaks = breaksOf(model)
  }

  of(ingress: Ingress): Whole {
    const { model, facts, hosts } = this.#around
    const ref = refOf(ingress)
    const own = keptOf(model, ingress)
    const flaws = annotationCauses(model.flaws.get(refKey(ref)) ?? [], own?.annotations.denied ?? null)
    if (own === undefined) return this.#dropped(ingress, flaws)
    const breaks = breakCauses(this.#breaks, own.ref, model.policy.annotationsPrefix, null)
    const isRefused = breaks.some(({ code }) => code === 'snippet-breaks')
    const whole = together(breaks, flaws, isRefused ? [] : swallowedCauses(model.policy, own))
    const parts = rulesIn(ingress, own.asked).map((written) => this.#rule(own, written, whole))
    const hasFallback = Boolean(ingress.spec?.defaultBackend)
    const late =
      hasFallback && breaks.length === 0
        ? breakCauses(this.#breaks, own.ref, model.policy.annotationsPrefix, { path: '' })
        : []
    const fallback = hasFallback
      ? this.#fallback(own, whole, [...late, ...defaultBackendCauses(this.#around, own)])
      : null
    return {
      parts,
      causes: together(
        whole,
        hosts.causes(own),
        furtherCauses(model, own),
        noEffectCauses(model, facts, own),
        headerCauses(model, own),
        bufferCauses(model, own),
        balancerCauses(model, facts, own),
        signinCauses(this.#around, own),
        snippetCauses(this.#around, own),
        certificateCauses(model, own, facts),
        fallback?.causes ?? [],
      ),
      fallback: fallback && { served: fallback.served },
    }
  }

  /** @returns only what is said of the default backend itself */
  #fallback(own: Kept, whole: readonly Cause[], ofOwn: readonly Cause[]): Compared {
    const causes = [...this.#ofFallback(own, whole), ...ofOwn]
    const { upstream } = askedDefault(own, null)
    if (upstream !== null && own.annotations.canary !== null) {
      const shared = { upstream, host: null, path: null }
      const told = compareCanary(causes, shared, this.#live, this.#note)
      return { ...told, causes: told.causes.filter((one) => !whole.includes(one)) }
    }
    const location = defaultLocation(this.#around.model, own)
    const isListed = upstream !== null && location?.asked === null
    const [host = null] = isListed ? ruleHosts(own.ingress) : []
    const shown = shownIn(this.#live, { own, ref: own.ref, host, path: '/', upstream, location })
    // One for all hosts that is not asked for any more may still be there; beside rules the place may be a rule's.
    const isLeft = !own.ingress.spec?.rules?.length && shown?.is === 'there'
    const told = compare(causes, isListed || isLeft ? shown : null, this.#live, this.#note)
    return { ...told, causes: told.causes.filter((one) => !whole.includes(one)) }
  }

  /**
   * Up to 1.3.0 a default backend may answer with the annotations of another Ingress, which deny nothing. Client
   * certificates are asked for by the hosts of rules, and the default server is none of them unless a rule has no host;
   * but where they cannot be asked for, the location of the default backend is denied.
   */
  #ofFallback(own: Kept, whole: readonly Cause[]): readonly Cause[] {
    const { model } = this.#around
    const location = defaultLocation(model, own)
    const isDenied = location !== null && location.owner?.annotations.denied !== null
    const isRefused = model.servers.get(defaultServer)?.authTlsError != null
    return whole.filter(({ shows }) => isDenied || (shows !== 'denied' && (isRefused || shows !== 'refused')))
  }

  #dropped(ingress: Ingress, flaws: readonly Cause[]): Whole {
    const { model, facts } = this.#around
    const blocking = flaws.filter(ofRules)
    const rewriting = rewritingOf(ingress, model.policy)
    const parts = rulesIn(ingress, asksOf(ingress, refOf(ingress))).map((written) => {
      if (written.path === null) return { written, causes: blocking, served: false }
      const { backend, field } = written
      const behind = backend === null ? [] : backendAlone(facts, model.policy, backend, `${field}.backend`)
      // Who cures what keeps it out is not to find the next flaw then.
      const all = [...blocking, ...behind, ...pathCauses(model.policy, rewriting, written)]
      return { written, ...this.#compared(null, written, all) }
    })
    const causes = [...flaws, ...missingSecrets(ingress, facts)]
    return { parts, causes, fallback: ingress.spec?.defaultBackend ? { served: false } : null }
  }

  #rule(own: Kept, written: WrittenRule, whole: readonly Cause[]): Part {
    const { annotationsPrefix } = this.#around.model.policy
    const isShared = own.annotations.canary !== null && (written.path === null || written.location === null)
    const isPassed = written.path !== null && isPassedOn(this.#around.model, written)
    // A canary has no location that could deny, and nobody asks that of a connection that is passed on.
    const isOpen = ({ shows }: Cause) => (shows === 'denied' ? isShared || isPassed : shows === 'refused' && isPassed)
    const blocking = whole.length === 0 ? whole : whole.filter((one) => ofRules(one) && !isOpen(one))
    if (written.path === null) {
      const causes = [...blocking, ...emptyRule(own, written.field)]
      return { written, causes, served: servedBy(causes) }
    }
    const broken = blocking.some(({ blocks }) => blocks === null)
      ? []
      : breakCauses(this.#breaks, own.ref, annotationsPrefix, { path: written.path, field: written.field })
    // What its own snippet takes from it is in no configuration that nginx loads.
    const isRefused = whole.some(({ code }) => code === 'snippet-breaks')
    const ofRule = ruleCauses(this.#around, own, written)
    const told = isRefused ? ofRule.filter(({ code }) => code !== 'never-matches') : ofRule
    const causes = together(blocking, broken, told)
    const { upstream, host, path } = written
    if (isShared && upstream !== null)
      return { written, ...compareCanary(causes, { upstream, host, path }, this.#live, this.#note) }
    return { written, ...this.#compared(own, written, causes, isPassed) }
  }

  #compared(
    own: Kept | null,
    { ref, host, path, upstream, location }: Asked,
    causes: readonly Cause[],
    isPassed = false,
  ): Compared {
    const shown = shownIn(this.#live, { own, ref, host, path, upstream, location })
    // What nginx denies is denied to those who come without TLS.
    const isApart = isPassed && (shown?.is === 'denied' || shown?.is === 'refused')
    return compare(causes, isApart ? null : shown, this.#live, this.#note)
  }
}

/** What its annotations say, of an Ingress whose annotations the controller does not take. */
function rewritingOf({ metadata }: Ingress, { annotationsPrefix }: Policy): Rewriting {
  const raw = (name: string) => metadata.annotations?.[`${annotationsPrefix}/${name}`] ?? ''
  const target = raw('rewrite-target')
  return { target, isCanary: raw('canary') === 'true', isRegex: target !== '' || raw('use-regex') === 'true' }
}

/** What concerns each rule, and not the Ingress alone: what keeps it from being served, or leaves it open to everybody. */
function ofRules({ blocks, shows }: Cause): boolean {
  return blocks !== false || shows === 'unguarded'
}

/** What is wrong with the annotations of an Ingress, as a cause of what becomes of all its rules. */
const blocks: Readonly<Record<AnnotationEffect, boolean>> = {
  dropped: true,
  denied: true,
  'server-denied': true,
  'fail-open': false,
  ignored: false,
  other: false,
}

const shows: Readonly<Record<AnnotationEffect, Cause['shows']>> = {
  dropped: 'absent',
  denied: 'denied',
  'server-denied': 'refused',
  'fail-open': 'unguarded',
  ignored: null,
  other: null,
}

/** @param denied the reason that stands in nginx.conf and in the Event, where there is one */
function annotationCauses(flaws: readonly AnnotationFlaw[], denied: string | null): Cause[] {
  return flaws.map((flaw) => {
    const { annotation, effect } = flaw.facts
    return {
      ...flaw,
      evidence: [],
      // The one flaw that takes the controller itself down.
      blocks: flaw.code === 'canary-without-paths' ? null : blocks[effect],
      signs: [
        ...(annotation === '' ? [] : [`annotation ${annotation} `, `/${annotation} `]),
        ...((effect === 'denied' || effect === 'server-denied') && denied !== null ? [denied] : []),
      ],
      // Of a risk the log names the group, and neither the annotation nor the Ingress.
      marks: flaw.code === 'annotation-risk' ? [`annotation group ${flaw.facts.group} contains risky annotation`] : [],
      shows: annotation.startsWith('auth-') || effect !== 'fail-open' ? shows[effect] : null,
    }
  })
}
