/** Lines of snippets that nginx takes for arguments of the directive before them, which lacks its semicolon. */
import { maskText } from '../../../../domain/masking/text.js'
import { isKnownName } from '../../../../languages/nginx/check/directives.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'
import { parse } from '../../../../languages/nginx/text/parse.js'
import type { Kept } from '../../model/types.js'
import type { Policy } from '../../workload/policy.js'
import { blocking, type Cause, remark } from '../cause.js'

const last = 'configuration-snippet'

/** For snippets that nginx does not refuse; behind the end of a `server-snippet` stands a block, which it does. */
export function swallowedCauses(policy: Policy, { annotations }: Kept): Cause[] {
  if (annotations.canary !== null || annotations.denied !== null) return []
  return [last, 'server-snippet', 'auth-snippet'].flatMap((snippet) => {
    const text = annotations.snippets.get(snippet) ?? ''
    const circumstances = { field: `metadata.annotations["${policy.annotationsPrefix}/${snippet}"]` }
    const isOpen = snippet === last && parse(text).flaw?.reason === 'end-in-statement'
    const { statements, flaw } = parse(isOpen ? `${text}\n;` : text)
    if (flaw !== null) return []
    const own = takenIn(statements).map((facts) =>
      remark('snippet-swallows', { snippet, ...facts, isOwn: true, isPass: false }, circumstances),
    )
    const [open] = isOpen ? statements.slice(-1) : []
    if (open === undefined) return own
    const taken = behind(policy, annotations)
    const facts = {
      snippet,
      line: open.line,
      directive: open.name,
      taken,
      isOwn: false,
      isPass: taken === 'proxy_pass',
    }
    return [...own, (facts.isPass ? blocking : remark)('snippet-swallows', facts, circumstances)]
  })
}

/** The first line that each takes, where that begins with the name of a directive. */
function takenIn(statements: readonly Directive[]): { line: number; directive: string; taken: string }[] {
  return statements.flatMap((one) => {
    if (one.block !== null) return takenIn(one.block)
    if (!one.args.some(isKnownName)) return []
    const lines = new TextDecoder().decode(one.text).split('\n')
    const at = lines.findIndex((line, i) => i > 0 && startsDirective(line, one.args))
    if (at === -1) return []
    const taken = maskText((lines[at] as string).trim().replace(/;$/, '')).slice(0, 100)
    return [{ line: one.line + at - 1, directive: one.name, taken }]
  })
}

/** In quotes it would be no argument of its own. */
function startsDirective(line: string, args: readonly string[]): boolean {
  const [name = ''] = line.trim().split(/\s/, 1)
  return isKnownName(name) && args.includes(name)
}

/** What the controller writes first behind the snippet. */
function behind({ locationSnippet }: Policy, { redirect, rewrite, customHttpErrors }: Kept['annotations']): string {
  if (locationSnippet) return 'location-snippet'
  if (customHttpErrors.length > 0) return 'proxy_intercept_errors'
  if (redirect.relative) return 'absolute_redirect'
  if (redirect.url !== '') return 'return'
  return rewrite.target === '' ? 'proxy_pass' : 'rewrite'
}
