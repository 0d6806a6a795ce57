/** The archives through a real krew and a real kubectl: install, run, upgrade, uninstall, and the other platforms. */
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import project from '../../package.json' with { type: 'json' }
import { buildKrew, createIndex, homeFor, released, serve } from './krew.js'

const archives = join(import.meta.dirname, '..', '..', 'dist', 'krew')
const manifest = join(archives, 'tkng.yaml')
const all = ['darwin-arm64', 'linux-amd64', 'linux-arm64', 'windows-amd64']
const platforms = process.env.TKNG_PLATFORMS?.split(',').sort() ?? all
const here = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`

let folder = ''
let tools = ''
let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  if (!existsSync(manifest)) throw new Error('dist/krew is not there: npm run pack:krew makes it')
  folder = mkdtempSync(join(tmpdir(), 'tkng-krew-'))
  tools = await buildKrew(folder)
  server = await serve(archives)
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const archiveOf = (platform: string) => join(archives, `tkng-${platform}.tar.gz`)

describe('the manifest', () => {
  it('passes what krew-index checks, with an installation on each platform', async () => {
    const place = mkdtempSync(join(folder, 'manifest-'))
    const file = join(place, 'tkng.yaml')
    writeFileSync(file, released(manifest, `v${project.version}`, server.url))
    await homeFor(folder, tools, here).run('validate-krew-manifest', '-manifest', file)
  })

  it('has archives of a size that people wait for', () => {
    const names = readdirSync(archives).filter((name) => name.endsWith('.gz'))
    expect(names.sort()).toEqual(platforms.map((platform) => `tkng-${platform}.tar.gz`))
    for (const platform of platforms) expect(statSync(archiveOf(platform)).size, platform).toBeLessThan(42_000_000)
  })
})

describe.each(platforms)('%s', (platform) => {
  it('is installed: the program, its licences, and a link', async () => {
    const home = homeFor(folder, tools, platform)
    await home.run('krew', 'install', `--manifest=${manifest}`, `--archive=${archiveOf(platform)}`)
    const name = platform.startsWith('windows') ? 'kubectl-tkng.exe' : 'kubectl-tkng'
    const store = join(home.folder, 'store', 'tkng', `v${project.version}`)
    expect(readdirSync(store).sort()).toEqual(['LICENSE', 'THIRD_PARTY', name])
    expect(statSync(join(store, name)).mode & 0o777).toBe(0o755)
    expect(lstatSync(join(home.folder, 'bin', name)).isSymbolicLink()).toBe(true)
  })

  it('is refused with one byte changed', async () => {
    const archive = join(folder, 'changed.tar.gz')
    const changed = readFileSync(archiveOf(platform))
    changed.writeUInt8((changed[1000] ?? 0) ^ 1, 1000)
    writeFileSync(archive, changed)
    const install = homeFor(folder, tools, platform).run(
      'krew',
      'install',
      `--manifest=${manifest}`,
      `--archive=${archive}`,
    )
    await expect(install).rejects.toThrow(/checksum does not match/)
  })
})

describe(`${here}, from an index and through kubectl`, () => {
  it('is installed, runs, completes, is upgraded, runs and completes, and is gone', async () => {
    const { index, release } = await createIndex(folder)
    await release(released(manifest, 'v0.0.1', server.url))
    const { folder: home, run } = homeFor(folder, tools, here, index)
    await run('kubectl', 'krew', 'update')
    await run('kubectl', 'krew', 'install', 'tkng')
    expect(await run('kubectl', 'tkng', 'ingresses', '--from', 'demo', '-o', 'name')).toContain('/tkng-1')
    expect(await run('kubectl', 'plugin', 'list')).toContain('bin/kubectl-tkng')
    const tab = () => run('kubectl', '__complete', 'tkng', 'ingresses', '--from', 'demo', '--host', 'd')
    expect(await tab()).not.toContain('dev')
    await run('kubectl', 'tkng', 'completion', 'install')
    expect(await tab()).toBe('dev\ttkng-2\n:4\n')
    await release(released(manifest, `v${project.version}`, server.url))
    await run('kubectl', 'krew', 'upgrade', 'tkng')
    expect(readdirSync(join(home, 'store', 'tkng'))).toEqual([`v${project.version}`])
    expect(await run('kubectl', 'tkng', '--version')).toBe(`${project.version}\n`)
    expect(await tab()).toBe('dev\ttkng-2\n:4\n')
    await run('kubectl', 'tkng', 'completion', 'uninstall')
    await run('kubectl', 'krew', 'uninstall', 'tkng')
    expect(existsSync(join(home, 'store', 'tkng'))).toBe(false)
    expect(readdirSync(join(home, 'bin'))).toEqual([])
  })
})
