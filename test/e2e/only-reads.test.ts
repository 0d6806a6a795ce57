/** With less than everything allowed: what may be seen is shown, nothing is ever written. Needs the lab's own tools. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runPlugin } from '../support/program/plugin.js'

let folder = ''
beforeAll(() => {
  if (!process.env.TKNG_LAB_RUN)
    throw new Error('TKNG_LAB_RUN is not set: these tests make users and read the audit log, which only the lab offers')
  folder = mkdtempSync(join(tmpdir(), 'tkng-e2e-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const lab = (...argv: string[]) => execFileSync('lab', argv, { encoding: 'utf8' })

/** A kubeconfig of a user with just these roles. */
function userWith(name: string, ...roles: string[]): { KUBECONFIG: string } {
  const KUBECONFIG = join(folder, name)
  writeFileSync(KUBECONFIG, lab('user', name, ...roles))
  return { KUBECONFIG }
}

const unique = (name: string) => `${name}-${process.pid}`

it('writes nothing, whatever it is asked', async () => {
  const since = new Date().toISOString()
  const name = unique('writer')
  const env = userWith(name, 'cluster-admin')
  for (const line of [
    'ingresses -A -o wide',
    'backends',
    'conf --host x',
    'certs',
    'info',
    'status',
    'logs --tail 1',
    'why -A',
    'ps',
    'trace https://nowhere.example/x',
    'trace http://nowhere.example/ --probe --dns',
    'why -A',
    'why -A -o tree',
  ])
    await runPlugin(line.split(' '), { env })
  await runPlugin(['capture', '-A', '-o', '-'], { env })
  expect(lab('audit', '--user', name, '--writes', '--since', since)).toBe('')
})

it('shows to a user with `view` all that it shows to an administrator', async () => {
  const whole = await runPlugin(['ingresses', '-A'])
  expect((await runPlugin(['ingresses', '-A'], { env: userWith(unique('viewer'), 'view') })).stdout).toBe(whole.stdout)
})

it('shows to a user of one namespace that namespace, and says what else was asked', async () => {
  const env = userWith(unique('local'), 'view@default')
  const { stdout, stderr, code } = await runPlugin(['ingresses', '-A', '--no-headers'], { env })
  const own = await runPlugin(['ingresses', '-n', 'default', '--no-headers'])
  expect(stdout.split('\n').filter(Boolean).length).toBe(own.stdout.split('\n').filter(Boolean).length)
  expect(stderr).toContain('Ingress: not allowed to look')
  expect(code).toBe(0)
})

it('traces for a user of one namespace as far as that goes, and takes no part for the whole', async () => {
  const env = userWith(unique('part'), 'view@default')
  const { stdout, stderr, code } = await runPlugin(['trace', 'http://nowhere.example/', '-n', 'default'], { env })
  expect({ code, asks: stdout.includes('only Ingresses of namespace default could be read') }).toEqual({
    code: 2,
    asks: true,
  })
  expect(stderr).toContain('Ingress: not allowed to look')
})

it('tells a user without any role that there is no answer', async () => {
  const { stdout, stderr, code } = await runPlugin(['ingresses'], { env: userWith(unique('nobody')) })
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
  expect(stderr).toContain('Ingress in namespace "default": not allowed to look')
})
