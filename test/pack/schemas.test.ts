/** The JSON Schemas that the archive carries are those of the types: reading all types takes seconds, so it is done here. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)

it('are as "npm run schemas" makes them', async () => {
  const { schemasOf } = (await import(new URL('krew/schemas.mjs', root).href)) as {
    readonly schemasOf: (root: string) => ReadonlyMap<string, string>
  }
  const committed = readdirSync(new URL('krew/schemas/', root)).map(
    (name) => [name, readFileSync(new URL(`krew/schemas/${name}`, root), 'utf8')] as const,
  )
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(schemasOf(fileURLToPath(root))))
})
