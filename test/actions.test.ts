/** The action for GitHub and the hook of pre-commit: their scripts are run as they stand, with our program in the place of the installed one. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import project from '../package.json' with { type: 'json' }
import { understood } from './support/program/grammar.js'
import { session } from './support/program/session.js'

const root = join(import.meta.dirname, '..')

/** A folder with programs that write down their words, one a line, and end with a code. */
function stubs(...names: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'actions-'))
  const said = join(folder, 'said')
  for (const name of names) {
    writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s\\n' "$@" > '${said}'\nexit "\${EXIT_WITH:-0}"\n`)
    chmodSync(join(folder, name), 0o755)
  }
  return { folder, words: () => (existsSync(said) ? readFileSync(said, 'utf8').split('\n').slice(0, -1) : []) }
}

/** Does our command line take it. */
const isTaken = (argv: readonly string[]) => {
  const found = understood(argv)
  if (!('said' in found)) throw new Error('help')
  return found.said.meant(new Map(), false)
}

describe('the action', () => {
  const text = readFileSync(join(root, '.github/actions/lint/action.yml'), 'utf8')
  const action = parse(text)
  const [step] = action.runs.steps

  function run(inputs: Readonly<Record<string, string>>, exit = '0') {
    const { folder, words } = stubs('npx')
    const values: Readonly<Record<string, string>> = Object.fromEntries(
      Object.entries(action.inputs as Readonly<Record<string, { readonly default: string }>>).map(([name, one]) => [
        name,
        inputs[name] ?? one.default,
      ]),
    )
    const env = Object.fromEntries(
      Object.entries(step.env as Readonly<Record<string, string>>).map(([name, value]) => [
        name,
        value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_all, input: string) => values[input] ?? ''),
      ]),
    )
    const more = {
      ...{ PATH: `${folder}:${dirname(process.execPath)}:/usr/bin:/bin`, EXIT_WITH: exit },
      ...{ GITHUB_STEP_SUMMARY: join(folder, 'summary'), GITHUB_ACTION_PATH: join(root, '.github/actions/lint') },
    }
    const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      env: { ...env, ...more },
    })
    return { words: words().map((word) => word.replace(folder, '')), status }
  }

  it('takes its inputs as variables alone', () => {
    expect(step.run).not.toContain('${{')
    expect(Object.values(step.env)).toEqual(Object.keys(action.inputs).map((name) => `\${{ inputs.${name} }}`))
  })

  it('lints what it is given', () => {
    const inputs = {
      files: 'a.yaml\nb dir/\n',
      against: 'main',
      baseline: 'base.json',
      sarif: 'out.sarif',
      version: '1.2.3',
    }
    const { words, status } = run(inputs)
    expect(words).toEqual([
      ...['--yes', '--ignore-scripts', `${project.name}@1.2.3`],
      ...['lint', '-o', 'github', '--severity', 'warning', '--fail-on', 'warning'],
      ...['--filename=a.yaml', '--filename=b dir/', '--against=main', '--baseline=base.json'],
      ...['--output-file=sarif=out.sarif', '--output-file=markdown=/summary'],
    ])
    expect(status).toBe(0)
    expect(() => isTaken(words.slice(3))).not.toThrow()
  })

  it('needs no input, is of one version with the program, and fails where that does', () => {
    const { words, status } = run({}, '1')
    expect(words.slice(2, 4)).toEqual([`${project.name}@${project.version}`, 'lint'])
    expect(words).toContain('--filename=.')
    expect(status).toBe(1)
    expect(() => isTaken(words.slice(3))).not.toThrow()
  })

  it('runs nothing that stands in an input', () => {
    const { words } = run({ files: '$(touch pwned)\n--kubeconfig=/x`id`', 'fail-on': 'never; id' })
    expect(words).toContain('--filename=$(touch pwned)')
    expect(words).toContain('--filename=--kubeconfig=/x`id`')
    expect(words).toContain('never; id')
  })
})

describe('the hook', () => {
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'))

  it('runs a program that the package brings along', () => {
    expect(Object.keys(project.bin)).toContain('kubectl-tkng')
    expect([hook.id, hook.language, hook.pass_filenames]).toEqual(['tkng-lint', 'node', false])
  })

  it('says what our command line takes', () => {
    const [program, ...words] = [...hook.entry.split(' '), ...hook.args]
    expect([program, ...words]).toEqual(['kubectl-tkng', 'lint', '--filename=.'])
    expect(() => isTaken(words)).not.toThrow()
  })
})

it('a file among several that holds nothing of ours is no failure', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'actions-'))
  writeFileSync(join(cwd, 'compose.yaml'), 'services: {web: {image: x}}\n')
  writeFileSync(
    join(cwd, 'service.yaml'),
    'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n',
  )
  expect((await session(['lint', '-f', 'compose.yaml', '-f', 'service.yaml'], { cwd })).code).toBe(0)
  expect((await session(['lint', '-f', 'compose.yaml'], { cwd })).code).toBe(2)
})
