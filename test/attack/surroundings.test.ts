/** Surroundings that are broken: a full disk, a folder that is gone, files without end. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startOf } from '../support/program/program.js'
import { attempt, makeYard } from './support/attempt.js'
import { expectHeld } from './support/held.js'

/** @returns what a line of shell makes of the program, which it knows as "$@" */
function inShell(line: string): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((done) => {
    const env = { PATH: process.env.PATH, HOME: makeYard().work }
    execFile('sh', ['-c', line, 'sh', ...startOf()], { env }, (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

describe('a full disk', () => {
  const lines = [
    ...['--version', '--version -o json', '--help', 'ingresses --from demo', 'completion bash', 'config view'],
    ...['help capture', 'explain no-endpoints', 'options', '__complete w', 'lint --from demo -o sarif'],
    ...['trace http://prod/ --from demo -o mermaid', 'describe -A --from demo -o yaml', 'conf --from demo'],
  ]
  it.each(lines)('is told by %s', async (words) => {
    const { code, stderr } = await inShell(`"$@" ${words} > /dev/full`)
    expect(stderr).toMatch(/^error: cannot write the answer: .*\n$/)
    expect(code).toBe(2)
  })
})

describe('a disk that is nearly full', () => {
  it.each(['capture --from demo -o -', 'ingresses --from demo -o json', 'help findings'])(
    'is told by %s, which wrote a part',
    async (words) => {
      const { code, stderr } = await inShell(`cd "$HOME"; ulimit -f 1; trap '' XFSZ; "$@" ${words} > part`)
      expect(stderr).toMatch(/error: cannot write (?:the answer|-): .*\n$/)
      expect(code).toBe(2)
    },
  )
})

describe('a working directory that is gone', () => {
  it('is no matter to what needs none', async () => {
    const gone = 'mkdir gone && cd gone && rmdir ../gone'
    const { code, stdout } = await inShell(`cd "$HOME" && ${gone} && "$@" ingresses --from demo -o name`)
    expect({ code, lines: stdout.split('\n').length > 1 }).toEqual({ code: 0, lines: true })
  })

  it('holds no file', async () => {
    const { code, stderr } = await inShell(
      'cd "$HOME" && mkdir gone && cd gone && rmdir ../gone && "$@" ingresses --from x',
    )
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('x does not exist') })
  })
})

it('an answer that nothing can bring any more is told as a defect of ours', async () => {
  const yard = makeYard()
  const lost =
    "class Lost extends require('events') { end() { setImmediate(() => this.emit('socket') && this.emit('close')) } }"
  writeFileSync(join(yard.work, 'lost.cjs'), `${lost}\nrequire('http').request = () => new Lost()`)
  const env = { NODE_OPTIONS: `--require ${join(yard.work, 'lost.cjs')}` }
  const argv = ['ingresses', '-s', 'http://127.0.0.1:1', '--request-timeout', '1']
  const { code, stderr } = await attempt(argv, { yard, env })
  expect([code, stderr]).toEqual([2, expect.stringContaining('this is a bug in kubectl-tkng')])
})

describe('a file without end', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['--from', ['ingresses', '--from', '/dev/zero'], {}],
    ['--kubeconfig', ['ingresses', '--kubeconfig', '/dev/zero'], {}],
    ['--baseline', ['lint', '--from', 'demo', '--baseline', '/dev/zero'], {}],
    ['TKNG_CONFIG', ['ingresses', '--from', 'demo'], { TKNG_CONFIG: '/dev/zero' }],
    [
      '--certificate-authority',
      ['ingresses', '-s', 'https://127.0.0.1:1', '--token', 'x', '--certificate-authority', '/dev/zero'],
      {},
    ],
  ])('as %s is left', async (_name, argv, env) => {
    expectHeld(await attempt(argv, { env }), { codes: [2], mebibytes: 200 })
  })

  it.each<[string, (i: number) => string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'a kubeconfig',
      (i) => `- {name: c${i}, context: {cluster: a, user: b}}\n`,
      {},
      ['ingresses', '--kubeconfig', 'big'],
    ],
    ['a config file', (i) => `c${i}: {output: json}\n`, { TKNG_CONFIG: 'big' }, ['ingresses', '--from', 'demo']],
  ])('%s of 15 MB is refused at once', async (_name, line, env, argv) => {
    const yard = makeYard()
    const lines: string[] = ['contexts:\n']
    for (let size = 0; size < 15_000_000; size += line(1).length) lines.push(line(lines.length))
    writeFileSync(join(yard.work, 'big'), lines.join(''))
    const observed = await attempt(argv, { yard, env })
    expectHeld(observed, { codes: [2], seconds: 5 })
    expect(observed.stderr).toMatch(/larger than|more than 200000 values/)
  })
})
