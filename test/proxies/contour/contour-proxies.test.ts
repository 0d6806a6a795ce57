/** What comes of HTTPProxies: our plan, and a real Contour with its Envoy that reads the same from an API server. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { words } from '../../../src/controllers/contour/words.js'
import { EnvoyTracer } from '../../../src/controllers/shared/envoy/answer.js'
import { files } from '../../../src/controllers/shared/envoy/said.js'
import { list, record, text } from '../../../src/domain/objects/project-fields.js'
import { nameOf, refOf } from '../../../src/domain/objects/ref.js'
import type { Answer } from '../../../src/domain/requests/trace.js'
import { readConfigDump } from '../../../src/languages/envoy/dump/read.js'
import { yamlBlock } from '../../../src/print/document.js'
import { seed } from '../../support/random.js'
import { type ContourWorld, contourWorld, proxy, steering } from '../../support/worlds/contour-world.js'
import { contourKinds, type RunningContour, runContour } from '../contour.js'
import { driftOf } from '../drift.js'
import { echoingAt } from '../echo.js'
import { ask, echoIn, type Reply } from '../http.js'
import { withWatchedApi } from '../watched-api.js'
import { addresses, backends, object, secretsOf } from './around.js'
import { namespaces, ProxyGenerator } from './generate-httpproxies.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 2)
const requests = Number(process.env.TKNG_PROXIES_REQUESTS ?? 500)

function certificate(): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-contour-'))
  try {
    const argv = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x'.split(' ')
    execFileSync('openssl', [...argv, '-keyout', join(folder, 'key'), '-out', join(folder, 'crt')], { stdio: 'ignore' })
    const read = (name: string) => readFileSync(join(folder, name)).toString('base64')
    return { 'tls.crt': read('crt'), 'tls.key': read('key') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function isReady(port: number): Promise<boolean> {
  const { status } = await ask(port, 'GET / HTTP/1.1\r\nhost: ready.check\r\nconnection: close\r\n\r\n')
  return status === 204
}

describe('HTTPProxies', () => {
  it.each(Array.from({ length: rounds }, (_, i) => i))(`generated objects %i, TKNG_SEED=${seed}`, async (round) => {
    const generator = new ProxyGenerator(seed + round * 7919)
    await echoingAt(addresses, namespaces.length, async (ports) => {
      const behind = backends(ports)
      const secrets = secretsOf(certificate())
      const config = yamlBlock(generator.config())
      const custom = [...generator.objects(), ...generator.ingresses()]
      const of = (kind: string) => [...behind, ...custom].filter((one) => one.kind === kind)
      const world = contourWorld({
        ...{ config, ingresses: of('Ingress'), services: of('Service'), slices: of('EndpointSlice'), secrets },
        custom: { HTTPProxy: of('HTTPProxy'), TLSCertificateDelegation: of('TLSCertificateDelegation') },
      })
      await withWatchedApi([...behind, ...secrets, ...custom], contourKinds, ({ url, statuses }) =>
        runContour(url, config, isReady, async (running) => {
          expect(await tried(generator, world, running)).toEqual([])
          await running.until(async () =>
            world.model.proxies.every((one) => statuses.has(`HTTPProxy/${nameOf(refOf(one))}`)),
          )
          expect(differing(world, statuses)).toEqual([])
          const served = [...behind, ...secrets, ...custom]
          expect(await drifting(served, config, running)).toEqual([])
          expect(await drifting([...served, ...unserved], config, running)).toContain(
            'route missing late.test/: HTTPProxy shop/late ≠ ',
          )
        }),
      )
    })
  })
})

/** Of which nobody has told that Contour. */
const unserved = [
  object('projectcontour.io/v1', 'HTTPProxy', 'shop', 'late', {
    spec: { virtualhost: { fqdn: 'late.test' }, routes: [{ services: [{ name: 'web', port: 80 }] }] },
  }),
]

/** What `drift` finds of the Envoy that serves them. */
async function drifting(objects: readonly object[], config: string, { page }: RunningContour) {
  const pod = { apiVersion: 'v1', kind: 'Pod', ...steering(['--config-path=/config/contour.yaml']) }
  const file = { ...object('v1', 'ConfigMap', 'projectcontour', 'contour', { data: { 'contour.yaml': config } }) }
  const said = async (path?: string) => Buffer.from(await page(path)).toString()
  const texts = { [files.dump]: await said(), [files.clusters]: await said('/clusters?format=json') }
  return driftOf([...objects, pod, file], proxy, texts)
}

async function tried(
  generator: ProxyGenerator,
  { plan, model }: ContourWorld,
  { http, https, page }: RunningContour,
): Promise<readonly string[]> {
  const live = new EnvoyTracer(await readConfigDump([await page()]), words)
  const own = new EnvoyTracer(model.config, words)
  const wrong: string[] = []
  for (let i = 0; i < requests && wrong.length < 10; i++) {
    const { method, tls, host, target, headers, sni } = generator.request()
    const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
    const length = method === 'GET' ? '' : 'content-length: 0\r\n'
    const message = `${method} ${target} HTTP/1.1\r\nhost: ${host}\r\n${lines}${length}connection: close\r\n\r\n`
    const port = tls ? https : http
    const reply = await ask(port, message, tls ? sni : undefined)
    const request = {
      ...{ scheme: tls ? ('https' as const) : ('http' as const), method, host, target, headers, sni: tls ? sni : null },
      ...{ clientAddress: '127.0.0.1', httpVersion: '1.1' as const },
    }
    const answer = plan.answer(request, false)
    const served = live.answer({ ...request, port }, false)
    const { result, arrived } = own.outcome(request)
    const sent = result.is === 'forwarded' ? result.targets.map((one) => one.host ?? arrived?.authority ?? '') : []
    const asked = `${method} ${request.scheme}://${host}${target} ${JSON.stringify([...headers])} ${request.sni}`
    if (!fits(answer, reply) || (answer.split.length === 0 && sent.length > 0 && !hasHost(sent, reply)))
      wrong.push(`${asked}: ours ${shown(answer)}, real ${shownReply(reply)}`)
    if (!fits(served, reply)) wrong.push(`${asked}: live ${shown(served)}, real ${shownReply(reply)}`)
  }
  return wrong
}

function fits({ verdict, status, location, upstreamUri, endpoints, split, outcomes }: Answer, reply: Reply): boolean {
  const echo = echoIn(reply)
  if (verdict === 'guarded') return outcomes.some((one) => one.status === null || one.status === reply.status)
  // What a filter or a stranger's TLS makes of it is not told.
  if (verdict === 'unknown' && !split.some(({ when }) => when.includes('nobody decides'))) return true
  if (split.length > 0) {
    const all = split.flatMap((one) => one.endpoints ?? [])
    if (echo === null)
      return split.some(({ when, endpoints: some }) => some?.length === 0 || when.endsWith(`with ${reply.status}`))
    return all.includes(`${echo.address}:${echo.port}`)
  }
  if (echo === null) return (status ?? 0) === reply.status && location === (reply.headers.get('location') ?? null)
  return (
    verdict === 'served' && echo.uri === upstreamUri && endpoints?.includes(`${echo.address}:${echo.port}`) === true
  )
}

function hasHost(sent: readonly string[], reply: Reply): boolean {
  const echo = echoIn(reply)
  return echo === null || sent.includes(echo.host)
}

function shown({ verdict, status, location, upstreamUri, source, endpoints, split }: Answer): string {
  const whose = source === null ? 'nobody' : nameOf(source)
  return JSON.stringify([
    verdict,
    status,
    location,
    upstreamUri,
    whose,
    endpoints,
    split.map(({ when, endpoints: some }) => [when, some]),
  ])
}

function shownReply(reply: Reply): string {
  return JSON.stringify([reply.status, reply.headers.get('location'), echoIn(reply)])
}

/** What each object is by its status, and the reasons that this gives. */
function differing({ model }: ContourWorld, statuses: ReadonlyMap<string, unknown>): readonly string[] {
  return model.proxies.flatMap((one) => {
    const ref = refOf(one)
    const status = record(statuses.get(`HTTPProxy/${nameOf(ref)}`))
    const real = text(status.currentStatus)
    const conditions = list(status.conditions, record) ?? []
    const errors = conditions
      .flatMap(({ errors: all }) => list(all, record) ?? [])
      .map(({ reason }) => text(reason) ?? '')
      // It goes with another one that tells more.
      .filter((reason) => reason !== 'IPFilterPolicyNotValid')
    const ours = model.faults.of(ref).map(({ reason }) => reason)
    const is = model.faults.standing(ref)
    const isSame = real === is && errors.every((reason) => ours.includes(reason))
    return isSame ? [] : [`${nameOf(ref)}: ours ${is} ${ours}, real ${real} ${[...new Set(errors)]}`]
  })
}
