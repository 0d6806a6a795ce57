/**
 * A snippet that undoes what the annotations beside it keep out: `satisfy any` lets in whoever passes the list of
 * addresses, and a location of its own asks for no password.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#satisfy
 */
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { parse } from '../../../languages/nginx/text/parse.js'
import type { Kept } from '../model/types.js'
import type { NginxPlan } from '../plan.js'

export const snippetOpens: ControllerRule = {
  codes: ['snippet-opens'],
  needs: [],
  find: ({ plan }) => (plan as NginxPlan).model.kept.flatMap((kept) => findingsOf(kept, plan as NginxPlan)),
}

const guarded = ['configuration-snippet', 'server-snippet']

function findingsOf({ annotations, ref }: Kept, { controller }: NginxPlan): Finding[] {
  const { access, snippets } = annotations
  const guard = access.externalAuth !== null ? 'auth-url' : access.basicAuth !== null ? 'auth-type' : null
  if (guard === null || snippets.size === 0) return []
  return guarded.flatMap((annotation) => {
    const directive = opening(parse(snippets.get(annotation) ?? '').statements, access.allowlist.length > 0)
    if (directive === null) return []
    const field = `metadata.annotations["${controller.settings.annotationsPrefix}/${annotation}"]`
    return [finding(told('snippet-opens', { annotation, directive, guard, effect: 'fail-open' }), ref, { field })]
  })
}

/** @param isListed are addresses let in by the annotations; null: nothing of it opens anything */
function opening(statements: readonly Directive[], isListed: boolean): string | null {
  const isAllowed = isListed || statements.some(({ name, args }) => name === 'allow' && args[0] !== undefined)
  for (const { name, args, block } of statements) {
    if (name === 'satisfy' && args[0] === 'any' && isAllowed) return 'satisfy any'
    // It is answered while paths are rewritten, and that is before anybody is asked who he is.
    if (name === 'return' && !/^(?:4|5)\d\d$/.test(args[0] ?? '')) return `return ${args.join(' ')}`
    if ((name === 'auth_request' || name === 'auth_basic') && args[0]?.toLowerCase() === 'off') return `${name} off`
    if (name !== 'location' || block === null) continue
    const off = block.find(
      (one) => (one.name === 'auth_request' || one.name === 'auth_basic') && one.args[0]?.toLowerCase() === 'off',
    )
    if (off !== undefined) return `location ${args.join(' ')} { ${off.name} off; }`
  }
  return null
}
