/** Tells somebody who waits what the API server is being asked. */
import type { RequestLog } from './verbose.js'

/** @param what a word for a request @returns to be called once, when its answer begins */
export type Watch = (what: string) => () => void

export function watched(trace: RequestLog, watch: Watch): RequestLog {
  return {
    asked(method, url, headers) {
      const asked = trace.asked(method, url, headers)
      const over = watch(whatOf(url))
      return {
        answered(response) {
          over()
          asked.answered(response)
        },
        read: asked.read,
        failed(reason) {
          over()
          asked.failed(reason)
        },
      }
    },
  }
}

/** What a path of the API is about: `ingresses`, `secrets`, `portforward`. */
function whatOf(url: string): string {
  const [, ...parts] = new URL(url).pathname.split('/')
  const at = parts.indexOf('namespaces')
  const [resource = '', name, subresource] = at >= 0 && parts.length > at + 2 ? parts.slice(at + 2) : parts.slice(-1)
  return (name !== undefined && subresource) || resource
}
