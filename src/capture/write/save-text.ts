/** Writes an answer into a file that somebody named. */
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { problem } from '../../domain/problem.js'
import { type Held, refusalOf, writeWhole } from '../../files/write.js'

/** @throws Problem `capture-unwritable` */
export async function saveText(io: Held & { readonly cwd: string }, path: string, text: string): Promise<void> {
  const target = resolve(io.cwd, path)
  try {
    await mkdir(dirname(target), { recursive: true })
    await writeWhole(target, text, io)
  } catch (error) {
    throw problem('capture-unwritable', { path, detail: refusalOf(error) }, error)
  }
}
