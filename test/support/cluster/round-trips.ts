/**
 * A wire with a long way: what is sent within one moment arrives together, and each such crossing is counted. Connecting is
 * a crossing of its own, as in TCP.
 */
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'

export interface LongWay {
  readonly url: string
  /** crossings since the last call */
  readonly rounds: () => number
  readonly close: () => Promise<void>
}

/** Turns of the clock without a word, after which nothing more will be sent before an answer: who computes makes it wait. */
const moment = { turns: 6, milliseconds: 8 } as const

/** @param url of a server on the loopback */
export async function longWay(url: string): Promise<LongWay> {
  const sockets = new Set<Socket>()
  let crossings = 0
  let waiting: (() => void)[] = []
  let timer: NodeJS.Timeout | undefined
  const send = (arrive: () => void) => {
    waiting.push(arrive)
    clearTimeout(timer)
    let turns = 0
    const turn = () => {
      turns += 1
      if (turns < moment.turns) {
        timer = setTimeout(turn, moment.milliseconds)
        return
      }
      const all = waiting
      waiting = []
      crossings += 1
      for (const one of all) one()
    }
    timer = setTimeout(turn, moment.milliseconds)
  }
  const server = createServer((near) => {
    const far = dial(Number(new URL(url).port), '127.0.0.1')
    sockets.add(near).add(far)
    const early: Buffer[] = []
    let isConnected = false
    send(() => {
      isConnected = true
      if (early.length > 0) send(() => far.write(Buffer.concat(early)))
    })
    near.on('data', (chunk: Buffer) => {
      if (isConnected) send(() => far.write(chunk))
      else early.push(chunk)
    })
    far.on('data', (chunk: Buffer) => near.write(chunk))
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rounds: () => {
      const counted = crossings
      crossings = 0
      return counted
    },
    close: () => {
      clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
