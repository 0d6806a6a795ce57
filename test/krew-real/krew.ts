/** A real krew in a home of its own, and an index of its own whose archives a server here hands out. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { parse, stringify } from 'yaml'

const version = 'v0.5.0'
const exec = promisify(execFile)

/** Builds krew, and what its index checks manifests with, from their Go modules. */
export async function buildKrew(folder: string): Promise<string> {
  const tools = join(folder, 'tools')
  for (const name of ['krew', 'validate-krew-manifest'])
    await exec('go', ['install', `sigs.k8s.io/krew/cmd/${name}@${version}`], { env: { ...process.env, GOBIN: tools } })
  symlinkSync(join(tools, 'krew'), join(tools, 'kubectl-krew'))
  return tools
}

export interface Home {
  readonly folder: string
  readonly run: (file: string, ...argv: string[]) => Promise<string>
}

/** @param index a git repository; left out: an index that has nothing */
export function homeFor(folder: string, tools: string, platform: string, index?: string): Home {
  const home = mkdtempSync(join(folder, 'home-'))
  const [os = '', arch = ''] = platform.split('-')
  const path = [join(home, 'bin'), tools, process.env.PATH].join(delimiter)
  const krew = { KREW_ROOT: home, KREW_OS: os, KREW_ARCH: arch, KREW_NO_UPGRADE_CHECK: '1' }
  const env = { PATH: path, HOME: home, ...krew, ...(index && { KREW_DEFAULT_INDEX_URI: index }) }
  // krew refuses to start without an index.
  if (!index) mkdirSync(join(home, 'index', 'default', 'plugins'), { recursive: true })
  return { folder: home, run: async (file, ...argv) => (await exec(file, argv, { env })).stdout }
}

/** Hands out the archives of a folder. */
export async function serve(archives: string): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer(({ url = '' }, response) => response.end(readFileSync(join(archives, basename(url)))))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

/** The same plugin under another version, with its archives at a server of ours. */
export function released(manifest: string, plugin: string, url: string): string {
  const value = parse(readFileSync(manifest, 'utf8'))
  value.spec.version = plugin
  for (const platform of value.spec.platforms) platform.uri = `${url}/${basename(platform.uri)}`
  return stringify(value)
}

/** A git repository with one plugin; `release` commits another version of it. */
export async function createIndex(folder: string) {
  const index = mkdtempSync(join(folder, 'index-'))
  mkdirSync(join(index, 'plugins'))
  const git = (...argv: string[]) => exec('git', ['-C', index, '-c', 'user.name=x', '-c', 'user.email=x@x', ...argv])
  await git('init', '--quiet')
  const release = async (manifest: string) => {
    writeFileSync(join(index, 'plugins', 'tkng.yaml'), manifest)
    await git('add', '.')
    await git('commit', '--quiet', '--message', 'release')
  }
  return { index, release }
}
