// The inside of the controller's pod in the servers of the bench: exec of any program streams its nginx.conf, port-forward
// leads to its pages, kept alive as Go's servers do it.
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { WebSocketServer } from 'ws'

export const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'proxy-1', namespace: 'edge' },
  spec: {
    containers: [
      { name: 'controller', image: 'x/ingress-nginx/controller:v1.15.1', args: ['/nginx-ingress-controller'] },
    ],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
}

/** As long as what a kubelet sends at once. */
const piece = 32_768

/**
 * @param http the API server
 * @param {() => Iterable<Buffer>} conf
 * @param {(path: string) => Buffer | string | undefined} page of a path with its query; undefined: there is none
 */
export async function answerInside(http, conf, page) {
  const inside = createServer((request, response) => {
    const body = page(request.url)
    response.writeHead(body === undefined ? 404 : 200, { 'content-length': Buffer.byteLength(body ?? '') })
    response.end(body)
  })
  await new Promise((resolve) => inside.listen(0, '127.0.0.1', resolve))
  const { port } = inside.address()
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: (asked) => ['v5.channel.k8s.io', 'v4.channel.k8s.io'].find((one) => asked.has(one)) ?? false,
  })
  http.on('upgrade', (request, raw, head) => {
    raw.setNoDelay(true)
    sockets.handleUpgrade(request, raw, head, (socket) =>
      request.url.includes('/exec') ? exec(socket, conf).catch(() => raw.destroy()) : forward(socket, port),
    )
  })
}

const send = (socket, channel, data) =>
  new Promise((resolve, reject) =>
    socket.send(Buffer.concat([Buffer.of(channel), data]), (error) => (error ? reject(error) : resolve())),
  )

async function exec(socket, conf) {
  for (const part of conf())
    for (let at = 0; at < part.length; at += piece) await send(socket, 1, part.subarray(at, at + piece))
  await send(socket, 3, Buffer.from(JSON.stringify({ metadata: {}, status: 'Success' })))
  socket.close(1000)
}

/** The two streams begin with the number of the port. */
function forward(socket, port) {
  const prefix = Buffer.from([10246 & 255, 10246 >> 8])
  void send(socket, 0, prefix)
  void send(socket, 1, prefix)
  const server = connect(port, '127.0.0.1')
  socket.on('message', (message) => void (message[0] === 0 && message.length > 1 && server.write(message.subarray(1))))
  server.on('data', (data) => socket.send(Buffer.concat([Buffer.of(0), data])))
  for (const event of ['error', 'close']) {
    server.on(event, () => socket.close())
    socket.on(event, () => server.destroy())
  }
}
