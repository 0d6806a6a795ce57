/** Every recorded request of an F5 NGINX Ingress Controller: what it really answered, and what we say. */
import { describe, expect, it } from 'vitest'
import { servedTracer } from '../../src/controllers/f5-nginx/observe/served.js'
import { addressesIn, backendsIn, upstreamNames, upstreamOf } from '../../src/controllers/f5-nginx/observe/upstreams.js'
import { planOf } from '../../src/controllers/f5-nginx/plan.js'
import { addressesOf } from '../../src/domain/objects/addresses.js'
import { nameOf, refOf } from '../../src/domain/objects/ref.js'
import { type Answer, type Tracer, verdictOf } from '../../src/domain/requests/trace.js'
import type { WhySources } from '../../src/domain/why/why-sources.js'
import { type F5Truth, f5Request, f5Truth, f5World } from '../support/recorded/f5.js'
import { silent } from '../support/why/sources.js'

/** In words that both sides can be held to. */
function ours({ verdict, status, location, upstreamUri, endpoints }: Answer, truth: F5Truth) {
  return {
    verdict,
    status,
    location,
    ...(verdict === 'served'
      ? { upstreamUri, isEndpoint: endpoints?.includes(`${truth.podip}:${truth.podport}`) }
      : {}),
  }
}

function theirs({ status, location = null, upstream_uri, error }: F5Truth) {
  if (status === undefined || status === null)
    return { verdict: error === undefined ? '?' : 'denied', status: null, location: null }
  const verdict = verdictOf(status)
  const isServed = verdict === 'served'
  return {
    verdict,
    status: isServed ? null : status,
    location,
    ...(isServed ? { upstreamUri: upstream_uri, isEndpoint: true } : {}),
  }
}

function differing(tracer: Tracer, truths: readonly F5Truth[]) {
  return truths.flatMap((truth) => {
    const [mine, real] = [ours(tracer.answer(f5Request(truth), true), truth), theirs(truth)]
    return JSON.stringify(mine) === JSON.stringify(real)
      ? []
      : [{ id: truth.id, url: `${truth.scheme}://${truth.host}${truth.path}`, mine, real }]
  })
}

const world = f5World()
const truths = f5Truth()
/** Which of two Ingresses was written last into their one file, no object tells. */
const isOfOneFile = ({ host }: F5Truth) => /^dash[12]\./.test(host)

describe('160 requests', () => {
  it('are answered from the objects alone, but for two hosts that share a file', () => {
    const plan = planOf(world.controller, world.facts)
    expect(truths).toHaveLength(160)
    expect(
      differing(
        plan,
        truths.filter((one) => !isOfOneFile(one)),
      ),
    ).toEqual([])
    const doubtful = truths.filter(isOfOneFile).map((one) => plan.answer(f5Request(one), false).verdict)
    expect(doubtful).toEqual(['unknown', 'unknown'])
  })

  it('are answered from the files of the replica', async () => {
    const tracer = await servedTracer(planOf(world.controller, world.facts), world.conf())
    expect(differing(tracer, truths)).toEqual([])
  })

  it('are shown the certificates that the objects ask for, or none at all', () => {
    const plan = planOf(world.controller, world.facts)
    const https = truths.filter(({ scheme, sni }) => scheme === 'https' && sni !== undefined)
    expect(https.length).toBeGreaterThan(10)
    for (const { sni = '', cert } of https)
      expect([sni, plan.certificateFor(sni)?.certificate?.sha256 ?? null]).toEqual([sni, cert?.sha256 ?? null])
  })

  it('two Ingresses of one second are told apart by their UID', () => {
    const plan = planOf(world.controller, world.facts)
    expect(plan.routes.filter(({ source }) => source.name.startsWith('tie-')).map(({ fate }) => fate.is)).toEqual([
      'lost',
      'served',
    ])
  })
})

/** Ingress → what `why` says of each rule: every silent drop, and what a reader of the objects would not expect. */
describe('why', () => {
  const sources = { ...silent, replica: { kind: 'Pod', namespace: 'nginx-ingress', name: 'p' } }
  const told = async (name: string, live: boolean) => {
    const conf: WhySources['conf'] = (read) => read(world.conf())
    const rows = await planOf(world.controller, world.facts).why(
      live ? { ...sources, conf } : silent,
      (ref) => nameOf(ref) === name,
    )
    return rows.map(({ rule, served, causes }) =>
      [
        rule === null ? '-' : `${rule.host ?? '*'}${rule.path ?? ''}`,
        served === null ? '?' : served ? 'yes' : 'NO',
        ...causes.map(({ code }) => code),
      ].join(' '),
    )
  }

  it.each<[string, readonly string[], (readonly string[])?]>([
    ['default/dup1-a', ['dup1.example.test/ NO host-taken']],
    ['default/dup1-b', ['dup1.example.test/ yes']],
    ['default/dup2-b', ['dup2.example.test/ NO host-taken']],
    ['default/dup3', ['dup3.example.test/ NO host-taken']],
    ['default/dup4-a', ['dup4.example.test/ NO host-taken']],
    ['default/dup5-a', ['dup5.example.test/two NO host-taken']],
    ['default/tie-a', ['tie.example.test/ NO host-taken']],
    ['default/tkng-1', ['- NO rejected', '*/prod NO rejected', '*/dev NO rejected']],
    [
      'default/two-rules',
      [
        '- NO rejected',
        'two.example.test/a NO rejected',
        'two.example.test/b NO rejected',
        'two-upper.example.test/ NO rejected',
      ],
    ],
    [
      'team/b-x',
      ['- ? file-collision', 'dash1.example.test/ ? file-collision'],
      ['- yes file-collision', 'dash1.example.test/ yes file-collision'],
    ],
    [
      'team-b/x',
      ['- ? file-collision', 'dash2.example.test/ ? file-collision'],
      ['- NO file-collision', 'dash2.example.test/ NO file-collision'],
    ],
    ['default/missing', ['missing.example.test/ NO no-service', 'missing.example.test/ok yes prefix-of-text']],
    [
      'default/bad-port',
      ['badport.example.test/ yes port-not-compared', 'badport.example.test/name NO no-port prefix-of-text'],
    ],
    ['default/zero', ['zero.example.test/ NO no-endpoints']],
    ['default/notready', ['notready.example.test/ NO none-ready']],
    ['default/external', ['external.example.test/ NO external-name']],
    ['default/manual', ['manual.example.test/ NO no-endpoints']],
    ['default/tls-nosecret', ['- NO handshake-refused', 'nosecret.example.test/ NO']],
    ['default/host-default', ['- yes', 'hostdefault.example.test/app yes']],
    [
      'default/paths',
      [
        'paths.example.test/foo yes',
        'paths.example.test/foo yes',
        'paths.example.test/foo/bar yes prefix-of-text',
        'paths.example.test/impl yes',
        'paths.example.test/exact yes',
        'paths.example.test/slash/ yes trailing-slash',
      ],
    ],
  ])('%s', async (name, byObjects, byFiles = byObjects) => {
    expect(await told(name, false)).toEqual(byObjects)
    expect(await told(name, true)).toEqual(byFiles)
  })

  it('finds nothing in the files that the objects do not explain, and misses nothing', async () => {
    const conf: WhySources['conf'] = (read) => read(world.conf())
    const rows = await planOf(world.controller, world.facts).why({ ...sources, conf }, () => true)
    const codes = rows.flatMap(({ causes }) => causes.map(({ code }) => code))
    expect(codes.filter((code) => code === 'not-in-conf' || code === 'old-version-served')).toEqual([])
  })

  it('says of every Ingress what its controller did: those without an address are not served', async () => {
    const rows = await planOf(world.controller, world.facts).why(silent, () => true)
    for (const ingress of world.facts.ingresses) {
      const own = rows.filter(({ source }) => nameOf(source) === nameOf(refOf(ingress)))
      const isTaken = addressesOf(ingress).length > 0
      const isLost = own.every(({ causes }) => causes.some(({ code }) => code === 'rejected' || code === 'host-taken'))
      expect([nameOf(refOf(ingress)), isLost]).toEqual([nameOf(refOf(ingress)), !isTaken])
    }
  })
})

describe('the files of the replica', () => {
  it('are the upstreams that the objects lead to', async () => {
    const plan = planOf(world.controller, world.facts)
    const planned = new Map(plan.upstreams.map(({ name, endpoints }) => [name, endpoints]))
    const real = (await backendsIn(world.conf())).filter(({ name }) => !name.startsWith('vs_'))
    const wrong = real.filter((one) => planned.get(one.name)?.join() !== addressesIn(one).join())
    // Of two that share a file one is not there, and nobody knows which.
    expect(wrong.map(({ name }) => [name, planned.get(name)])).toEqual([
      ['team-b-x-dash1.example.test-b-svc-8080', null],
    ])
    expect(planned.size - real.length).toBe(1)
    const names = upstreamNames(world.facts.ingresses)
    expect(real.map((one) => upstreamOf(one, names).service?.namespace ?? null)).not.toContain(null)
  })
})
