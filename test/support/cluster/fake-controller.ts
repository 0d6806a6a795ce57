/** A controller behind the fake API server: its pods, and a kubelet that answers as the inside of one does. */
import type { Objects } from './fake-api-store.js'
import { kubelet, type Remote, type Script } from './fake-kubelet.js'

export interface FakeInside {
  /** path on the status port → status and body; anything else is 404 */
  readonly pages?: Readonly<Record<string, string>>
  /** the first word of a command → what it does; anything else is not there */
  readonly programs?: Readonly<Record<string, Program>>
  /** the port that something listens on */
  readonly port?: number
  /** of each of its pages */
  readonly headers?: Readonly<Record<string, string>>
  /** what /metrics says on the health port; left out: nothing listens there */
  readonly metrics?: string
}

export interface Program {
  readonly out?: string
  readonly err?: string
  readonly code?: number
  /** the connection breaks after this much was written */
  readonly dies?: true
  /** what the API server says of the kubelet at the end, when the way was open */
  readonly refused?: string
  /** from the second time on */
  readonly again?: Program
}

const healthPort = 10254

export function insideOf({ pages = {}, programs = {}, port = 10246, metrics, headers = {} }: FakeInside) {
  const asked = new Set<string>()
  const programFor = (name = '') => {
    const first = programs[name]
    if (asked.has(name)) return first?.again ?? first
    asked.add(name)
    return first
  }
  const script: Script = (remote) => {
    const url = new URL(remote.seen.path, 'http://x')
    const query = new URLSearchParams(url.search || remote.seen.query)
    if (url.pathname.endsWith('/exec')) return run(remote, programFor(query.getAll('command')[0]))
    const ended = query.getAll('ports').map((text, lane) => {
      const to = Number(text)
      return to === healthPort && metrics !== undefined
        ? forward(remote, lane, to, healthPort, { '/metrics': metrics })
        : forward(remote, lane, to, port, pages, headers)
    })
    return Promise.all(ended).then(() => remote.socket.close(1000))
  }
  return kubelet(script)
}

/** A message of no bytes comes first, as of a real one. */
async function run(remote: Remote, program: Program | undefined): Promise<void> {
  await remote.send(1)
  if (program === undefined) {
    await remote.send(2, 'no such program\n')
    return remote.exit(127)
  }
  if (program.out) await remote.send(1, program.out)
  if (program.err) await remote.send(2, program.err)
  if (program.dies) {
    remote.raw.destroy()
    return
  }
  if (program.refused) {
    await remote.send(3, JSON.stringify({ status: 'Failure', message: program.refused, code: 500 }))
    remote.socket.close(1000)
    return
  }
  await remote.exit(program.code ?? 0)
}

async function forward(
  remote: Remote,
  lane: number,
  asked: number,
  port: number,
  pages: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const [data, complaints] = [2 * lane, 2 * lane + 1]
  const prefix = Buffer.from([asked & 0xff, asked >> 8])
  await remote.send(data, prefix)
  await remote.send(complaints, prefix)
  if (asked !== port) return remote.send(complaints, `error forwarding port ${asked}: connection refused`)
  await remote.until(() => remote.heard(data).includes('\r\n\r\n'))
  const path = /^GET (\S+)/.exec(remote.heard(data))?.[1] ?? ''
  const body = pages[path]
  const head = body === undefined ? '404 Not Found' : '200 OK'
  const text = body ?? 'Not found!'
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  // As the controller's own port answers: `keepalive_timeout 0`.
  await remote.send(
    data,
    `HTTP/1.1 ${head}\r\n${lines}Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}

export interface FakePod {
  readonly name: string
  readonly namespace?: string
  readonly owner?: readonly [kind: string, name: string]
  readonly args?: readonly string[]
  readonly image?: string
  readonly status?: object
  readonly metadata?: object
  readonly labels?: Readonly<Record<string, string>>
  readonly sidecar?: string
}

const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }

export function controllerPod(given: FakePod): object {
  const { name, namespace = 'edge', owner, args = [], image = 'x/ingress-nginx/controller:v1.15.1', labels } = given
  const container = { name: 'controller', image, args: ['/nginx-ingress-controller', ...args] }
  return {
    metadata: {
      name,
      namespace,
      labels: labels ?? {},
      ...(owner ? { ownerReferences: [{ kind: owner[0], name: owner[1], controller: true }] } : {}),
      ...given.metadata,
    },
    spec: { containers: [...(given.sidecar ? [{ name: given.sidecar, image: 'x/sidecar:1' }] : []), container] },
    status: given.status ?? ready,
  }
}

/** One DaemonSet `proxy` in `edge` with one replica. */
export const oneController: Objects = {
  Pod: [controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'] })] as never,
}
