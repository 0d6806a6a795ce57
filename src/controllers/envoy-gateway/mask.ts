/** What may be kept of Envoy Gateway's own kinds, of the fields that are read: labels are masked as those of the objects. */
import { fieldsMasked, maskLabels } from '../../domain/masking/metadata.js'
import { plainWord } from '../../domain/masking/words.js'
import { list, record, stringMap, text, texts, type Wire } from '../../domain/objects/project-fields.js'
import { backends, routeFilters } from './kinds.js'

export function maskCustom(kind: string, spec: Wire): Wire {
  if (kind === routeFilters.kind) return record(fieldsMasked(spec, ofFilters))
  if (kind === backends.kind) return spec
  const { targetSelectors } = spec
  return {
    ...record(fieldsMasked(spec, ofPolicies)),
    ...(targetSelectors != null && { targetSelectors: list(targetSelectors, record)?.map(selectorMasked) ?? [] }),
  }
}

/** Words of the API, and names of headers. */
const ofFilters = { type: plainWord, header: plainWord }
const ofPolicies = { mergeType: plainWord, optional: plainWord, failOpen: plainWord, statusOnError: plainWord }

function selectorMasked(selector: Wire): Wire {
  const expressions = list(selector.matchExpressions, ({ key, operator, values }) => {
    const name = text(key) ?? ''
    const shown = (texts(values) ?? []).map((one) => maskLabels({ [name]: one })[name])
    return { key: name, operator: plainWord(text(operator) ?? ''), values: shown }
  })
  return {
    ...selector,
    matchLabels: maskLabels(stringMap(selector.matchLabels) ?? {}),
    ...(expressions !== null && { matchExpressions: expressions }),
  }
}
