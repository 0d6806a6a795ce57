/** A real Traefik with a configuration of ours, on the loopback alone. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../support/free-ports.js'
import { type ServedObject, type WatchedApi, watchedGateways, withWatchedApi } from './watched-api.js'

const program = process.env.TKNG_TRAEFIK ?? 'traefik'

/** One that listens by the entry points `web` and `websecure`. */
export interface RunningTraefik {
  readonly web: number
  readonly websecure: number
  /** as it was started, without where its API is */
  readonly argv: readonly string[]
  rawData(): Promise<Uint8Array>
}

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
  const file = join(folder, 'dynamic.yml')
  writeFileSync(file, JSON.stringify(dynamic))
  const awaited = `"${Object.keys(dynamic.http.routers)[0]}@file"`
  try {
    return await runTraefik([`--providers.file.filename=${file}`], awaited, async ({ web, rawData }) =>
      use(web, await rawData()),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * @param words what it reads, and how
 * @param awaited a text that is in its answer to `/api/rawdata` as soon as all is read
 * @param before gets the port of its entry point `web`, as nothing was started yet
 */
export async function runTraefik<T>(
  words: readonly string[],
  awaited: string,
  use: (running: RunningTraefik) => Promise<T>,
  before: (web: number) => void = () => {},
): Promise<T> {
  const [web = 0, websecure = 0, api = 0] = await freePorts(3)
  before(web)
  const argv = [
    `--entryPoints.web.address=127.0.0.1:${web}`,
    `--entryPoints.websecure.address=127.0.0.1:${websecure}`,
    '--api.insecure=true',
    ...words,
  ]
  const rawData = async () => {
    const answer = await fetch(`http://127.0.0.1:${api}/api/rawdata`)
    return new Uint8Array(await answer.arrayBuffer())
  }
  const isReady = () =>
    rawData().then(
      (bytes) => Buffer.from(bytes).includes(awaited),
      () => false,
    )
  return running(api, argv, isReady, () => use({ web, websecure, argv, rawData }))
}

/**
 * One that reads Gateways of an API server.
 * @param ports each is an entry point
 * @param more words that it is started with
 */
export async function withTraefikOfGateways<T>(
  objects: readonly ServedObject[],
  ports: readonly number[],
  more: readonly string[],
  use: (api: WatchedApi) => Promise<T>,
): Promise<T> {
  const [api = 0] = await freePorts(1)
  return withWatchedApi(objects, watchedGateways, async (server) => {
    const argv = [
      ...ports.map((port) => `--entryPoints.p${port}.address=127.0.0.1:${port}`),
      ...['--providers.kubernetesGateway=true', `--providers.kubernetesGateway.endpoint=${server.url}`],
      ...more,
    ]
    return running(
      api,
      argv,
      () => hasRouters(api),
      () => use(server),
    )
  })
}

/** Runs it until it is ready, and then what is to be done with it. */
async function running<T>(
  api: number,
  words: readonly string[],
  isReady: () => Promise<boolean>,
  use: () => Promise<T>,
): Promise<T> {
  const argv = [
    ...words,
    ...[`--entryPoints.traefik.address=127.0.0.1:${api}`, '--api.insecure=true'],
    ...['--global.checkNewVersion=false', '--global.sendAnonymousUsage=false', '--log.level=ERROR'],
    '--providers.providersThrottleDuration=100ms',
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
    while (!(await Promise.race([isReady(), ended])));
    return await Promise.race([use(), ended])
  } finally {
    child.kill('SIGKILL')
  }
}

async function hasRouters(api: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${api}/api/rawdata`)
    const { routers = {} } = (await answer.json()) as { readonly routers?: object }
    return Object.keys(routers).some((name) => name.endsWith('@kubernetesgateway'))
  } catch {
    return false
  }
}
