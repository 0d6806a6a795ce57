/** All that people reported, each with its kind before it. */
import { annotations } from './annotations.js'
import { answers } from './answers.js'
import { causes } from './causes.js'
import { refusals } from './refusals.js'
import { snippets } from './snippets.js'
import { spoken } from './spoken.js'
import { surroundings } from './surroundings.js'
import type { Answered, Kinds, Told } from './words.js'

function rowsOf<R extends readonly unknown[]>(kinds: Kinds<R>): [kind: string, ...R][] {
  return Object.entries(kinds).flatMap(([kind, members]) => members.map((row): [string, ...R] => [kind, ...row]))
}

export const toldRows = [snippets, annotations, surroundings, causes].flatMap((one: Told) => rowsOf(one))
export const answeredRows = [answers, refusals, spoken].flatMap((one: Answered) => rowsOf(one))
