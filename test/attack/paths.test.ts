/** Names of a cluster or a file never become paths, and nothing is written but what was asked for. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { attempt, makeYard } from './support/attempt.js'
import { expectHeld } from './support/held.js'

const conf = 'events {\n}\nhttp {\n server {\n  server_name x;\n }\n}\n'

/** A capture as a hostile person hands it out: a controller whose pod has a name of his own. */
function captureWith(namespace: string, name: string): string {
  const args = ['/nginx-ingress-controller', '--controller-class=k8s.io/ingress-nginx']
  const items = [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, ownerReferences: [{ kind: 'DaemonSet', name: 'c', controller: true }] },
      spec: { containers: [{ name: 'controller', image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1', args }] },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
    {
      apiVersion: 'tkng.dev/v1',
      kind: 'Observation',
      metadata: { namespace, name },
      texts: { 'nginx.conf': conf, 'backends.json': '[]', '../../../../ESCAPED': conf },
    },
  ]
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
}

const targets = ['out', 'out.tar.gz']

describe.each([
  ['edge', '../../../ESCAPED'],
  ['../..', 'ESCAPED'],
  ['..', '..'],
  ['edge', '/ESCAPED'],
  ['edge', 'a\\..\\..\\ESCAPED'],
  ['edge', 'x/../../../../ESCAPED'],
  ['edge', '.'],
  ['edge', 'x\0y'],
  ['%2e%2e', '%2e%2e%2fESCAPED'],
  ['edge', '..\u2215..\u2215ESCAPED'],
  ['edge', 'C:\\ESCAPED'],
  ['edge', 'n'.repeat(5000)],
])('a controller %s/%s, captured', (namespace, name) => {
  it.each(targets)('as %s', async (target) => {
    const yard = makeYard()
    writeFileSync(join(yard.work, 'in.json'), captureWith(namespace, name))
    const observed = await attempt(['capture', '--from', 'in.json', '-o', target], { yard })
    expectHeld(observed, { codes: [0] })
    const inside = relative(yard.root, join(yard.work, target))
    for (const path of observed.written) expect(`${path}/`).toMatch(new RegExp(`^${inside}/(?:api/|manifest|$)`))
    const again = await attempt(['info', '--from', target], { yard })
    expectHeld(again)
    expect(again.stderr).not.toMatch(/is refused|leads out/)
  })
})

describe('what somebody laid in the way', () => {
  const run = (yard: ReturnType<typeof makeYard>, target: string) =>
    attempt(['capture', '--from', 'demo', '-o', target], { yard })

  it.each(['out.yaml', 'out.json', 'out.tar.gz'])(
    'is not written through: links under all names of %s',
    async (target) => {
      const yard = makeYard()
      writeFileSync(join(yard.work, 'victim'), 'mine')
      for (const name of [target, `${target}.unfinished`, `.${target}.unfinished`, `${target}.tmp`, `${target}.new`])
        symlinkSync('victim', join(yard.work, name))
      expectHeld(await run(yard, target), { codes: [0] })
      expect(readFileSync(join(yard.work, 'victim'), 'utf8')).toBe('mine')
    },
  )

  it('is not written through: a folder of the capture that is a link', async () => {
    const yard = makeYard()
    mkdirSync(join(yard.work, 'elsewhere'))
    await run(yard, 'out')
    rmSync(join(yard.work, 'out', 'api'), { recursive: true })
    symlinkSync('../elsewhere', join(yard.work, 'out', 'api'))
    const observed = await run(yard, 'out')
    expectHeld(observed, { codes: [0] })
    expect(observed.written.filter((path) => path.includes('elsewhere'))).toEqual([])
  })

  it('stays whole when the disk is full', async () => {
    const observed = await attempt(['capture', '--from', 'demo', '-o', '/dev/full/x.yaml'])
    expectHeld(observed, { codes: [2] })
    expect(observed.written).toEqual([])
  })
})

it('names of files on the command line do not steer the terminal', async () => {
  const observed = await attempt(['capture', '--from', 'demo', '-o', 'a\u001b]52;c;eA==\u0007\u009b31m\u202e.yaml'])
  expectHeld(observed, { codes: [0] })
  expect(observed.stderr).not.toMatch(/[^\P{C}\n]/u)
})

it.each([
  ['ingresses', '--from', 'x'],
  ['lint', '-f', 'x'],
  ['trace', 'http://x/', '--from', 'demo'],
  ['explain', 'x'],
])('%s tells of lines and paragraphs in its words on one line', async (...argv) => {
  const observed = await attempt(argv.map((word) => word.replace('x', 'a\u2028b\u2029c\u0085d')))
  expectHeld(observed, { codes: [2] })
  expect(observed.stderr).toMatch(/^error: [^\p{C}\p{Zl}\p{Zp}]*\n$/u)
})
