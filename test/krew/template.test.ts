/** The manifest for krew's index, by the rules that krew enforces and by what its reviewers ask for. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import project from '../../package.json' with { type: 'json' }

interface Platform {
  readonly selector: { matchLabels: Record<string, string> }
  readonly uri: string
  readonly sha256: string
  readonly bin: string
  readonly files: readonly { from: string; to: string }[]
}

const root = join(import.meta.dirname, '..', '..')
const template = readFileSync(join(root, '.krew.yaml'), 'utf8')
/** As the bot fills it in: https://github.com/rajatjindal/krew-release-bot */
const filled = template
  .replaceAll(/^( *)\{\{addURIAndSha "(.*)" \.TagName \}\}$/gm, `$1uri: $2\n$1sha256: ${'a'.repeat(64)}`)
  .replaceAll('{{ .TagName }}', `v${project.version}`)
const plugin: {
  apiVersion: string
  kind: string
  metadata: { name: string }
  spec: Record<'version' | 'shortDescription' | 'description' | 'caveats' | 'homepage', string> & {
    platforms: Platform[]
  }
} = parse(filled)
const { spec } = plugin

describe('the manifest', () => {
  it('is as krew/manifest.mjs has it', () => {
    const generated = execFileSync(process.execPath, [join(root, 'krew', 'template.mjs')], { encoding: 'utf8' })
    expect(template, 'run npm run krew:template').toBe(generated)
  })

  it('leaves nothing for the bot to fill in', () => {
    expect(filled).not.toContain('{{')
  })

  it('has the fields that krew demands', () => {
    expect(plugin).toMatchObject({
      apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
      kind: 'Plugin',
      metadata: { name: 'tkng' },
    })
    expect(spec.version).toMatch(/^v\d+\.\d+\.\d+/)
    expect(spec.homepage).toBe(project.homepage)
  })

  it('describes itself as the reviewers of the index want it', () => {
    expect(spec.shortDescription).toMatch(/^[A-Z][^\n]{10,48}[^.]$/)
    expect(spec.description.length).toBeGreaterThan(spec.shortDescription.length)
    for (const text of [spec.description, spec.caveats])
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('has one block for each os and arch', () => {
    const keys = spec.platforms.map(({ selector }) => Object.values(selector.matchLabels).join('/'))
    expect(keys).toEqual(['linux/amd64', 'linux/arm64', 'darwin/arm64', 'windows/amd64'])
    for (const { selector } of spec.platforms) expect(Object.keys(selector.matchLabels)).toEqual(['os', 'arch'])
  })

  it('extracts the program and the licences, and links the program', () => {
    for (const { selector, uri, bin, files } of spec.platforms) {
      const { os, arch } = selector.matchLabels
      expect(uri).toBe(`${project.homepage}/releases/download/${spec.version}/tkng-${os}-${arch}.tar.gz`)
      expect(bin).toBe(os === 'windows' ? 'kubectl-tkng.exe' : 'kubectl-tkng')
      expect(files).toEqual([bin, 'LICENSE', 'THIRD_PARTY'].map((from) => ({ from, to: '.' })))
    }
  })
})
