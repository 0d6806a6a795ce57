/** A client of a proxy that keeps its connections, for many requests. */
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'
import { type ClientHttp2Session, connect } from 'node:http2'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { Reply } from './http.js'

export interface Sent {
  readonly address: string
  readonly port: number
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** null: in clear text */
  readonly sni: string | null
}

const patience = 20_000

export class Client {
  readonly #sessions = new Map<string, ClientHttp2Session>()
  readonly #plain = new Agent({ keepAlive: true })
  readonly #secure = new SecureAgent({ keepAlive: true, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] })

  /** A call of gRPC without a message, in HTTP/2 from its first byte on, or as its client names it in the handshake. */
  call({ address, port, target, headers, sni }: Omit<Sent, 'method'>): Promise<Reply> {
    const url = `${sni === null ? 'http' : 'https'}://${address}:${port}`
    const key = `${url} ${sni}`
    const known = this.#sessions.get(key)
    const secure = sni === null ? {} : { servername: sni, rejectUnauthorized: false, ALPNProtocols: ['h2'] }
    const session = known && !known.closed && !known.destroyed ? known : connect(url, secure).on('error', () => {})
    this.#sessions.set(key, session)
    const { host, ...rest } = Object.fromEntries(headers)
    const own = { ':method': 'POST', ':path': target, ':authority': host ?? '', te: 'trailers' }
    return new Promise((resolve) => {
      const asked = session.request({ ...own, ...rest }, { endStream: true })
      let got: Record<string, unknown> = {}
      const end = () => {
        const { ':status': status = 0, ...lines } = got
        const texts = Object.entries(lines).map(([name, value]) => [name, `${value}`] as const)
        resolve({ status: Number(status), headers: new Map(texts), body: '' })
      }
      const take = (lines: object) => {
        got = { ...got, ...lines }
      }
      asked.on('response', take).on('trailers', take).on('error', end).on('close', end).resume()
      asked.setTimeout(patience, () => asked.destroy())
    })
  }

  async ask(sent: Sent): Promise<Reply> {
    // One that was kept may have been closed as the next request was on its way.
    return (await this.#once(sent)) ?? (await this.#once(sent)) ?? { status: 0, headers: new Map(), body: '' }
  }

  close(): void {
    for (const session of this.#sessions.values()) session.destroy()
    this.#plain.destroy()
    this.#secure.destroy()
  }

  /** @returns null: a connection that was kept ended without an answer */
  #once({ address, port, method, target, headers, sni }: Sent): Promise<Reply | null> {
    const options: RequestOptions = {
      ...{ host: address, port, method, path: target, setHost: false, timeout: patience },
      headers: Object.fromEntries(headers),
    }
    return new Promise((resolve) => {
      const asked =
        sni === null
          ? request({ ...options, agent: this.#plain })
          : secureRequest({ ...options, agent: this.#secure, servername: sni })
      asked.on('timeout', () => asked.destroy())
      asked.on('error', () => resolve(asked.reusedSocket ? null : { status: 0, headers: new Map(), body: '' }))
      asked.on('response', (response) => {
        response.resume().on('close', () => resolve(replyOf(response)))
      })
      asked.end()
    })
  }
}

function replyOf({ statusCode = 0, headers }: IncomingMessage): Reply {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join() : value] as const],
  )
  return { status: statusCode, headers: new Map(lines), body: '' }
}
