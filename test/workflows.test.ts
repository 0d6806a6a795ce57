/** The workflows run elsewhere: that they are what we think, as far as reading tells. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import project from '../package.json' with { type: 'json' }

interface Job {
  readonly permissions?: Record<string, string>
  readonly environment?: string
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Record<string, unknown> }[]
}

interface Workflow {
  readonly permissions: Record<string, string>
  readonly jobs: Record<string, Job>
}

const folder = join(import.meta.dirname, '..', '.github', 'workflows')
const files = readdirSync(folder)

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8')
  const { permissions, jobs }: Workflow = parse(text)
  const steps = Object.values(jobs).flatMap((job) => job.steps)

  it('gives no more than reading to jobs that ask for nothing', () => {
    expect(['{}', '{"contents":"read"}']).toContain(JSON.stringify(permissions))
  })

  it('names each action by a commit, and says which version that is', () => {
    const uses = steps.flatMap((step) => step.uses ?? [])
    expect(uses.length).toBeGreaterThan(0)
    for (const action of uses) {
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
      expect(text).toMatch(new RegExp(`${action} # v\\d+\\.\\d+\\.\\d+\n`))
    }
  })

  it('installs packages without running their scripts', () => {
    for (const { run = '' } of steps) expect(run).not.toMatch(/npm (?:ci|install|i)\b(?!.*--ignore-scripts)/)
  })

  it('gives rights only to jobs that somebody lets run, and that run no code of the project or of its packages', () => {
    for (const [name, { permissions = {}, environment, steps }] of Object.entries(jobs)) {
      if (!Object.values(permissions).includes('write')) continue
      expect(environment, name).toBe('release')
      for (const { uses = '', run = '' } of steps) {
        expect(uses, name).not.toMatch(/^(?!actions\/).|checkout/)
        expect(run, name).not.toMatch(/npm (?!publish --ignore-scripts)|npx|node |vitest/)
      }
    }
  })

  it('runs no script that package.json lacks', () => {
    const named = steps.flatMap(({ run = '' }) => [...run.matchAll(/npm run (?:--silent )?([\w:]+)/g)])
    for (const [, script = ''] of named) expect(Object.keys(project.scripts)).toContain(script)
  })
})

it('names each action by one commit everywhere', () => {
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('')
  const uses = new Set([...texts.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action))
  const names = [...uses].map((action) => action.split('@')[0])
  expect(names.length).toBe(new Set(names).size)
})

it('tries what hostile texts and servers do, with a part of the fuzzed ones', () => {
  const { jobs }: Workflow = parse(readFileSync(join(folder, 'test.yml'), 'utf8'))
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run))
  expect(runs.filter((run) => /^TKNG_FUZZ=\d{5} npm run test:attack$/.test(run))).toHaveLength(1)
})

it('has known flaws of packages looked up, and passes over nothing but a registry that has no such service', () => {
  const { jobs }: Workflow = parse(readFileSync(join(folder, 'test.yml'), 'utf8'))
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = '' }) => run.trim()))
  expect(runs.filter((run) => run.includes('npm audit'))).toEqual([
    "npm audit --audit-level=high || npm audit 2>&1 | grep -q 'audit endpoint returned an error'",
  ])
})
