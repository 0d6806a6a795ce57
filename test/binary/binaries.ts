/** The binaries under test, for all platforms or for those that TKNG_PLATFORMS names. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..', '..')
const all = ['linux-amd64', 'linux-arm64', 'darwin-arm64', 'windows-amd64']
export const platforms = process.env.TKNG_PLATFORMS?.split(',') ?? all
export const here = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`

export async function build(wanted: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [join(root, 'krew', 'binary.mjs'), ...wanted], { cwd: root })
}

export function binaryOf(platform: string): string {
  const name = platform.startsWith('windows') ? 'kubectl-tkng.exe' : 'kubectl-tkng'
  return join(root, 'dist', 'binaries', platform, name)
}

export function checksumOf(platform: string): string {
  return createHash('sha256')
    .update(readFileSync(binaryOf(platform)))
    .digest('hex')
}

/** How a binary is started on this machine; undefined: only its form can be looked at. */
export function starterOf(platform: string): readonly [string, ...string[]] | undefined {
  const file = binaryOf(platform)
  if (platform === here) return [file]
  if (platform === 'linux-arm64') return [needed('/usr/bin/qemu-aarch64-static', 'qemu-user-static'), ...arm, file]
  if (platform === 'windows-amd64') return [needed('/usr/lib/wine/wine64', 'wine64'), file]
  return undefined
}

const arm = ['-L', '/usr/aarch64-linux-gnu']

function needed(path: string, from: string): string {
  if (!existsSync(path)) throw new Error(`${path} is missing: apt-get install ${from}, or leave its platform out`)
  return path
}
