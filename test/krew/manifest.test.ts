/** The krew archives and manifest, by the rules that krew enforces (internal/index/validation, internal/download). */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extract, list, type ReadEntry } from 'tar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import manifest from '../../package.json' with { type: 'json' }

interface Platform {
  readonly selector: { matchLabels: Record<string, string> }
  readonly uri: string
  readonly sha256: string
  readonly bin: string
  readonly files: readonly { from: string; to: string }[]
}

const root = join(import.meta.dirname, '..', '..')
let out = ''
let plugin: {
  apiVersion: string
  kind: string
  metadata: { name: string }
  spec: { version: string; shortDescription: string; description: string; homepage: string; platforms: Platform[] }
}

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'tkng-krew-'))
  execFileSync(process.execPath, [join(root, 'krew', 'build.mjs'), out])
  execFileSync(process.execPath, [join(root, 'krew', 'pack.mjs'), out])
  plugin = parse(readFileSync(join(out, 'krew', 'tkng.yaml'), 'utf8'))
}, 60_000)
afterAll(() => rmSync(out, { recursive: true, force: true }))

const archiveOf = ({ uri }: Platform) => join(out, 'krew', uri.slice(uri.lastIndexOf('/') + 1))

function entriesOf(archive: string): ReadEntry[] {
  const entries: ReadEntry[] = []
  list({ file: archive, sync: true, onReadEntry: (entry) => entries.push(entry) })
  return entries
}

describe('the manifest', () => {
  it('has the fields that krew demands', () => {
    expect(plugin).toMatchObject({
      apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
      kind: 'Plugin',
      metadata: { name: 'tkng' },
    })
    expect(plugin.spec.version).toBe(`v${manifest.version}`)
    expect(plugin.spec.version).toMatch(/^v\d+\.\d+\.\d+/)
    expect(plugin.spec.homepage).toBe(manifest.homepage)
  })

  it('describes itself as the reviewers of the index want it', () => {
    const { shortDescription, description } = plugin.spec
    expect(shortDescription).toMatch(/^[A-Z][^\n]{10,60}[^.]$/)
    expect(description.length).toBeGreaterThan(shortDescription.length)
  })

  it('has one block per os and arch', () => {
    const keys = plugin.spec.platforms.map(({ selector }) => `${selector.matchLabels.os}/${selector.matchLabels.arch}`)
    expect(keys).toEqual(['linux/amd64', 'linux/arm64', 'darwin/amd64', 'darwin/arm64'])
    for (const { selector } of plugin.spec.platforms)
      expect(Object.keys(selector.matchLabels).sort()).toEqual(['arch', 'os'])
  })

  it('knows each archive by its checksum, in lower case', () => {
    expect(readdirSync(join(out, 'krew')).filter((name) => name.endsWith('.tar.gz')).length).toBe(
      plugin.spec.platforms.length,
    )
    for (const platform of plugin.spec.platforms) {
      expect(platform.sha256).toMatch(/^[a-f0-9]{64}$/)
      expect(
        createHash('sha256')
          .update(readFileSync(archiveOf(platform)))
          .digest('hex'),
      ).toBe(platform.sha256)
      expect(platform.uri).toMatch(/^https:\/\/.*\/v\d[^/]*\/tkng-[a-z]+-[a-z0-9]+\.tar\.gz$/)
    }
  })
})

describe('each archive', () => {
  it('holds plain files only: the program, executable, and the licences', () => {
    for (const platform of plugin.spec.platforms) {
      const entries = entriesOf(archiveOf(platform))
      expect(entries.map(({ path, type, mode }) => [path, type, (mode ?? 0) & 0o777])).toEqual([
        ['kubectl-tkng', 'File', 0o755],
        ['LICENSE', 'File', 0o644],
        ['THIRD_PARTY', 'File', 0o644],
      ])
      expect(platform.files.map(({ from }) => from)).toEqual(entries.map(({ path }) => path))
      expect(platform.bin).toBe('kubectl-tkng')
    }
  })

  it('has the same bytes when it is packed again', () => {
    const first = plugin.spec.platforms.map((platform) => readFileSync(archiveOf(platform), 'base64'))
    execFileSync(process.execPath, [join(root, 'krew', 'pack.mjs'), out])
    expect(plugin.spec.platforms.map((platform) => readFileSync(archiveOf(platform), 'base64'))).toEqual(first)
  })

  it('runs where nothing else of this project is', () => {
    const alone = mkdtempSync(join(tmpdir(), 'tkng-alone-'))
    const [platform] = plugin.spec.platforms
    if (!platform) throw new Error('no platform')
    extract({ file: archiveOf(platform), cwd: alone, sync: true })
    expect(existsSync(join(alone, 'LICENSE'))).toBe(true)
    const output = execFileSync(
      process.execPath,
      [join(alone, 'kubectl-tkng'), 'ingresses', '--from', 'demo', '-o', 'name'],
      { cwd: alone, encoding: 'utf8' },
    )
    expect(output).toBe('ingress.networking.k8s.io/tkng-1\ningress.networking.k8s.io/tkng-2\n')
    rmSync(alone, { recursive: true })
  })
})
