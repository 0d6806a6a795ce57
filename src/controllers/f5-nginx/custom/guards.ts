/** What Policies, pages for errors and snippets say of each route of a VirtualServer: its own, those of the route that hands it on, those of all. */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { snippet } from '../../shared/nginx/quote.js'
import type { AskedRoutes } from '../model/asked.js'
import { noteGuard } from '../model/asked.js'
import type { Location } from '../model/types.js'
import type { Upstreams } from '../model/upstreams.js'
import type { Policy } from '../workload/policy.js'
import type { Inherited } from './parts.js'
import { type Applied, type Asking, applied } from './policies/apply.js'
import { askingLocations, newOnes } from './policies/asking.js'
import type { PolicyBook } from './policies/book.js'
import type { Virtual, VirtualRoute, Virtuals } from './read.js'
import type { RouteTerms } from './routes.js'

export interface VirtualFacts {
  readonly facts: Pick<RoutingFacts, 'secretOf' | 'customOf'>
  readonly policy: Policy
  readonly book: PolicyBook
  readonly asked: AskedRoutes
  readonly upstreams: Upstreams
  readonly virtuals: Virtuals
}

export class Guards {
  /** of all routes of the host */
  readonly ofAll: Applied
  /** where nginx asks others, each once */
  readonly locations: Location[] = []
  readonly #server: Virtual
  readonly #hasTls: boolean
  readonly #facts: VirtualFacts

  constructor(server: Virtual, hasTls: boolean, facts: VirtualFacts) {
    this.#server = server
    this.#hasTls = hasTls
    this.#facts = facts
    this.ofAll = applied(server.policies, facts.book, { place: 'spec', isIngress: false, hasTls })
    this.#ask(this.ofAll.asking, server)
  }

  /** A snippet, where they are allowed. */
  allows(text: string | null): string | undefined {
    return (this.#facts.policy.settings.allowsSnippets && text) || undefined
  }

  /** @param from the route of the VirtualServer: what it says counts where the other object says nothing */
  around(owner: Virtual, route: VirtualRoute, from: Inherited): RouteTerms {
    const { book, policy, asked } = this.#facts
    const place = { place: 'route', isIngress: false, hasTls: this.#hasTls } as const
    const own = applied(route.policies ?? from.policies ?? [], book, place)
    this.#ask(own.asking, owner)
    const named = asked.at(owner.ref, route.field)
    if (named !== null) noteGuard(named, this.ofAll, own)
    const signIn = own.signIn.length > 0 ? own.signIn : own.refusal === null ? this.ofAll.signIn : []
    return {
      lines: [
        ...snippet(this.allows(route.snippets ?? from.snippets) ?? policy.locationSnippets),
        ...own.lines,
        ...signIn,
      ],
      cors: own.cors.length > 0 ? own.cors : this.ofAll.cors,
      errorPages: route.errorPages ?? from.errorPages ?? [],
      bodySize: policy.bodySize,
    }
  }

  #ask(asking: Asking | null, owner: Virtual): void {
    const found = askingLocations(asking, owner.ref, this.#server.ref, this.#facts.upstreams)
    this.locations.push(...newOnes(found, this.locations))
  }
}
