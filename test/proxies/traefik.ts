/** A real Traefik with a configuration of ours, on the loopback alone. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from './envoy.js'

const program = process.env.TKNG_TRAEFIK ?? 'traefik'

/**
 * @param dynamic routers, services and middlewares, as its file provider reads them
 * @param use gets the port of its one entry point, and the answer to `/api/rawdata`
 * @throws where there is no Traefik, or it ends: a suite that cannot run is not one that passed
 */
export async function withTraefik<T>(
  dynamic: { readonly http: { readonly routers: object } },
  use: (port: number, rawData: Uint8Array) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-traefik-'))
  const [port = 0, api = 0] = await freePorts(2)
  const file = join(folder, 'dynamic.yml')
  writeFileSync(file, JSON.stringify(dynamic))
  const argv = [
    `--entryPoints.web.address=127.0.0.1:${port}`,
    `--entryPoints.traefik.address=127.0.0.1:${api}`,
    '--api.insecure=true',
    `--providers.file.filename=${file}`,
    '--global.checkNewVersion=false',
    '--global.sendAnonymousUsage=false',
    '--log.level=ERROR',
  ]
  const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk))
  const ended = new Promise<never>((_, reject) => {
    child.on('error', (cause) => reject(new Error(`${program} cannot be run: set TKNG_TRAEFIK`, { cause })))
    child.on('exit', (code) => reject(new Error(`traefik ended with ${code}: ${said.slice(-2000)}`)))
  })
  ended.catch(() => {})
  try {
    const name = `${Object.keys(dynamic.http.routers)[0]}@file`
    while (!(await Promise.race([knows(api, name), ended])));
    const answer = await fetch(`http://127.0.0.1:${api}/api/rawdata`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return await Promise.race([use(port, bytes), ended])
  } finally {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }
}

async function knows(api: number, router: string): Promise<boolean> {
  try {
    const { status } = await fetch(`http://127.0.0.1:${api}/api/http/routers/${encodeURIComponent(router)}`)
    return status === 200
  } catch {
    return false
  }
}
