/** What stands in the scripts. In real shells they are tried by `npm run test:shells`, but for PowerShell's. */
import { describe, expect, it } from 'vitest'
import { shells } from '../../src/cli/completion-setup.js'
import { scripts } from '../../src/completion/scripts.js'
import { session } from '../support/program/session.js'

describe.each(shells)('%s', (shell) => {
  it('is printed as it is', async () => {
    expect(await session(['completion', shell])).toEqual({ stdout: scripts[shell], stderr: '', code: 0 })
  })
})

describe.each(shells.filter((shell) => shell !== 'k9s'))('%s', (shell) => {
  it('asks the program, and says how it is loaded', () => {
    expect(scripts[shell]).toContain('__complete -- ')
    expect(scripts[shell]).toContain(`kubectl-tkng completion ${shell}`)
    expect(scripts[shell]).toContain('completion install')
    expect(scripts[shell]).not.toContain('\\${')
    expect(scripts[shell].endsWith('\n')).toBe(true)
  })
})

it('PowerShell gets balanced brackets and quotes', () => {
  const code = scripts.powershell.replaceAll(/^ *#.*$/gm, '').replaceAll(/'(?:[^']|'')*'|"[^"]*"/g, '')
  expect(code).not.toMatch(/['"]/)
  for (const [open, close] of ['()', '{}', '[]']) {
    expect(code.split(open ?? '').length, `of ${open}`).toBe(code.split(close ?? '').length)
  }
})
