/** Locations that a server-snippet brings with it, and that a rule of the host comes before. */
import type { NoEffect } from '../../../../domain/findings/acting-facts.js'
import type { FindingFacts } from '../../../../domain/findings/facts.js'
import { uniqueBy } from '../../../../domain/groups.js'
import { isSame } from '../../../../domain/objects/ref.js'
import { wordsOf } from '../../../../languages/nginx/pcre/words.js'
import { toBytes, toText } from '../../../../languages/nginx/text/byte-text.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'
import { parse } from '../../../../languages/nginx/text/parse.js'
import { quoted } from '../../../shared/nginx/quote.js'
import { encodedPath } from '../../../shared/nginx/trials.js'
import { serverNamesOf } from '../../model/of-one.js'
import type { Kept } from '../../model/types.js'
import { type Cause, remark } from '../cause.js'
import type { RuleFacts } from '../part.js'

const annotation = 'server-snippet'

type Lost = Extract<NoEffect, { is: 'location' }>
type Around = Pick<RuleFacts, 'model' | 'reaches'>

export function snippetCauses({ model, reaches }: Around, own: Kept): Cause[] {
  const text = own.annotations.snippets.get(annotation)
  if (text === undefined) return []
  const isOwn = (host: string) => {
    const by = model.servers.get(host)?.snippetBy ?? null
    return by !== null && isSame(by, own.ref)
  }
  const hosts = serverNamesOf(own).filter(isOwn)
  const field = `metadata.annotations["${model.policy.annotationsPrefix}/${annotation}"]`
  return lostIn(text, hosts, reaches).map((where) =>
    remark('no-effect', { annotations: [annotation], where }, { field }),
  )
}

/** More hosts say nothing new. */
const mostHosts = 20

/** Of the ConfigMap, whose snippet stands behind all paths: each location once. */
export function lostForAll({ model, reaches }: Around): FindingFacts['no-effect'][] {
  const hosts = [...model.servers.keys()].slice(0, mostHosts)
  const lost = lostIn(model.policy.serverSnippet, hosts, reaches)
  return uniqueBy(lost, ({ location }) => location).map((one) => ({
    annotations: [annotation],
    where: { ...one, isOfAll: true },
  }))
}

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#location */
function lostIn(text: string | undefined, hosts: readonly string[], reaches: Around['reaches']): Lost[] {
  if (!text?.includes('location')) return []
  const locations = parse(text).statements.filter(({ name, args }) => name === 'location' && !args[0]?.startsWith('@'))
  return hosts.flatMap((host) =>
    locations.flatMap((one): Lost[] => {
      const path = pathFor(one)
      if (path === null) return []
      const { facts, outcome, isUnsent } = reaches.placeOf(host, path)
      const location = one.args.map(asWritten).join(' ')
      if (isUnsent && facts?.source == null) return [{ is: 'location', location, path, by: null }]
      if (facts?.source == null || facts.path === null) return []
      const isPattern = outcome.location?.location.args[0]?.startsWith('~') ?? false
      const by = { path: facts.path, ingress: facts.source, isPattern }
      return [{ is: 'location', location, path, by }]
    }),
  )
}

function asWritten(word: string): string {
  return /[\s;{}]/.test(word) ? quoted(word) : word
}

/** What it is for, by its own words; null: nobody outside gets there, or no word of its pattern is known. */
function pathFor({ args, block }: Directive): string | null {
  const [modifier = '', pattern = modifier] = args
  if (block?.some(({ name }) => name === 'internal')) return null
  if (!modifier.startsWith('~')) return pattern.startsWith('/') ? encodedPath(pattern) : null
  const [word] = wordsOf(toBytes(pattern), modifier === '~*').map(toText)
  return word === undefined ? null : encodedPath(word.startsWith('/') ? word : `/${word}`)
}
