/** A cluster and the inside of its pods, over one connection and as one user. */
import type { KubeFlags } from '../../domain/kube-flags.js'
import type { PodAccess } from '../../domain/pod-access.js'
import type { ClusterReader } from '../../domain/ports.js'
import { type ConnectSurroundings, connectServer } from '../connect.js'
import { createPodAccess } from './pod-access.js'

export interface Live {
  readonly reader: ClusterReader
  readonly pods: PodAccess
}

/** @throws Problem as `connect`; whatever is asked afterwards throws those of the network */
export async function connectLive(flags: KubeFlags, around: ConnectSurroundings): Promise<Live> {
  const { reader, server, transport } = await connectServer(flags, around)
  return { reader, pods: createPodAccess(server, transport) }
}
