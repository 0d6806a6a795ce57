/**
 * A match of a route that names a header or a parameter of the query twice: the second one is passed over, so that more
 * requests match than it reads. https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
 */
import { finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import type { WireValueMatch } from '../domain/objects/gateway/routes.js'
import { refOf } from '../domain/objects/ref.js'

export const matchHeaderTwice: LintRule = {
  codes: ['match-header-twice'],
  needs: ['HTTPRoute'],
  find: ({ all }) =>
    all('HTTPRoute').flatMap((route) =>
      (route.spec?.rules ?? []).flatMap(({ matches }, i) =>
        (matches ?? []).flatMap(({ headers, queryParams }, j) => {
          const found = (part: 'headers' | 'queryParams', names: readonly string[]) =>
            names.map((name) =>
              finding(told('match-header-twice', { name, part }), refOf(route), {
                field: `spec.rules[${i}].matches[${j}].${part}`,
              }),
            )
          return [
            ...found(
              'headers',
              twice(headers ?? [], (name) => name.toLowerCase()),
            ),
            ...found(
              'queryParams',
              twice(queryParams ?? [], (name) => name),
            ),
          ]
        }),
      ),
    ),
}

/** @param keyOf names with one key are one */
function twice(entries: readonly WireValueMatch[], keyOf: (name: string) => string): string[] {
  const keys = entries.map(({ name }) => keyOf(name))
  return [...new Set(keys.filter((key, i) => keys.indexOf(key) !== i))]
}
