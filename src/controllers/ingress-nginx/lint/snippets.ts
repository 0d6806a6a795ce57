/** What parts of the configuration in annotations open, rule over, and may read. */
import { compare } from '../../../domain/compare.js'
import { isAssumed } from '../../../domain/controllers/controller.js'
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { namedBy, nameOf, type Ref } from '../../../domain/objects/ref.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { parse } from '../../../languages/nginx/text/parse.js'
import { defaultServer, type Kept, type Server } from '../model/types.js'
import type { NginxPlan } from '../plan.js'
import type { Policy } from '../workload/policy.js'

/**
 * A snippet that undoes what the annotations beside it keep out: `satisfy any` lets in whoever passes the list of
 * addresses, and a location of its own asks for no password.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#satisfy
 */
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

/**
 * A snippet for a whole server rules over the paths that other namespaces have on the host.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#server-snippet
 */
export const snippetOfHost: ControllerRule = {
  codes: ['snippet-of-host'],
  needs: [],
  find: ({ plan }) => {
    const { model, controller } = plan as NginxPlan
    const field = `metadata.annotations["${controller.settings.annotationsPrefix}/server-snippet"]`
    return [...model.servers.values()].flatMap((server) => {
      const { host, snippetBy } = server
      const others = snippetBy === null ? [] : othersOn(server, snippetBy.namespace)
      if (snippetBy === null || others.length === 0 || host === defaultServer) return []
      return [finding(told('snippet-of-host', { host, others }), snippetBy, { field })]
    })
  },
}

/** Ingresses of other namespaces with a path of it. */
function othersOn({ locations }: Server, namespace: string): readonly Ref[] {
  const owners = locations.flatMap(({ owner, asked }) => (asked === null || owner === null ? [] : [owner.ref]))
  const others = owners.filter((ref) => ref.namespace !== namespace)
  return [...new Map(others.map((ref) => [nameOf(ref), ref])).values()].sort((a, b) => compare(nameOf(a), nameOf(b)))
}

/**
 * Snippets are allowed: whoever may write Ingresses reads what the controller reads, the Secrets of the cluster.
 * https://github.com/kubernetes/ingress-nginx/issues/7837
 */
export const snippetsOn: ControllerRule = {
  codes: ['snippets-on'],
  needs: [],
  find: ({ controller, plan }) => {
    const { policy, kept } = (plan as NginxPlan).model
    // What the ConfigMap says is not known where it may not be seen.
    if (isAssumed(controller) || !policy.configMapSeen || !policy.allowSnippets || policy.riskLevel !== 'Critical')
      return []
    const count = kept.filter(({ annotations }) => annotations.snippets.size > 0).length
    return [finding(told('snippets-on', { ...allowed(policy), count }), namedBy(controller))]
  },
}

function allowed({ configMap }: Policy) {
  return {
    setting: 'allow-snippet-annotations is true and annotations-risk-level is Critical',
    // Releases before 1.9 allow them where nothing is said.
    undo: `Set allow-snippet-annotations: "false" in ${configMap === null ? "the controller's ConfigMap" : `ConfigMap ${nameOf(configMap)}`}`,
    isUsual: false,
  }
}
