/** Asks the API server whether we may do something, with a review that it answers and does not keep. */
import type { PodAccess } from '../../domain/controllers/pod-access.js'
import { flag, record } from '../../domain/objects/project-fields.js'
import type { Transport } from '../wire/transport.js'

/**
 * https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/
 * @returns null where the server does not say: even asking is forbidden, or it has no such API
 * @throws Problem of the network
 */
export async function may(transport: Transport, access: Parameters<PodAccess['may']>[0]): Promise<boolean | null> {
  const { verb, subresource, namespace } = access
  const answer = await transport.review({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace, verb, resource: 'pods', subresource } },
  })
  if (!answer.ok) return null
  return flag(record(record(answer.body).status).allowed)
}
