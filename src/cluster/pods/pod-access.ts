/** The inside of pods, as the rest of the program may ask for it. */

import type { PodAccess } from '../../domain/controllers/pod-access.js'
import { flag, record } from '../../domain/objects/project-fields.js'
import type { ApiServer } from '../wire/api-server.js'
import type { Transport } from '../wire/transport.js'
import { attach } from './attach.js'
import { exec } from './exec.js'
import { handshake } from './handshake.js'
import { streamLogs } from './logs.js'
import { requestFromPod } from './pod-request.js'
import { createTunnels } from './tunnels.js'

export function createPodAccess(server: ApiServer, transport: Transport): PodAccess {
  return {
    get: createTunnels(server),
    request: (target, request) => requestFromPod(server, target, request),
    exec: (target, argv) => exec(server, target, argv),
    attach: (target, argv, terminal) => attach(server, target, argv, terminal),
    logs: (target, query) => streamLogs(server, target, query),
    handshake: (target, servername) => handshake(server, target, servername),
    may: (access) => may(transport, access),
  }
}

/**
 * May we do so: by a review that the server answers and does not keep.
 * https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/
 * @returns null where the server does not say: even asking is forbidden, or it has no such API
 * @throws Problem of the network
 */
async function may(transport: Transport, access: Parameters<PodAccess['may']>[0]): Promise<boolean | null> {
  const { verb, subresource, namespace } = access
  const answer = await transport.review({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace, verb, resource: 'pods', subresource } },
  })
  if (!answer.ok) return null
  return flag(record(record(answer.body).status).allowed)
}
