/**
 * A snippet for a whole server rules over the paths that other namespaces have on the host.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#server-snippet
 */
import { compare } from '../../../domain/compare.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { nameOf, type Ref } from '../../../domain/objects/ref.js'
import { defaultServer, type Server } from '../model/types.js'
import type { NginxPlan } from '../plan.js'

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
