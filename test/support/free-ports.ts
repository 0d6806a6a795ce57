/** Ports for programs that are started: below those that the system gives to connections, which come and go at any time. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html (ip_local_port_range) */
const [lowest, highest] = [12_000, 32_000]

/** Ports of the loopback on which nobody listens now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found = new Set<number>()
  while (found.size < count) {
    const port = randomInt(lowest, highest)
    if (await isFree(port)) found.add(port)
  }
  return [...found]
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .on('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
