/** The variables of the configuration: nginx has one table of them, whoever makes them. */
import { declaredBy, declaredInPattern } from '../../../../languages/nginx/check/variables.js'
import { parse } from '../../../../languages/nginx/text/parse.js'
import type { Model } from '../types.js'
import { ownVariables } from './written.js'

const known = new WeakMap<Model, ReadonlySet<string>>()

/** In lower case, without `$`. Those that nginx itself has are not among them. */
export function declaredIn(model: Model): ReadonlySet<string> {
  const found = known.get(model) ?? find(model)
  known.set(model, found)
  return found
}

function find({ policy, kept, servers }: Model): ReadonlySet<string> {
  const names = new Set(ownVariables)
  const texts = [policy.httpSnippet, policy.serverSnippet, policy.locationSnippet, policy.mainSnippet]
  for (const { annotations } of kept) texts.push(...annotations.snippets.values())
  for (const text of new Set(texts)) if (text) declaredBy(parse(text).statements, names)
  for (const { aliases, locations } of servers.values()) {
    for (const alias of aliases) declaredInPattern(alias, names)
    for (const { path } of locations) declaredInPattern(path, names)
  }
  return names
}
