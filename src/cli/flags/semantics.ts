/** By whose rules objects are read: a flag of the verbs that explain. */
import { Option } from 'commander'
import { type Flags, given } from './given.js'

export function semanticsOption(): Option {
  return new Option(
    '--semantics <rules>',
    'by which rules objects are read: spec (the documentation), or the kind of a controller, e.g. ingress-nginx (those of the one found)',
  )
}

/** The name of a dialect: who knows them all checks it. */
export function meantSemantics(flags: Flags): string | null {
  return given.text(flags, 'semantics') ?? null
}
