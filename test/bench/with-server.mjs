// A server of the bench as a process of its own, and a kubeconfig that leads there.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/**
 * @param {string[]} argv file of the server in `servers`, and its arguments
 * @param {(place: {url: string, home: string, env: Record<string, string>}) => void | Promise<void>} run `home`: a folder that goes with it
 */
export async function withServer([file, ...args], run) {
  const server = spawn(process.execPath, [join(here, 'servers', file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const home = mkdtempSync(join(tmpdir(), 'tkng-bench-'))
  try {
    const [url] = await once(createInterface(server.stdout), 'line')
    const KUBECONFIG = join(home, 'config')
    writeFileSync(KUBECONFIG, configFor(url))
    await run({ url, home, env: { KUBECONFIG } })
  } finally {
    server.kill()
    rmSync(home, { recursive: true, force: true })
  }
}

function configFor(server) {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    users: [{ name: 'bench', user: {} }],
    'current-context': 'bench',
  }
  return JSON.stringify(config)
}
