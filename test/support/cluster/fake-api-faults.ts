/** What can go wrong between a client and an API server, as values: each takes a request over, or leaves it alone. */
import type { ServerResponse } from 'node:http'
import type { Seen } from './fake-api.js'
import { inconsistentToken } from './fake-api-store.js'

/** @returns true where it has taken the request over */
export type Fault = (seen: Seen, response: ServerResponse) => boolean

/** A Status, as the API server says no. */
export function status(code: number, reason: string, message: string, headers = {}, more = {}): Fault {
  return (_seen, response) => {
    const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code, ...more }
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    return true
  }
}

/** Any answer, word for word. */
export function raw(code: number, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Fault {
  return (_seen, response) => {
    response.writeHead(code, headers).end(body)
    return true
  }
}

/** 429 with the seconds to wait. */
export function busy(seconds: number): Fault {
  return status(429, 'TooManyRequests', 'too many requests, please try again later', { 'retry-after': `${seconds}` })
}

/** Takes the request and never answers. */
export const hang: Fault = () => true

/** Begins an answer and says no more. */
export const stall: Fault = (_seen, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"kind":"IngressList","items":[')
  return true
}

/** Begins an answer and goes on with it for ever, byte by byte. */
export const drip: Fault = (_seen, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const drop = setInterval(() => response.write(' '), 5)
  response.once('close', () => clearInterval(drop))
  return true
}

/** Resets the connection before an answer. */
export const reset: Fault = (_seen, response) => {
  response.socket?.resetAndDestroy()
  return true
}

/** Resets the connection in the middle of an answer of known length. */
export const resetMidBody: Fault = (_seen, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"kind":"IngressList","items":[', () => response.socket?.resetAndDestroy())
  return true
}

/** Ends the connection in the middle of a chunked answer. */
export const truncated: Fault = (_seen, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"kind":"IngressList","items":[', () => response.socket?.end())
  return true
}

/** Bytes that are not HTTP. */
export const garbage: Fault = (_seen, response) => {
  response.socket?.end('\x00\x01 SSH-2.0-nobody\r\n\r\n')
  return true
}

/** 410 for a request with a continue token, with the token to go on inconsistently. */
export const expired: Fault = (seen, response) => {
  const token = seen.query.get('continue')
  if (token === null) return false
  const message = 'The provided continue parameter is too old'
  return status(410, 'Expired', message, {}, { metadata: { continue: inconsistentToken(token) } })(seen, response)
}

/** Adds headers to whatever the server answers. */
export function withHeaders(headers: Readonly<Record<string, string | string[]>>): Fault {
  return (_seen, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    return false
  }
}

/** Only the first `count` requests that it would take. */
export function times(count: number, fault: Fault): Fault {
  let left = count
  return (seen, response) => {
    if (left === 0 || !fault(seen, response)) return false
    left -= 1
    return true
  }
}

/** Only requests whose path ends so. */
export function on(end: string, fault: Fault): Fault {
  return (seen, response) => seen.path.endsWith(end) && fault(seen, response)
}
