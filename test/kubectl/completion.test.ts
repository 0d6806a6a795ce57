/** Tab through kubectl's own completion: `kubectl __complete tkng …` runs `kubectl_complete-tkng`. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { completionHome, longContext } from '../support/program/completion-home.js'

let home: Awaited<ReturnType<typeof completionHome>>
beforeAll(async () => {
  home = await completionHome(inject('program'))
})
afterAll(() => home.close())

const kubectl = (...argv: string[]) => promisify(execFile)(inject('kubectl'), argv, { env: home.env })

it('the plugin is one that kubectl finds', async () => {
  expect((await kubectl('plugin', 'list')).stdout).toContain('kubectl-tkng')
})

it.each([
  [['back'], ['backends'], ':4'],
  [['ingresses', '-n', ''], ['default', 'shop'], ':4'],
  [['ingresses', '--namespace=sh'], ['shop'], ':4'],
  [['ingresses', ''], ['web'], ':4'],
  [['ingresses', '--host', ''], ['*.example.com', 'www.example.com'], ':4'],
  [['ingresses', '--sort'], ['--sort-by'], ':4'],
  [['ingresses', '--context', ''], ['fake', longContext], ':4'],
  [['ingresses', '--from', 'demo', ''], ['tkng-1', 'tkng-2'], ':4'],
  [['ingresses', '--kubeconfig', ''], [], ':0'],
  [['completion', 'install', '--dir', ''], [], ':16'],
  [['exec', '--', ''], [], ':4'],
  [['nonsense', ''], [], ':4'],
] as const)('%j', async (words, names, directive) => {
  const { stdout } = await kubectl('__complete', 'tkng', ...words)
  const lines = stdout.trimEnd().split('\n')
  expect(lines.slice(0, -1).map((line) => line.split('\t')[0])).toEqual(names)
  expect(lines.at(-1)).toBe(directive)
})

it('meanings come along', async () => {
  const { stdout } = await kubectl('__complete', 'tkng', 'ingresses', '')
  expect(stdout).toBe('web\twww.example.com, *.example.com\n:4\n')
})
