/** The inside of pods, as the rest of the program may ask for it. */
import type { PodAccess } from '../../domain/controllers/pod-access.js'
import type { ApiServer } from '../wire/api-server.js'
import type { Transport } from '../wire/transport.js'
import { may } from './access-review.js'
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
