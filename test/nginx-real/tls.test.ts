/** The server of a handshake and the server of its requests: ours and a real nginx. */
import { connect } from 'node:tls'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { Router } from '../../src/languages/nginx/route/router.js'
import { parse } from '../../src/languages/nginx/text/parse.js'
import { serving, version } from './nginx.js'

beforeAll(version)

const http = `
server { listen 127.0.0.1:PORT ssl default_server; server_name default.test; CERTIFICATE return 291; }
server { listen 127.0.0.1:PORT ssl; server_name a.test *.a.test; CERTIFICATE location / { return 292; } }
server { listen 127.0.0.1:PORT ssl; server_name ~^(.*)\\.b\\.test$; CERTIFICATE return 307 https://$1.test/; }
server { listen 127.0.0.1:PORT ssl; server_name closed.test; CERTIFICATE ssl_verify_client optional; return 293; }
server { listen 127.0.0.1:PORT ssl; server_name ""; CERTIFICATE merge_slashes off; location //a { return 294; } return 295; }
`

function send(port: number, servername: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = ''
    const socket = connect({ port, host: '127.0.0.1', servername, rejectUnauthorized: false }, () =>
      socket.write(request),
    )
    socket.on('data', (chunk: Buffer) => (got += chunk.toString('latin1')))
    socket.on('error', reject)
    socket.on('end', () => resolve(got))
  })
}

const names = ['a.test', 'x.a.test', 'x.b.test', 'y.b.test', 'closed.test', 'default.test', 'nowhere.test', 'A.TEST']

it('whatever the two names are', async () => {
  await serving(http, async (port) => {
    const router = new Router([port])
    for (const statement of parse(http.replaceAll('PORT', String(port)).replaceAll('CERTIFICATE', '')).statements)
      router.offer(statement)
    const disagreements: unknown[] = []
    for (const sni of ['', ...names])
      for (const host of [null, ...names])
        for (const target of ['/', '//a', 'https://x.a.test//a']) {
          const head =
            host === null ? `GET ${target} HTTP/1.0\r\n\r\n` : `GET ${target} HTTP/1.0\r\nHost: ${host}\r\n\r\n`
          const got = await send(port, sni, head)
          const asked = {
            scheme: 'https',
            method: 'GET',
            host,
            target,
            headers: new Map(),
            port,
            sni: sni || null,
          } as const
          const { result } = router.answer(asked)
          const ours = result.kind === 'status' ? [String(result.status), result.location] : [result.kind, null]
          const theirs = [/ (\d+) /.exec(got)?.[1], /Location: (.*)\r/.exec(got)?.[1] ?? null]
          if (!isDeepStrictEqual(ours, theirs)) disagreements.push({ sni, host, target, theirs, ours })
        }
    expect(disagreements).toEqual([])
  })
})
