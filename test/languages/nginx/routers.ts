/** A router of a text, and what it answers, in a line. */
import type { Request } from '../../../src/languages/nginx/route/request.js'
import { Router } from '../../../src/languages/nginx/route/router.js'
import { parse } from '../../../src/languages/nginx/text/parse.js'

export function routerOf(http: string, ports = [80, 443]): Router {
  const router = new Router(ports)
  for (const statement of parse(http).statements) router.offer(statement)
  return router
}

export const asked = (target: string, more: Partial<Request> = {}): Request => ({
  scheme: 'http',
  method: 'GET',
  host: 'a.test',
  target,
  headers: new Map(),
  port: 80,
  ...more,
})

/** One line of what came out: a status and its Location, or the block and the URI that goes upstream. */
export function said(router: Router, request: Request): string {
  const { result, upstreamUri } = router.answer(request)
  if (result.kind === 'status') return `${result.status}${result.location === null ? '' : ` ${result.location}`}`
  if (result.kind === 'unknown') return `unknown: ${result.why}`
  return `${[result.block.name, ...result.block.args].join(' ')} > ${upstreamUri}`
}
