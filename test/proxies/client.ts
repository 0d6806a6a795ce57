/** A client of a proxy that keeps its connections, for many requests. */
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'
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
  readonly #plain = new Agent({ keepAlive: true })
  readonly #secure = new SecureAgent({ keepAlive: true, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] })

  async ask(sent: Sent): Promise<Reply> {
    // One that was kept may have been closed as the next request was on its way.
    return (await this.#once(sent)) ?? (await this.#once(sent)) ?? { status: 0, headers: new Map(), body: '' }
  }

  close(): void {
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
