/** A real Envoy with a configuration of ours, on the loopback alone. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../support/free-ports.js'

const program = process.env.TKNG_ENVOY ?? 'envoy'

/**
 * @param bootstrap without `admin`
 * @param use gets the answer to `/config_dump?include_eds`
 * @throws where there is no Envoy, or it refuses the configuration: a suite that cannot run is not one that passed
 */
export async function withEnvoy<T>(bootstrap: object, use: (dump: Uint8Array) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-envoy-'))
  const [port = 0] = await freePorts(1)
  const admin = { address: { socket_address: { address: '127.0.0.1', port_value: port } } }
  const file = join(folder, 'envoy.json')
  writeFileSync(file, JSON.stringify({ ...bootstrap, admin }))
  const argv = ['-c', file, '--concurrency', '1', '--disable-hot-restart', '-l', 'error']
  const child = spawn(program, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk))
  const ended = new Promise<never>((_, reject) => {
    child.on('error', (cause) => reject(new Error(`${program} cannot be run: set TKNG_ENVOY`, { cause })))
    child.on('exit', (code) => reject(new Error(`envoy ended with ${code}: ${said.slice(-2000)}`)))
  })
  ended.catch(() => {})
  try {
    while (!(await Promise.race([isReady(port), ended])));
    const dump = await fetch(`http://127.0.0.1:${port}/config_dump?include_eds`)
    const bytes = new Uint8Array(await dump.arrayBuffer())
    return await Promise.race([use(bytes), ended])
  } finally {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const { status } = await fetch(`http://127.0.0.1:${port}/ready`)
    return status === 200
  } catch {
    return false
  }
}
