/** Puts kubectl and us into the same surroundings, one after the other, and tells what each asked of the server. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'
import { startOf } from '../../support/program/program.js'
import { type Certificates, makeCertificates } from './certificates.js'
import { type Proxies, startProxies } from './proxies.js'
import { type Asked, type RecordingApi, startRecordingApi } from './recording-api.js'

/** What both find: files under the home folder, which is also the working directory, flags and variables. */
export interface Scene {
  /** path from the home folder → content; `.kube/config` is the usual one */
  readonly files?: Readonly<Record<string, string>>
  /** `$HOME` stands for the home folder, here and in the variables */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface Outcome {
  /** the request for Ingresses; null: nothing was asked, and the program failed */
  readonly asked: Asked | null
  /** what a credential plugin wrote into the file `noted` */
  readonly noted: string | null
  readonly stderr: string
}

export interface World {
  readonly certificates: Certificates
  readonly port: RecordingApi['port']
  readonly proxyPort: Proxies['port']
  readonly kubectl: (scene: Scene) => Promise<Outcome>
  readonly ours: (scene: Scene) => Promise<Outcome>
  readonly close: () => void
}

export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-world-'))
  const certificates = makeCertificates(folder)
  const proxies = await startProxies(certificates)
  const api = await startRecordingApi(certificates, proxies.of)
  const [ours, ...before] = startOf(inject('program'))
  const play = async (file: string, before: readonly string[], scene: Scene): Promise<Outcome> => {
    const home = mkdtempSync(join(folder, 'home-'))
    for (const [path, content] of Object.entries(scene.files ?? {})) {
      mkdirSync(dirname(join(home, path)), { recursive: true })
      writeFileSync(join(home, path), content, { mode: 0o755 })
    }
    const here = (text: string) => text.replaceAll('$HOME', home)
    const env = { HOME: home, PATH: process.env.PATH ?? '', ...mapValues(scene.env ?? {}, here) }
    const args = [...before, ...(scene.args ?? []).map(here)]
    const { failed, stderr } = await run(file, args, home, env)
    const asked = api.take().at(-1) ?? null
    const noted = join(home, 'noted')
    if ((asked === null) !== failed) throw new Error(`${file}: asked and failed, or neither: ${stderr}`)
    return { asked, noted: existsSync(noted) ? readFileSync(noted, 'utf8') : null, stderr }
  }
  return {
    certificates,
    port: api.port,
    proxyPort: proxies.port,
    kubectl: (scene) => play(inject('kubectl'), ['get', 'ingresses', '-o', 'name'], scene),
    ours: (scene) => play(ours, [...before, 'ingresses', '-o', 'name'], scene),
    close: () => {
      api.close()
      proxies.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Without standard input; killed after 30 seconds. */
async function run(
  file: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly failed: boolean; readonly stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(file, args, { cwd, env, timeout: 30_000 }, (error, _stdout, stderr) =>
      resolve({ failed: error !== null, stderr }),
    )
    child.stdin?.end()
  })
}

function mapValues(values: Readonly<Record<string, string>>, change: (value: string) => string) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))
}
