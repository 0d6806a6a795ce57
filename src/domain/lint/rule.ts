/**
 * A rule of `lint`: what it looks at, and what it finds there. What becomes of an Ingress is told by the plan of its
 * controller (`why`); a rule tells what lies between objects, or in a controller as a whole.
 */
import type { Controller } from '../controllers/controller.js'
import type { ControllerKind, KnownKinds } from '../controllers/kind.js'
import type { Plan } from '../controllers/plan.js'
import type { RoutingFacts } from '../controllers/routing-facts.js'
import type { FindingCode } from '../findings/facts.js'
import type { Finding } from '../findings/finding.js'
import type { Inventory } from '../objects/inventory.js'
import type { Kind, Kinds } from '../objects/objects.js'
import type { Refused } from '../objects/refusals/refusal.js'

/** A controller with the objects that decide what it serves. */
export interface LintWorld {
  readonly controller: Controller
  readonly dialect: ControllerKind
  readonly facts: RoutingFacts
  readonly plan: Plan
}

export interface LintFacts {
  /** milliseconds since the epoch */
  readonly now: number
  /** objects of every class */
  readonly inventory: Inventory
  readonly controllers: KnownKinds
  /** of all controllers that were found, or stand in for them */
  readonly worlds: readonly LintWorld[]
  /** what an API server would refuse of them, as they are written */
  readonly refusals: readonly Refused[]
  /** all that there are of a kind that the rule says it needs: a rule of which one may not be seen is not asked */
  readonly all: <K extends Kind>(kind: K) => readonly Kinds[K][]
}

export interface Declared {
  /** of all that it may find */
  readonly codes: readonly FindingCode[]
  /** kinds that it cannot do without, beside those that routes are made of */
  readonly needs: readonly Kind[]
  /** whoever sees it otherwise is right, too: told only where it is asked for */
  readonly isOpinion?: true
}

/** Told of all objects together. */
export interface LintRule extends Declared {
  readonly find: (facts: LintFacts) => readonly Finding[]
}

/** Told of one controller, by its own dialect. */
export interface ControllerRule extends Declared {
  readonly find: (world: LintWorld, facts: LintFacts) => readonly Finding[]
}
