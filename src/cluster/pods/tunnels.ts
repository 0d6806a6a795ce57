/** The kept connections to ports of pods: one a port, only so many at a time, each until the command ends. */

import { createGate } from '../../domain/at-once/side-by-side.js'
import type { PodAccess, PodPort } from '../../domain/controllers/pod-access.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { ApiServer } from '../wire/api-server.js'
import { openForward, openForwards } from './port-forward.js'
import { Tunnel } from './tunnel.js'

/** Open at a time; where more are wanted, one that is idle is closed, or the first that gets idle. */
const mostOpen = 32

/** @returns GETs a page of a port */
export function createTunnels(server: ApiServer): PodAccess['get'] {
  const tunnels = new Map<string, Tunnel>()
  const gate = createGate(mostOpen)
  let open = 0
  let wanted = 0
  return (target, path, most) => {
    const key = `${nameOf(target)}:${target.port}`
    const tunnel = tunnels.get(key) ?? newTunnel(target)
    // The one that was used last is closed last.
    tunnels.delete(key)
    tunnels.set(key, tunnel)
    return tunnel.get(checked(path), most)
  }

  function newTunnel(target: PodPort): Tunnel {
    return new Tunnel({
      target,
      open: () => opened(() => openForward(server, target)),
      openMany: (count) => opened(() => openForwards(server, target, count)),
      onIdle: makeRoom,
    })
  }

  function opened<W extends { close(): void }>(start: () => Promise<W>): Promise<W> {
    wanted += 1
    makeRoom()
    return new Promise((resolve, reject) => {
      const untilClosed = async () => {
        wanted -= 1
        open += 1
        try {
          const way = await start()
          await new Promise<void>((closed) => resolve({ ...way, close: () => closed(way.close()) }))
        } finally {
          open -= 1
        }
      }
      gate(untilClosed).catch(reject)
    })
  }

  function makeRoom(): void {
    if (wanted > 0 && open === mostOpen) [...tunnels.values()].find(({ isOpen, isIdle }) => isOpen && isIdle)?.close()
  }
}

/** A path that would end its line, and begin a request of its own, is a defect of ours. */
function checked(path: string): string {
  if (!/^\/[\x21-\x7e]*$/.test(path)) throw new Error(`this is no path of a request: ${JSON.stringify(path)}`)
  return path
}
