/** A saved nginx.conf of a controller with ports of its own says them itself. */
import { expect, it } from 'vitest'
import { servedTracer } from '../../../src/controllers/ingress-nginx/answer/open.js'
import { planOf } from '../../../src/controllers/ingress-nginx/plan.js'
import { request, world } from '../../support/worlds/ingress-world.js'

const conf = (httpPort: number, httpsPort: number) => `
http {
  server {
    server_name "_" ;
    listen ${httpPort} default_server reuseport backlog=511 ;
    listen [::]:${httpPort} default_server reuseport backlog=511 ;
    listen ${httpsPort} default_server reuseport backlog=511 ssl;
    location / { return 200; }
  }
  server { server_name "a.test" ; listen ${httpPort}; listen ${httpsPort} ssl; location / { return 410; } }
  server { listen 8181 default_server; location / { return 404; } }
}`

async function statuses(kind: string, text: string): Promise<(number | null)[]> {
  const { controller, facts } = world({ ingresses: [] })
  async function* bytes() {
    yield new TextEncoder().encode(text)
  }
  const { answer } = await servedTracer(planOf({ ...controller, kind }, facts), bytes(), [])
  return ['http://a.test/', 'https://a.test/', 'http://b.test/'].map((url) => answer(request(url), false).status)
}

it.each([
  ['File', 80, 443, [410, 410, 200]],
  ['File', 8080, 8443, [410, 410, 200]],
  // Of a pod the flags count.
  ['Deployment', 8080, 8443, [null, null, null]],
] as const)('%s, ports %i and %i', async (kind, httpPort, httpsPort, expected) => {
  expect(await statuses(kind, conf(httpPort, httpsPort))).toEqual(expected)
})
