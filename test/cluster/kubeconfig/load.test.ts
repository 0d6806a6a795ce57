/** Which files are looked for, and what becomes of one that is missing, unreadable, a pipe or huge. */
import { execFileSync } from 'node:child_process'
import { truncateSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { loadKubeconfig } from '../../../src/cluster/kubeconfig/load.js'
import { kubeHome, problemOf } from '../../support/cluster/kube-home.js'

const user = (name: string, token: string) => `users: [{name: ${name}, user: {token: ${token}}}]\n`

describe('several files', () => {
  const files = {
    a: `${user('u', 'a')}`,
    b: `current-context: b\n${user('u', 'b')}contexts: [{name: b, context: {user: u}}]`,
    c: `current-context: c\n${user('v', 'c')}`,
  }

  it.each([
    ['a:b:c', { current: 'b', u: 'a', v: 'c' }],
    ['c:b:a', { current: 'c', u: 'b', v: 'c' }],
    ['b:nope:a', { current: 'b', u: 'b', v: undefined }],
    ['::b:b', { current: 'b', u: 'b', v: undefined }],
  ])('KUBECONFIG=%s: the first to name something wins', async (KUBECONFIG, expected) => {
    const { around, said } = kubeHome(files, { KUBECONFIG })
    const { currentContext, users } = await loadKubeconfig(undefined, around)
    expect({ current: currentContext, u: users.get('u')?.token, v: users.get('v')?.token }).toEqual(expected)
    expect(said).toEqual([])
  })

  it('warns where none of the list exists', async () => {
    const { around, said } = kubeHome({}, { KUBECONFIG: 'x:y' })
    expect((await loadKubeconfig(undefined, around)).looked).toEqual(['x', 'y'])
    expect(said).toEqual(['warning: no file of KUBECONFIG exists: x, y'])
  })

  it('says nothing where the usual file does not exist', async () => {
    const { around, said, path } = kubeHome()
    expect((await loadKubeconfig('', around)).looked).toEqual([path('.kube/config')])
    expect(said).toEqual([])
  })

  it('on Windows, the first home that has a kubeconfig', async () => {
    const { around, path } = kubeHome({ 'two/.kube/config': 'current-context: two' })
    const env = { HOME: path('one'), HOMEDRIVE: path('t'), HOMEPATH: 'wo', USERPROFILE: path('three') }
    expect((await loadKubeconfig(undefined, { ...around, platform: 'win32', env })).currentContext).toBe('two')
    const { HOME: _home, HOMEDRIVE: _drive, ...others } = env
    expect((await loadKubeconfig(undefined, { ...around, platform: 'win32', env: others })).looked).toEqual([
      path('three/.kube/config'),
    ])
  })
})

describe('one file', () => {
  it('--kubeconfig excludes every other file', async () => {
    const { around, path } = kubeHome(
      { '.kube/config': 'current-context: usual', k: 'current-context: k' },
      { KUBECONFIG: 'x' },
    )
    for (const explicit of ['k', path('k')]) expect((await loadKubeconfig(explicit, around)).currentContext).toBe('k')
  })

  it('--kubeconfig must exist', async () => {
    expect(await problemOf(() => loadKubeconfig('nope', kubeHome().around))).toEqual({
      reason: 'kubeconfig-missing',
      facts: { path: 'nope' },
    })
  })

  it.each([
    ['a folder', 'd', /^it is a folder$/],
    ['a path through a file', 'd/x/y', /^a part of its path is not a folder$/],
    ['a file of 17 MiB', 'huge', /^larger than 16 MiB$/],
  ])('%s cannot be read', async (_name, file, detail) => {
    const { around, path } = kubeHome({ 'd/x': '', huge: '' })
    truncateSync(path('huge'), 17 * 1024 * 1024)
    expect(await problemOf(() => loadKubeconfig(file, around))).toEqual({
      reason: 'kubeconfig-unreadable',
      facts: { path: path(file), detail: expect.stringMatching(detail) },
    })
  })

  it.skipIf(process.platform === 'win32')('a pipe is read to its end', async () => {
    const { around, path } = kubeHome()
    execFileSync('mkfifo', [path('pipe')])
    const [{ currentContext }] = await Promise.all([
      loadKubeconfig('pipe', around),
      writeFile(path('pipe'), 'current-context: piped'),
    ])
    expect(currentContext).toBe('piped')
  })

  it('an interrupt ends the reading', async () => {
    const { around } = kubeHome({ k: '' })
    expect((await problemOf(() => loadKubeconfig('k', { ...around, signal: AbortSignal.abort() }))).reason).toBe(
      'interrupted',
    )
  })
})
