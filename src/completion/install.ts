/**
 * `kubectl_complete-tkng` beside the installed program: by this name kubectl (1.26 or newer) asks a plugin what to offer.
 * https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/kubectl/pkg/cmd/plugin/plugin_completion.go
 *
 * krew installs one link only, to `kubectl-tkng`. Ours leads to that link, so that it outlives krew's upgrades. Windows
 * lets few people make links: there it is a second name of the file, or a copy.
 */
import { constants } from 'node:fs'
import { access, copyFile, link, lstat, readFile, readlink, realpath, rename, rm, symlink } from 'node:fs/promises'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { type Problem, problem } from '../domain/problem.js'

export interface InstallSettings {
  /** the file that runs now, by whatever name it was started */
  readonly program: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly cwd: string
}

/** @returns what was done. @throws Problem `setup-failed` */
export async function install(settings: InstallSettings, folder: string | undefined): Promise<string> {
  const place = await placeOf(settings, folder)
  const { target, program } = place
  const there = await whoseIs(place)
  if (there === 'foreign') throw failed(target, 'another program has this name already: remove it, or choose a --dir')
  if (there === 'current') return `${target} is there already: kubectl's completion asks it`
  try {
    await access(dirname(target), constants.W_OK)
    await put(place)
  } catch (error) {
    throw failed(target, why(error), error)
  }
  return `${target} now leads to ${program}: kubectl's own completion (1.26 or newer) completes "kubectl tkng"`
}

/** @returns what was done. @throws Problem `setup-failed` */
export async function uninstall(settings: InstallSettings, folder: string | undefined): Promise<string> {
  const place = await placeOf(settings, folder)
  const { target } = place
  const there = await whoseIs(place)
  if (there === null) return `${target} is not there: nothing to remove`
  if (there === 'foreign') throw failed(target, 'it is not ours, and stays')
  await rm(target).catch((error) => {
    throw failed(target, why(error), error)
  })
  return `${target} is removed`
}

interface Link {
  readonly target: string
  /** what it shall lead to */
  readonly program: string
  readonly isWindows: boolean
}

async function placeOf({ program, env, platform, cwd }: InstallSettings, said: string | undefined): Promise<Link> {
  const isWindows = platform === 'win32'
  if (isWindows && program.endsWith('.cjs'))
    throw failed('kubectl_complete-tkng', 'npm installs it beside kubectl-tkng: there is nothing left to do')
  const ending = isWindows ? '.exe' : ''
  const real = await realpath(program)
  const beside = (folder: string) => join(folder, `kubectl-tkng${ending}`)
  const folders =
    said === undefined ? (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean) : [resolve(cwd, said)]
  for (const folder of folders)
    if ((await realpath(beside(folder)).catch(() => null)) === real)
      return { target: join(folder, `kubectl_complete-tkng${ending}`), program: beside(folder), isWindows }
  if (said !== undefined)
    return { target: join(resolve(cwd, said), `kubectl_complete-tkng${ending}`), program: real, isWindows }
  throw failed('kubectl_complete-tkng', 'no folder of the PATH has this kubectl-tkng: name one with --dir')
}

/** What we call ourselves, installed by whatever. */
const name = /^kubectl(?:-|_complete-)tkng(?:\.cjs)?$/

type Whose = 'current' | 'ours' | 'foreign' | null

/** Ours is a link to a kubectl-tkng, wherever that was or is, or a file that is one; null: there is none. */
async function whoseIs({ target, program }: Link): Promise<Whose> {
  const facts = await lstat(target).catch(() => null)
  if (facts === null) return null
  const real = await realpath(target).catch(() => null)
  if (real !== null && real === (await realpath(program))) return 'current'
  // npm's second name leads to a file of its own, beside the program.
  if (real !== null && dirname(real) === dirname(await realpath(program)) && name.test(basename(real))) return 'current'
  if (facts.isSymbolicLink()) return name.test(basename(await readlink(target))) ? 'ours' : 'foreign'
  if (!facts.isFile()) return 'foreign'
  const [there, wanted] = await Promise.all([readFile(target), readFile(program)])
  if (there.equals(wanted)) return 'current'
  return there.includes('tkng.dev/v1') ? 'ours' : 'foreign'
}

/** Beside it first, then in its place: nobody finds half of it. */
async function put({ target, program, isWindows }: Link): Promise<void> {
  const draft = `${target}.new`
  await rm(draft, { force: true })
  if (isWindows) await link(program, draft).catch(() => copyFile(program, draft))
  else await symlink(dirname(program) === dirname(target) ? basename(program) : program, draft)
  await rename(draft, target)
}

function failed(path: string, detail: string, cause?: unknown): Problem {
  return problem('setup-failed', { path, detail }, cause)
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk can only be read',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of its path is not a folder',
}

function why(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code && words[code]) || message
}
