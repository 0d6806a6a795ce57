/** `completion install`: where the link goes, what it leads to, and what stays untouched. */
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { install, uninstall } from '../../src/completion/install.js'
import { problemOf } from '../support/cluster/kube-home.js'
import { session } from '../support/program/session.js'

const name = 'kubectl_complete-tkng'
let root = ''
let bin = ''
let store = ''
/** As krew lays it out: a store by version, and one link. */
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tkng-install-')))
  bin = join(root, 'bin')
  store = join(root, 'store/v1')
  mkdirSync(bin)
  mkdirSync(store, { recursive: true })
  writeFileSync(join(store, 'kubectl-tkng'), '#!/bin/sh\n# tkng.dev/v1\necho "$0"\n', { mode: 0o755 })
  symlinkSync(join(store, 'kubectl-tkng'), join(bin, 'kubectl-tkng'))
})

const tkng = (line: string, PATH = `/usr/bin:${bin}`) =>
  session(`completion ${line}`.split(' '), { program: join(bin, 'kubectl-tkng'), env: { PATH }, cwd: root })

describe('install', () => {
  it('links beside the link on the PATH, so that an upgrade changes both', async () => {
    const { stdout, stderr, code } = await tkng('install')
    expect({ stdout, code }).toEqual({ stdout: '', code: 0 })
    expect(stderr).toBe(
      `${bin}/${name} now leads to ${bin}/kubectl-tkng: kubectl's own completion (1.26 or newer) completes "kubectl tkng"\n`,
    )
    expect(readlinkSync(join(bin, name))).toBe('kubectl-tkng')
    expect(existsSync(join(bin, `${name}.new`))).toBe(false)
    expect((await tkng('install')).stderr).toContain('is there already')
  })

  it('takes a folder', async () => {
    mkdirSync(join(root, 'other'))
    expect((await tkng('install --dir other')).code).toBe(0)
    expect(readlinkSync(join(root, 'other', name))).toBe(join(store, 'kubectl-tkng'))
  })

  it.each([
    [
      'a link to an older version that is gone',
      () => symlinkSync(join(root, 'store/v0/kubectl-tkng'), join(bin, name)),
    ],
    ['a copy', () => writeFileSync(join(bin, name), 'older\ntkng.dev/v1\n')],
  ])('replaces what is ours: %s', async (_what, prepare) => {
    prepare()
    expect((await tkng('install')).stderr).toContain('now leads to')
    expect(realpathSync(join(bin, name))).toBe(join(store, 'kubectl-tkng'))
  })

  it.each<[string, (path: string) => void]>([
    ['a program', (path) => writeFileSync(path, '#!/bin/sh\n')],
    ['a link to another program', (path) => symlinkSync('/bin/sh', path)],
    ['a link to nowhere', (path) => symlinkSync('nowhere', path)],
    ['a folder', (path) => mkdirSync(path)],
  ])('leaves alone what is not ours: %s', async (_what, prepare) => {
    prepare(join(bin, name))
    const before = lstatSync(join(bin, name))
    const { stderr, code } = await tkng('install')
    expect({ stderr, code }).toEqual({
      stderr: `error: cannot set up ${bin}/${name}: another program has this name already: remove it, or choose a --dir\n`,
      code: 2,
    })
    expect((await tkng('uninstall')).stderr).toBe(`error: cannot set up ${bin}/${name}: it is not ours, and stays\n`)
    expect(lstatSync(join(bin, name))).toMatchObject({ ino: before.ino, size: before.size, mtimeMs: before.mtimeMs })
  })

  it.each([
    ['install', '/usr/bin', 'no folder of the PATH has this kubectl-tkng: name one with --dir'],
    ['install --dir nowhere', bin, 'there is no such folder'],
    ['install --dir store/v1/kubectl-tkng', bin, 'a part of its path is not a folder'],
  ])('%s with PATH=%s: %s', async (line, path, detail) => {
    const { stdout, stderr, code } = await tkng(line, path)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
    expect(stderr).toMatch(/^error: cannot set up [^\n]*\n$/)
    expect(stderr).toContain(detail)
  })

  it('says where it may not write', async () => {
    chmodSync(bin, 0o555)
    // Root writes anywhere: then there is nothing to be seen.
    if (process.getuid?.() !== 0) expect((await tkng('install')).stderr).toContain('permission denied')
    expect((await tkng('install --dir /proc')).stderr).toMatch(/cannot set up \/proc\/[^:]*: \S/)
    expect((await tkng('install --dir /proc')).code).toBe(2)
  })

  it('of npm is done already', async () => {
    writeFileSync(join(store, `${name}.cjs`), "require('./kubectl-tkng')")
    symlinkSync(join(store, `${name}.cjs`), join(bin, name))
    expect((await tkng('install')).stderr).toContain('is there already')
    expect(readlinkSync(join(bin, name))).toBe(join(store, `${name}.cjs`))
  })
})

describe('on Windows', () => {
  const windows = () => ({
    program: join(store, 'kubectl-tkng.exe'),
    env: { Path: store },
    platform: 'win32',
    cwd: root,
  })
  const exe = () => join(store, `${name}.exe`)
  beforeEach(() => writeFileSync(join(store, 'kubectl-tkng.exe'), 'MZ tkng.dev/v1'))

  it('it is a second name of the same file', async () => {
    expect(await install(windows(), undefined)).toContain('now leads to')
    expect(statSync(exe()).ino).toBe(statSync(join(store, 'kubectl-tkng.exe')).ino)
    expect(await install(windows(), undefined)).toContain('is there already')
    expect(await uninstall(windows(), undefined)).toContain('is removed')
    expect(existsSync(exe())).toBe(false)
  })

  it('an older copy is replaced, another program is not', async () => {
    writeFileSync(exe(), 'MZ older tkng.dev/v1')
    expect(await install(windows(), undefined)).toContain('now leads to')
    expect(readFileSync(exe(), 'utf8')).toBe('MZ tkng.dev/v1')
    rmSync(exe())
    linkSync('/bin/sh', exe())
    await expect(install(windows(), undefined)).rejects.toThrow('setup-failed')
  })
})

it('on Windows npm has done it', async () => {
  const program = join(store, 'kubectl-tkng.cjs')
  writeFileSync(program, '')
  const settings = { program, env: { Path: store }, platform: 'win32', cwd: root }
  await expect(problemOf(() => install(settings, undefined))).resolves.toMatchObject({
    facts: { detail: 'npm installs it beside kubectl-tkng: there is nothing left to do' },
  })
})

describe('uninstall', () => {
  it('takes the link away, and nothing else', async () => {
    await tkng('install')
    expect((await tkng('uninstall')).stderr).toBe(`${bin}/${name} is removed\n`)
    expect(existsSync(join(bin, name))).toBe(false)
    expect(existsSync(join(bin, 'kubectl-tkng'))).toBe(true)
    expect(await tkng('uninstall')).toMatchObject({
      code: 0,
      stderr: `${bin}/${name} is not there: nothing to remove\n`,
    })
  })
})

describe('the words', () => {
  it.each([
    ['basch', 'did you mean bash?'],
    ['bash --dir x', '--dir names the folder for install and uninstall'],
    ['install --dir=', '--dir names the folder'],
  ])('completion %s', async (line, message) => {
    const { stdout, stderr, code } = await tkng(line)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
    expect(stderr).toContain(message)
  })
})
