/** A real nginx: what it says of a configuration, and what it answers with one. */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = process.env.TKNG_NGINX ?? 'nginx'

/** Repeats a run: TKNG_SEED. */
export const seed = Number(process.env.TKNG_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** mulberry32: small, and the same everywhere. */
export function randomFrom(start: number): (below: number) => number {
  let state = start
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** @throws where there is no nginx: a suite that cannot run is not one that passed */
export async function version(): Promise<string> {
  return (await run(['-v'])).text.trim()
}

/** @returns null where nginx accepts it, else its words and the line */
export async function refusal(conf: string): Promise<{ readonly text: string; readonly line: number } | null> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-nginx-'))
  try {
    const file = join(folder, 'nginx.conf')
    writeFileSync(file, conf)
    const { code, text } = await run(['-t', '-q', '-p', folder, '-e', 'stderr', '-c', file])
    if (code === 0) return null
    return { text, line: Number(/:(\d+)\s*$/m.exec(text)?.[1] ?? 0) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function run(argv: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve, reject) =>
    execFile(program, argv, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number')
        reject(new Error(`${program} cannot be run: set TKNG_NGINX`, { cause: error }))
      else resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr })
    }),
  )
}

/** Runs `http { … }` on a port of its own; PORT in the text is that port. */
export async function serving<T>(http: string, use: (port: number) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-nginx-'))
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit;\nevents {}\nhttp { access_log off; server_names_hash_bucket_size 128; ${temporary.join(' ')}\n${http.replaceAll('PORT', String(port))}\n}\n`,
  )
  const child = spawn(program, ['-p', folder, '-e', 'stderr', '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk))
  const ended = new Promise<never>((_, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`nginx ended with ${code}: ${said}`)))
  })
  ended.catch(() => {})
  try {
    while (!(await Promise.race([isOpen(port), ended])));
    return await Promise.race([use(port), ended])
  } finally {
    child.kill()
    rmSync(folder, { recursive: true })
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
