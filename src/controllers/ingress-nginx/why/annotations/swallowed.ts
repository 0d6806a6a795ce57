/** Lines of snippets that nginx takes for arguments of the directive before them, which lacks its semicolon. */
import type { FindingFacts } from '../../../../domain/findings/facts.js'
import { maskRemark } from '../../../../domain/masking/text.js'
import { nameOf } from '../../../../domain/objects/ref.js'
import { isKnownName } from '../../../../languages/nginx/check/directives.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'
import { parse } from '../../../../languages/nginx/text/parse.js'
import type { Kept } from '../../model/types.js'
import type { Policy } from '../../workload/policy.js'
import { blocking, type Cause, remark } from '../cause.js'

const last = 'configuration-snippet'

/** For snippets that nginx does not refuse; behind the end of a `server-snippet` stands a block, which it does. */
export function swallowedCauses(policy: Policy, { annotations }: Kept): Cause[] {
  const isBare = annotations.snippets.size === 0 && policy.locationSnippet === ''
  if (isBare || annotations.canary !== null || annotations.denied !== null) return []
  return [
    ...[last, 'server-snippet', 'auth-snippet'].flatMap((snippet) => {
      const field = `metadata.annotations["${policy.annotationsPrefix}/${snippet}"]`
      const taken = snippet === last ? behind(policy, annotations) : null
      return takenBy(annotations.snippets.get(snippet), taken).map((facts) => causeOf({ ...facts, snippet }, field))
    }),
    ...takenBy(policy.locationSnippet, behindAll(annotations))
      .filter(({ isOwn }) => !isOwn)
      .map((facts) => causeOf({ ...facts, snippet: inConfigMap('location-snippet', policy) }, null)),
  ]
}

/** What lines of snippets of the ConfigMap take, whatever the Ingresses ask for. */
export function swallowedForAll(policy: Policy): FindingFacts['snippet-swallows'][] {
  const { mainSnippet, httpSnippet, serverSnippet, locationSnippet, streamSnippet } = policy
  return Object.entries({
    'main-snippet': mainSnippet,
    'http-snippet': httpSnippet,
    'server-snippet': serverSnippet,
    'location-snippet': locationSnippet,
    'stream-snippet': streamSnippet,
  }).flatMap(([key, text]) => takenBy(text, null).map((facts) => ({ ...facts, snippet: inConfigMap(key, policy) })))
}

function inConfigMap(key: string, { configMap }: Policy): string {
  return `${key} in ConfigMap ${configMap === null ? 'of the controller' : nameOf(configMap)}`
}

function causeOf(facts: FindingFacts['snippet-swallows'], field: string | null): Cause {
  return (facts.isPass ? blocking : remark)('snippet-swallows', facts, { field })
}

type Taken = Omit<FindingFacts['snippet-swallows'], 'snippet'>

/** @param behind what the controller writes behind the snippet; null: nothing that nginx would take for an argument */
function takenBy(text = '', behind: string | null): Taken[] {
  if (text === '') return []
  const isOpen = behind !== null && parse(text).flaw?.reason === 'end-in-statement'
  const { statements, flaw } = parse(isOpen ? `${text}\n;` : text)
  if (flaw !== null) return []
  const own = takenIn(statements).map((facts) => ({ ...facts, isOwn: true, isPass: false }))
  const [open] = isOpen ? statements.slice(-1) : []
  if (open === undefined || behind === null) return own
  const { line, name: directive } = open
  return [...own, { line, directive, taken: behind, isOwn: false, isPass: behind === 'proxy_pass' }]
}

/** The first line that each takes, where that begins with the name of a directive. */
function takenIn(statements: readonly Directive[]): { line: number; directive: string; taken: string }[] {
  return statements.flatMap((one) => {
    if (one.block !== null) return takenIn(one.block)
    if (!one.args.some(isKnownName)) return []
    const lines = new TextDecoder().decode(one.text).split('\n')
    const at = lines.findIndex((line, i) => i > 0 && startsDirective(line, one.args))
    if (at === -1) return []
    const taken = maskRemark((lines[at] as string).trim().replace(/;$/, '')).slice(0, 100)
    return [{ line: one.line + at - 1, directive: one.name, taken }]
  })
}

/** In quotes it would be no argument of its own. */
function startsDirective(line: string, args: readonly string[]): boolean {
  const [name = ''] = line.trim().split(/\s/, 1)
  return isKnownName(name) && args.includes(name)
}

/** What the controller writes first behind the snippet. */
function behind({ locationSnippet }: Policy, annotations: Kept['annotations']): string {
  return locationSnippet ? 'location-snippet' : behindAll(annotations)
}

/** … and behind that which all locations have. */
function behindAll({ redirect, rewrite, customHttpErrors }: Kept['annotations']): string {
  if (customHttpErrors.length > 0) return 'proxy_intercept_errors'
  if (redirect.relative) return 'absolute_redirect'
  if (redirect.url !== '') return 'return'
  return rewrite.target === '' ? 'proxy_pass' : 'rewrite'
}
