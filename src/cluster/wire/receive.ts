/** Reads one short message of a proxy from a socket, and puts back what came after it. */
import type { Socket } from 'node:net'

/** No proxy has more to say. */
const longest = 64 * 1024

/**
 * Listens for `readable` and not for `data`, which would leave the socket flowing, or paused, for whoever is next.
 * @param lengthOf how long the message is, once its first bytes tell
 * @throws Error (in words) where the socket ends first or the message is too long
 */
export function receive(socket: Socket, lengthOf: (bytes: Buffer) => number | undefined): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    const stop = () => socket.off('readable', onReadable).off('error', fail).off('end', onEnd).off('close', onEnd)
    const fail = (error: Error) => {
      stop()
      reject(error)
    }
    const onEnd = () => fail(new Error('it closed the connection'))
    const onReadable = () => {
      for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) bytes = Buffer.concat([bytes, chunk])
      const length = lengthOf(bytes)
      if (length !== undefined && bytes.length >= length) {
        stop()
        if (bytes.length > length) socket.unshift(bytes.subarray(length))
        resolve(bytes.subarray(0, length))
      } else if (bytes.length > longest) fail(new Error('it does not answer like a proxy'))
    }
    socket.on('readable', onReadable).on('error', fail).on('end', onEnd).on('close', onEnd)
  })
}
