/** `capture` as a person types it, and what its file then answers. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fakeApi } from '../support/cluster/fake-api.js'
import { session } from '../support/program/session.js'

it.each(['lab.tar.gz', 'lab.yaml', 'lab.json', 'lab'])('capture -o %s, then ingresses --from it', async (target) => {
  const cwd = mkdtempSync(join(tmpdir(), 'tkng-capture-'))
  const said = await session(['capture', '--from', 'demo', '-o', target], { cwd })
  expect(said).toMatchObject({ stdout: '', code: 0 })
  expect(said.stderr.replace(/\(\d+ KiB\)/, '(SIZE)')).toBe(
    `2 ingresses, 1 ingressclass, 5 services, 4 endpointslices, 2 pods, 1 deployment, 1 configmap, 1 lease, 2 controller replicas written to ${target} (SIZE); masked: keys, tokens, passwords; look at it: kubectl tkng ingresses --from ${target}\n`,
  )
  for (const verb of ['ingresses', 'backends', 'info'])
    expect(await session([verb, '--from', target, '-o', 'wide'], { cwd })).toEqual(
      await session([verb, '--from', 'demo', '-o', 'wide']),
    )
})

it('capture -o - writes to standard output what --from - reads', async () => {
  const { stdout } = await session(['capture', '--from', 'demo', '-o', '-'])
  expect(await session(['ingresses', '--from', '-'], { stdin: stdout })).toEqual(
    await session(['ingresses', '--from', 'demo']),
  )
})

it('capture by a user who may read nothing is no answer, and writes no file', async () => {
  const api = await fakeApi({ deny: [{}] })
  const cwd = mkdtempSync(join(tmpdir(), 'tkng-capture-'))
  writeFileSync(join(cwd, 'config'), api.kubeconfig())
  const said = await session(['capture', '-A', '-o', 'x.json'], { cwd, env: { KUBECONFIG: join(cwd, 'config') } })
  await api.close()
  expect(said).toMatchObject({ code: 2, stdout: '' })
  expect(said.stderr).toMatch(/^error: not allowed to list ingresses in all namespaces: .*forbidden/)
  expect(readdirSync(cwd)).toEqual(['config'])
})

it('capture of one namespace holds that namespace alone', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'tkng-capture-'))
  await session(['capture', '--from', 'demo', '-n', 'kube-system', '-o', 'x.json'], { cwd })
  const namespaces = JSON.parse(readFileSync(join(cwd, 'x.json'), 'utf8')).items.flatMap(
    (item: { metadata?: { namespace?: string } }) => item.metadata?.namespace ?? [],
  )
  expect([...new Set(namespaces)]).toEqual(['kube-system'])
})

it.each([
  [['capture'], 'error: capture needs -o'],
  [['capture', '-o', ''], 'error: capture needs -o'],
  [
    ['capture', '--from', 'demo', '-o', '/dev/null/x.yaml'],
    'error: cannot write /dev/null/x.yaml: a part of its path is a file, and no folder (name a file in',
  ],
  [['ingresses', '--from', 'no-such-file'], 'error: no-such-file does not exist'],
])('%j: %s', async (argv, expected) => {
  const { stdout, stderr, code } = await session(argv, { cwd: '/' })
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  expect(stderr.startsWith(expected)).toBe(true)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})
