/** Lets the tests of a file load everything anew, with something else in the place of some modules. */
import { resolve } from 'node:path'
import { afterAll, beforeAll, vi } from 'vitest'

/**
 * The files of a suite share what they load: what is asked of modules that are replaced has to be imported within a test.
 * @param replaced by the name of a package, or a path from the top of the repository
 */
export function loadAnew(replaced: Readonly<Record<string, () => object>>): void {
  const modules = Object.entries(replaced).map(
    ([name, make]) => [name.startsWith('src/') ? resolve(name) : name, make] as const,
  )
  beforeAll(() => {
    vi.resetModules()
    for (const [path, make] of modules) vi.doMock(path, make)
  })
  afterAll(() => {
    for (const [path] of modules) vi.doUnmock(path)
    vi.resetModules()
  })
}

/** In the place of a module that must not be loaded. */
export function refuse(): never {
  throw new Error('it is loaded, though nothing needs it')
}
