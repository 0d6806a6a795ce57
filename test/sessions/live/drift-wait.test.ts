/** `drift --wait` against an API server and a replica that follows later, by a clock that each question moves. */
import { PassThrough, Readable } from 'node:stream'
import { afterEach, expect, it } from 'vitest'
import { main } from '../../../src/main.js'
import { type FakeApi, fakeApi } from '../../support/cluster/fake-api.js'
import type { Fault } from '../../support/cluster/fake-api-faults.js'
import type { Objects } from '../../support/cluster/fake-api-store.js'
import { controllerPod, insideOf } from '../../support/cluster/fake-controller.js'
import { kubeHome } from '../../support/cluster/kube-home.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { session } from '../../support/program/session.js'
import { saidInStep } from '../../support/why/replica-in-step.js'

const asking = (...paths: string[]): Objects => ({
  Pod: [controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'] })] as NonNullable<Objects['Pod']>,
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Ingress: [ingress('web', { ingressClassName: 'nginx', rules: paths.map((path) => rule('a.test', path, 'web')) })],
  Service: [service('web')],
  EndpointSlice: [slice('web-1', { service: 'web', endpoints: [pod('web-a', '10.0.0.1')] })],
  Namespace: [{ metadata: { name: 'default' } }, { metadata: { name: 'edge' } }],
})

let api: FakeApi | undefined
afterEach(() => api?.close())

/** @param follows what the replica knows when it is asked for the n-th time; null: it is silent */
async function waiting(line: string, follows: (n: number) => Objects | null) {
  const start = Date.parse('2026-11-24T08:48:05Z')
  let asked = 0
  const counted: Fault = ({ path, query }, response) => {
    if (query.get('watch') === '1') {
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()
      return true
    }
    if (path === '/api/v1/pods') asked += 1
    return false
  }
  const inside = async () => {
    const known = follows(asked)
    if (known === null) return null
    const texts = await saidInStep(known)
    return insideOf({
      pages: { '/configuration/backends': texts['backends.json'] ?? '' },
      programs: { cat: { out: texts['nginx.conf'] ?? '' } },
      metrics: 'nginx_ingress_controller_config_last_reload_successful 1\n',
    })
  }
  api = await fakeApi({
    objects: asking('/one', '/two'),
    faults: [counted],
    upgrade: (...of) => void inside().then((answer) => answer?.(...of)),
  })
  const home = kubeHome({ '.kube/config': api.kubeconfig() })
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const code = await main(line.split(' '), {
    stdin: Readable.from(['']),
    stdout,
    stderr,
    columns: undefined,
    talkColumns: undefined,
    stdinIsTTY: false,
    hold: () => () => {},
    env: home.around.env,
    cwd: '/nowhere',
    program: '/nowhere/kubectl-tkng',
    platform: 'linux',
    node: 'v20.19.0',
    signal: new AbortController().signal,
    // As quickly as there is an answer.
    repeat: (_milliseconds, run) => {
      const timer = setInterval(run, 1)
      return () => clearInterval(timer)
    },
    now: () => start + asked * 2_000,
  })
  const text = (sink: PassThrough) => String(sink.read() ?? '')
  return { code, asked, stdout: text(stdout), stderr: text(stderr) }
}

it('ends well once the replica has followed, and stays so', async () => {
  const seen = await waiting('drift --wait --timeout 60s --settle 4s', (n) =>
    asking('/one', ...(n < 3 ? [] : ['/two'])),
  )
  expect(seen).toEqual({ code: 0, asked: 5, stdout: '', stderr: 'The one replica serves what is asked.\n' })
})

it('fails when the time is up, and tells what is left', async () => {
  const { code, asked, stdout, stderr } = await waiting('drift --wait --timeout 4s --settle 0s', () => asking('/one'))
  expect([code, asked]).toEqual([1, 2])
  expect(stdout).toMatch(/edge\/proxy-1 +route +missing +a\.test\/two/)
  expect(stderr).toBe('error: not every replica served what is asked, in 4s\n')
})

it('fails with a word where there was no answer in all that time', async () => {
  const { code, stdout, stderr } = await waiting('drift --wait --timeout 2s --settle 0s', () => null)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('error: no answer in 2s')
})

it.each([
  ['drift --timeout 3s', '--timeout and --settle are of --wait (say --wait, too)'],
  ['drift --wait -w', '-w has no end (leave --wait or -w out)'],
  ['drift --wait --from demo', '--wait needs a cluster: a file does not change (leave --from or --wait out)'],
  ['drift --wait --timeout soon', 'invalid --timeout "soon" (it is a duration such as 30s or 2m)'],
  ['drift --wait --timeout 1s', '--settle is longer than --timeout (nothing could stay so for so long)'],
])('%s', async (line, message) => {
  expect(await session(line.split(' '))).toEqual({ stdout: '', stderr: `error: ${message}\n`, code: 2 })
})
