/** A new kind of controller is one folder and one line in the list: every verb answers for it, with nothing else changed. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type FakeApi, fakeApi } from '../support/cluster/fake-api.js'
import { on, raw } from '../support/cluster/fake-api-faults.js'
import { insideOf } from '../support/cluster/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { loadAnew } from '../support/program/anew.js'
import type { Session } from '../support/program/session.js'

loadAnew({
  'src/controllers/index.ts': async () => {
    const room = await vi.importActual<typeof import('../../src/controllers/index.js')>(
      '../../src/controllers/index.js',
    )
    const { toy } = await import('../support/toy/index.js')
    return { ...room, dialects: [toy, ...room.dialects] }
  },
})

const toyPod = {
  metadata: {
    name: 'toy-1',
    namespace: 'edge',
    ownerReferences: [{ kind: 'DaemonSet', name: 'toy', controller: true }],
  },
  spec: { containers: [{ name: 'toy', image: 'example.com/toy:1.2.0' }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
}
const ofToy = { ingressClassName: 'toy' }
const objects = {
  Pod: [toyPod],
  IngressClass: [{ metadata: { name: 'toy' }, spec: { controller: 'example.com/toy' } }],
  Ingress: [
    ingress('web', { ...ofToy, rules: [rule('a.example', '/', 'web')] }),
    ingress('wide', { ...ofToy, rules: [rule('*.example', '/', 'web')] }),
  ],
  Service: [service('web', { ports: [{ port: 80, targetPort: 8080 }] })],
  EndpointSlice: [slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })],
  Namespace: [{ metadata: { name: 'default' } }, { metadata: { name: 'edge' } }],
}
const pages = {
  '/conf': 'a.example / default/web web:80\n',
  '/backends': '[{"name": "web:80", "endpoints": [{"address": "10.0.0.1", "port": 8080}]}]',
}

let api: FakeApi
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tkng-toy-'))
  const faults = [on('/log', raw(200, 'a toy says something\n'))]
  const programs = { echo: { out: 'hello\n' } }
  api = await fakeApi({ objects: objects as never, faults, upgrade: insideOf({ pages, port: 9000, programs }) })
  writeFileSync(join(folder, 'config'), api.kubeconfig())
})
afterEach(() => api.close())

const told = async (line: string): Promise<Session> => {
  const { session } = await import('../support/program/session.js')
  return session(line.split(' '), { env: { KUBECONFIG: join(folder, 'config') }, cwd: folder })
}

const everywhere: readonly (readonly [line: string, code: number, says: RegExp])[] = [
  ['ingresses -A -o wide', 0, /a\.example\/ .* 1 .*toy .*edge\/toy/],
  ['trace http://a.example/x', 0, /a\.example\/x → default\/web:80.*1 of 1 endpoint ready[\s\S]*proxy agrees: served/],
  ['trace http://b.example/', 1, /not found/],
  ['why -A', 1, /wide .*exact hosts only/],
  ['why default/web', 0, /is served/],
  ['backends', 0, /"web:80"/],
  ['backends -o table', 0, /web:80 +default\/web +80 +1/],
  ['conf', 0, /^a\.example \/ default\/web web:80$/m],
  ['certs', 2, /a\.example +default/],
  ['info', 0, /edge\/toy +toy +1\.2\.0 .*unknown/],
  ['status', 0, /edge\/toy-1 +yes/],
]

it.each(everywhere)('%s', async (line, code, says) => {
  const seen = await told(line)
  expect(seen.stdout).toMatch(says)
  expect(seen.code).toBe(code)
})

it.each([...everywhere])('%s, out of a capture', async (line, code, says) => {
  expect((await told('capture -A -o toy.json')).code).toBe(0)
  await api.close()
  const seen = await told(`${line} --from toy.json`)
  expect(seen.stdout).toMatch(says)
  expect(seen.code).toBe(code)
})

it.each([
  ['logs', 0, /a toy says something/],
  ['exec -- echo hello', 0, /hello/],
  ['routes -A', 0, /a\.example +Prefix \/ +web:80 +1 +served/],
  ['describe default/web', 0, /a\.example[\s\S]*served/],
  ['lint', 1, /exact hosts only/],
  ['lint --select api-insecure', 1, /api-insecure +DaemonSet edge\/toy .*port 9000/],
  ['trace --all', 1, /a\.example/],
  ['ingresses -A --controller toy', 0, /a\.example/],
])('%s', async (line, code, says) => {
  const seen = await told(line)
  expect([seen.stdout, seen.code]).toEqual([expect.stringMatching(says), code])
})

it('drift tells what a replica lacks, and what nobody asks of it', async () => {
  await api.close()
  const inside = { pages: { ...pages, '/conf': 'old.example / default/old web:80\n' }, port: 9000 }
  api = await fakeApi({ objects: objects as never, upgrade: insideOf(inside) })
  writeFileSync(join(folder, 'config'), api.kubeconfig())
  const { stdout, code } = await told('drift')
  expect(stdout).toMatch(/a\.example/)
  expect(stdout).toMatch(/old\.example/)
  expect(code).toBe(1)
})

it('-w shows it again as it changes', async () => {
  const stop = new AbortController()
  const first = /added .*a\.example\/ /
  let isWatched = false
  let isAskedAgain = false
  let isShown = false
  const endWhereBoth = () => {
    if (isAskedAgain && isShown) stop.abort(130)
  }
  const changing = await fakeApi({
    objects: objects as never,
    faults: [
      ({ query, path }, response) => {
        isAskedAgain ||= isWatched && path.endsWith('/ingresses') && query.get('watch') !== '1'
        endWhereBoth()
        if (query.get('watch') !== '1') return false
        isWatched = true
        response.writeHead(200, { 'content-type': 'application/json' })
        const metadata = { name: 'web', resourceVersion: '4712' }
        response.write(`${JSON.stringify({ type: 'MODIFIED', object: { metadata } })}\n`)
        return true
      },
    ],
  })
  writeFileSync(join(folder, 'config'), changing.kubeconfig())
  const env = { KUBECONFIG: join(folder, 'config') }
  const { session } = await import('../support/program/session.js')
  const onOutput = (text: string) => {
    isShown ||= first.test(text)
    endWhereBoth()
  }
  const { stdout, code } = await session(['ingresses', '-A', '-w'], { env, cwd: folder, signal: stop.signal, onOutput })
  await changing.close()
  expect([stdout, code]).toEqual([expect.stringMatching(first), 130])
})

it('what somebody saved by hand is known by its own words', async () => {
  writeFileSync(join(folder, 'saved'), '# toy\na.example / default/web web:80\n')
  expect(await told('conf --from saved')).toMatchObject({ stdout: '# toy\na.example / default/web web:80\n', code: 0 })
})

it.each([
  ['drift', /^The one replica serves what is asked\.$/m],
  ['diff live live', /^No difference: 2 routes on both sides\.$/m],
  ['gateways -A', /^No Gateway found in any namespace/m],
])('%s: that there is nothing is said', async (line, says) => {
  expect(await told(line)).toMatchObject({ stderr: expect.stringMatching(says), code: 0 })
})

it.each([
  ['ps', /toy does not report its processes/],
  ['conf --host a.example', /toy does not report parts of its configuration/],
  ['conf --failed', /toy does not report a configuration that failed/],
  ['logs --host a.example', /toy/],
])('%s: what a toy lacks is said', async (line, says) => {
  const seen = await told(line)
  expect(seen.stderr).toMatch(says)
})

it('is assumed where no pod can be seen, and its class names it', async () => {
  const { Pod: _, Namespace: _namespaces, ...rest } = objects
  const items = Object.entries(rest).flatMap(([kind, all]) =>
    all.map((one) => ({ apiVersion: versions[kind as keyof typeof versions], kind, ...one })),
  )
  writeFileSync(join(folder, 'manifests.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  for (const line of ['trace http://a.example/', 'why default/web']) {
    const { stderr, code } = await told(`${line} --from manifests.json`)
    expect([line, stderr, code]).toEqual([line, expect.stringContaining('told is what a toy would do'), 0])
  }
})

const versions = {
  IngressClass: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  Service: 'v1',
  EndpointSlice: 'discovery.k8s.io/v1',
}
