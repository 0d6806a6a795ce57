/** A real nginx: what it says of a configuration, and what it answers with one. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../support/free-ports.js'

const program = process.env.TKNG_NGINX ?? 'nginx'

/** @throws where there is no nginx: a suite that cannot run is not one that passed */
export async function version(): Promise<string> {
  return (await run(['-v'])).text.trim()
}

export interface Refusal {
  /** its words */
  readonly text: string
  readonly line: number
}

/** @returns null where nginx accepts it */
export async function refusal(conf: string): Promise<Refusal | null> {
  return (await refusals([conf]))[0] ?? null
}

const together = 100

/** Of many texts, as fast as nginx starts: a shell asks it for a hundred in a row, two shells at a time. */
export async function refusals(confs: readonly string[]): Promise<readonly (Refusal | null)[]> {
  const all: (Refusal | null)[] = []
  let next = 0
  const work = async () => {
    while (next < confs.length) {
      const from = next
      next += together
      for (const [i, one] of (await askTogether(confs.slice(from, from + together))).entries()) all[from + i] = one
    }
  }
  await Promise.all([work(), work()])
  return all
}

async function askTogether(confs: readonly string[]): Promise<readonly (Refusal | null)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-nginx-'))
  try {
    for (const [i, conf] of confs.entries()) writeFileSync(join(folder, `${i}`), conf)
    const loop = `i=0; while [ $i -lt ${confs.length} ]; do "$0" -t -q -p "$1" -e stderr -c "$1/$i" 2>&1; printf '\\n\\001%s\\001\\n' $?; i=$((i+1)); done`
    const { text } = await run(['-c', loop, program, folder], 'sh')
    const said = text.split(/\n\x01(\d+)\x01\n/)
    return confs.map((_, i) => {
      const words = said[2 * i] as string
      if (said[2 * i + 1] === '0') return null
      // The file's name ends the sentence.
      const line = Number(new RegExp(`\\[emerg\\][\\s\\S]*? in ${folder}/${i}:(\\d+)$`, 'm').exec(words)?.[1] ?? 0)
      if (said[2 * i + 1] !== '1' || words === '') throw new Error(`${program} cannot be run: set TKNG_NGINX`)
      return { text: words, line }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The text as nginx prints it (`-T`); null where it refuses it. */
export async function dump(conf: string): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-nginx-'))
  try {
    writeFileSync(join(folder, 'nginx.conf'), conf)
    const { code, text } = await run(['-T', '-q', '-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')])
    return code === 0 ? text : null
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @returns files of the Lua module, in the order to load them. @throws where nginx has none */
export async function luaModules(): Promise<readonly string[]> {
  const folder = /--modules-path=(\S+)/.exec((await run(['-V'])).text)?.[1] ?? ''
  const files = ['ndk_http_module.so', 'ngx_http_lua_module.so'].map((name) => join(folder, name))
  if (!files.every((file) => existsSync(file))) throw new Error(`${program} has no Lua module in ${folder}`)
  return files
}

function run(argv: readonly string[], command = program): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve, reject) =>
    execFile(command, argv, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number')
        reject(new Error(`${program} cannot be run: set TKNG_NGINX`, { cause: error }))
      else resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr })
    }),
  )
}

/** Runs `http { … }` on a port of its own; PORT in the text is that port, CERTIFICATE one for TLS. */
export async function serving<T>(http: string, use: (port: number) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-nginx-'))
  if (http.includes('CERTIFICATE')) makeCertificate(folder)
  const [port = 0] = await freePorts(1)
  const file = join(folder, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit;\nevents {}\nhttp { access_log off; server_names_hash_bucket_size 128; ${temporary.join(' ')}\n${http.replaceAll('PORT', String(port)).replaceAll('CERTIFICATE', `ssl_certificate ${folder}/crt; ssl_certificate_key ${folder}/key; ssl_client_certificate ${folder}/crt;`)}\n}\n`,
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

function makeCertificate(folder: string): void {
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x'.split(' ')
  execFileSync('openssl', [...words, '-keyout', join(folder, 'key'), '-out', join(folder, 'crt')], { stdio: 'ignore' })
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
