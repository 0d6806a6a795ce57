/** What an Envoy answered, from the configuration that it had then, and from nothing else. */
import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { grpcStatusOf } from '../../../src/domain/requests/calls.js'
import type { EnvoyConfig } from '../../../src/languages/envoy/config/types.js'
import { readConfigDump } from '../../../src/languages/envoy/dump/read.js'
import { headerOf } from '../../../src/languages/envoy/match/match.js'
import { Evaluator, type Outcome } from '../../../src/languages/envoy/route/evaluate.js'
import type { ForwardTarget } from '../../../src/languages/envoy/route/result.js'
import {
  gatewayAnswers,
  podAddresses,
  type Recorded,
  recordedBytes,
  stableTruth,
} from '../../support/recorded/gateways.js'
import { recording } from '../../support/recorded/recordings.js'

/** Ports below 1024 are moved up, each in its own way. */
const moved = {
  'envoy-gateway': (port: number) => (port < 1024 ? port + 10_000 : port),
  contour: (port: number) => port + 8000,
}

/** That of Contour: a host that is not the name of the handshake is misdirected. */
const misdirected = (source: string, sni: string | null, authority: string) =>
  source.includes('misdirected request') && authority.toLowerCase().replace(/:.*$/, '') !== (sni ?? '').toLowerCase()
    ? 421
    : null

async function evaluatorOf(path: string): Promise<{ config: EnvoyConfig; evaluator: Evaluator }> {
  const config = await readConfigDump([recordedBytes(path)])
  const evaluator = new Evaluator(config, (source, { sni }, { headers }) =>
    misdirected(source, sni, headerOf(headers, ':authority') ?? ''),
  )
  return { config, evaluator }
}

function asked(truth: Recorded, port: number): Parameters<Evaluator['answer']>[0] {
  const { scheme, method = 'GET', host, path, headers = {}, sni, grpc } = truth
  const sent = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat()] as const)
  const all = new Map<string, readonly string[]>([
    ...sent,
    ...(grpc ? [['content-type', ['application/grpc']] as const] : []),
  ])
  return { scheme, method, host, target: path, headers: all, port, sni: sni ?? null, httpVersion: '1.1' }
}

/** What is wrong with our answer; null: nothing. */
function fault(
  truth: Recorded,
  outcome: Outcome,
  config: EnvoyConfig,
  ips: ReadonlyMap<string, string>,
): string | null {
  const { result, route, chain } = outcome
  if (truth.status === 0 || truth.status === null) return result.is === 'closed' ? null : `${result.is}, not closed`
  if (truth.cert) {
    const pem = chain?.tls?.secrets.flatMap((name) => config.certificates.get(name) ?? [])[0]
    if (pem === undefined || new X509Certificate(pem).serialNumber !== truth.cert.serial) return 'another certificate'
  }
  const { log } = truth
  if (log?.route !== undefined && log.route !== route?.name) return `route ${route?.name}`
  if (log?.name !== undefined) {
    const made = route?.metadata['envoy.access_loggers.file'] as Record<string, string> | undefined
    if (made?.['io.projectcontour.name'] !== log.name || made?.['io.projectcontour.namespace'] !== log.ns)
      return `route of ${JSON.stringify(made)}`
  }
  if (truth.pod === null) {
    if (result.is === 'status') {
      const called = truth.grpc_status ? grpcStatusOf(result.status) : null
      if ((called === null ? result.status : 200) !== truth.status || result.location !== truth.location)
        return `${result.status} ${result.location} (${result.why})`
      return String(called ?? '') === (truth.grpc_status ?? '') ? null : `grpc-status ${called}`
    }
    if (result.is !== 'forwarded') return JSON.stringify(result)
    const [target] = result.targets
    const hosts = target?.balanced?.asked ?? []
    // A port on which nobody listens is known to nobody but the proxy.
    if (log?.flags === 'UF' && hosts.length > 0) return null
    return hosts.length === 0 && target?.statusWithout === truth.status ? null : JSON.stringify(target)
  }
  if (result.is !== 'forwarded') return JSON.stringify(result)
  const ip = truth.podip ?? ips.get(`${truth.podns}/${truth.pod}`) ?? ''
  const target = result.targets.find((one) => hasEndpoint(one, ip, truth.podport))
  if (target === undefined) return `no target with ${ip}:${truth.podport}`
  if (target.uri !== truth.upstream_uri) return `uri ${target.uri}`
  const host = target.host ?? outcome.arrived?.authority ?? null
  return host === truth.upstream_host ? null : `host ${host}`
}

function hasEndpoint({ balanced }: ForwardTarget, ip: string, port: number | null): boolean {
  const endpoints = balanced?.asked ?? []
  return endpoints.some((one) => one.address === ip && one.port === port)
}

describe.each([
  ['envoy-gateway', 'gw-guide', 296],
  ['envoy-gateway', 'gw-zoo', 1455],
  ['contour', 'gw-guide', 296],
  ['contour', 'gw-zoo', 1455],
] as const)('the Envoys of %s in %s', (implementation, cluster, count) => {
  it(`answer ${count} requests as their config_dump says`, async () => {
    const folder = ['gateway', implementation, cluster]
    const ips = podAddresses(...folder)
    const evaluators = new Map<string, Awaited<ReturnType<typeof evaluatorOf>>>()
    for (const [gateway, path] of gatewayAnswers(...folder))
      evaluators.set(gateway, await evaluatorOf(join(path, 'config_dump.json')))
    const truth = stableTruth(...folder)
    const wrong = truth.flatMap((one) => {
      const found = evaluators.get(one.gateway ?? '')
      if (found === undefined) return [{ id: one.id, why: `no answers of ${one.gateway}` }]
      const outcome = found.evaluator.answer(asked(one, moved[implementation](one.port ?? 80)))
      const why = fault(one, outcome, found.config, ips)
      return why === null ? [] : [{ ...one, why }]
    })
    expect(wrong).toEqual([])
    expect(truth.length).toBe(count)
  })
})

describe('the Envoy of Contour, which serves Ingresses and HTTPProxies', () => {
  it.each([
    ['answers', 'truth.jsonl'],
    ['answers-catchall', 'truth-catchall.jsonl'],
  ])('answers 160 requests as its config_dump in %s says', async (answers, file) => {
    const folder = ['controllers', 'contour']
    const { config, evaluator } = await evaluatorOf(
      recording(...folder, answers, 'p9001_config_dump__include_eds.body'),
    )
    const ips = podAddresses(...folder)
    const truth = stableTruth(...folder, file)
    const wrong = truth.flatMap((one) => {
      const outcome = evaluator.answer(asked(one, one.scheme === 'https' ? 8443 : 8080))
      const why = fault(one, outcome, config, ips)
      return why === null ? [] : [{ ...one, why }]
    })
    expect(wrong).toEqual([])
    expect(truth.length).toBe(160)
  })
})
