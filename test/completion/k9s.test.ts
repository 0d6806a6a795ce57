/** The plugins for k9s: the fields are k9s's, and what they run is understood here. */
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { scripts } from '../../src/completion/scripts.js'
import { understood } from '../support/program/grammar.js'

/** https://github.com/derailed/k9s/blob/master/internal/config/json/schemas/plugins.json: field → is it required */
const fields: Readonly<Record<string, boolean>> = {
  ...{ shortCut: true, description: true, scopes: true, command: true },
  ...{ override: false, confirm: false, dangerous: false, background: false, overwriteOutput: false, args: false },
}
const { plugins, ...others } = parse(scripts.k9s)

it('is a file of plugins and nothing else', () => expect(others).toEqual({}))

it.each<[string, Record<string, unknown>]>(Object.entries(plugins))(
  '%s has the fields of a plugin',
  (_name, plugin) => {
    expect(Object.keys(plugin).filter((field) => !(field in fields))).toEqual([])
    for (const [field, isRequired] of Object.entries(fields)) if (isRequired) expect(plugin).toHaveProperty(field)
  },
)

it.each<[string, { args: string[] }]>(Object.entries(plugins))('%s runs commands that are there', (_name, { args }) => {
  const lines = args[1]?.split('|').filter((line) => line.includes('kubectl tkng')) ?? []
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines) {
    const words = line.replace('2>&1', '').replaceAll("'", '').trim().split(/\s+/).slice(2)
    expect(() => understood(words), line).not.toThrow()
  }
})

it('no two plugins of one view have the same key', () => {
  const keys = Object.values<{ shortCut: string; scopes: string[] }>(plugins).flatMap(({ shortCut, scopes }) =>
    scopes.map((scope) => `${scope} ${shortCut}`),
  )
  expect(new Set(keys).size).toBe(keys.length)
})
