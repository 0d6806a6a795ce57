/** Ports for programs that are started: below those that the system gives to connections, which come and go at any time. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html (ip_local_port_range) */
const [lowest, highest] = [12_000, 32_000]

/** Each process of the runner has a part of them: what is free now is not yet listened to, and another one would take it. */
const parts = 8
const size = (highest - lowest) / parts
const start = lowest + ((Number(process.env.VITEST_POOL_ID ?? 1) - 1) % parts) * size

/** Given once, and not listened to by then. */
const given = new Set<number>()

/** Ports of the loopback on which nobody listens now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found: number[] = []
  while (found.length < count) {
    const port = randomInt(start, start + size)
    if (given.has(port)) continue
    given.add(port)
    if (await isFree(port)) found.push(port)
  }
  return found
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .on('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
