/** Help as somebody reads it: it fits the terminal, begins with examples, and leads on where a word is not known. */
import { describe, expect, it } from 'vitest'
import { connectionOptions } from '../../src/cli/flags/kube.js'
import { declareTree } from '../../src/cli/program.js'
import { reportError } from '../../src/cli/report/error.js'
import { elsewhere } from '../../src/cli/words/elsewhere.js'
import { topics } from '../../src/help/topics.js'
import { understood, verbs } from '../support/program/grammar.js'
import { session } from '../support/program/session.js'

const names = verbs.map(({ name }) => name)

function said(line: string, columns?: number): string {
  try {
    const parsed = understood(line.split(' ').filter(Boolean), columns)
    return 'say' in parsed ? parsed.say : 'understood'
  } catch (error) {
    return reportError(error, '1')
  }
}

/** The words of a command line, as a shell reads them. */
function wordsOf(line: string): string[] {
  const [command = ''] = line.split(' | ')
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}

it.each(['--help', 'trace --help', 'ingresses --help', 'config --help'])('%s', (line) => {
  expect(said(line)).toMatchSnapshot()
})

describe('is asked for in many ways', () => {
  it.each([
    ['', '--help'],
    ['help', '--help'],
    ['help --help', 'help help'],
    ['help ingresses', 'ingresses --help'],
    ['help ing', 'ingresses --help'],
    ['-n shop trace -h', 'trace --help'],
  ])('%j is %j', (line, same) => {
    expect(said(line)).toEqual(said(same))
    expect(said(line)).toContain('Usage:')
  })
})

describe.each([60, 80, 120, 200, undefined])('on %s columns', (columns) => {
  const widest = Math.min(columns ?? 80, 100)

  it.each(['', ...names])('%s --help fits, and breaks no word', (name) => {
    const help = said(`${name} --help`, columns)
    const wide = said(`${name} --help`, 200)
    const words = new Set(wide.split(/\s+/))
    for (const line of help.split('\n')) {
      // What is to be typed stands in one line, however long.
      if (!line.startsWith('  kubectl tkng ')) expect(line.length, line).toBeLessThanOrEqual(widest)
      for (const word of line.split(/\s+/)) expect(words).toContain(word)
    }
  })
})

describe.each(verbs.map((verb) => [verb.name, verb] as const))('%s', (name, verb) => {
  it('is said in one sentence without a full stop, and begins its help with examples that are understood', () => {
    expect(verb.summary).toMatch(/^[A-Z].*[^.]$/)
    expect(verb.examples.length).toBeGreaterThan(0)
    expect(said(`${name} --help`).indexOf('Examples:')).toBeGreaterThan(0)
    for (const [line] of verb.examples) {
      const parsed = understood(wordsOf(line))
      if ('said' in parsed) expect(() => parsed.said.meant(new Map(), false)).not.toThrow()
    }
  })

  it('has flags in kebab-case, each with a meaning, and no default in quotes', () => {
    const { named } = declareTree({ verbs, named: verb }, '1', () => {})
    for (const { long, description } of named?.command.options ?? []) {
      expect(long).toMatch(/^--[a-z][a-z0-9.]*(?:-[a-z0-9.]+)*$/)
      expect(description).not.toBe('')
    }
    expect(said(`${name} --help`)).not.toContain('default:')
  })

  it('says where the connection flags are, if it has any use for them', () => {
    expect(said(`${name} --help`).includes('"kubectl tkng options"')).toBe(verb.scope !== 'none')
    expect(said(`${name} --help`)).not.toContain('--kubeconfig')
  })
})

it('options shows every connection flag with its meaning, on any terminal', async () => {
  for (const columns of [undefined, 60]) {
    const { stdout, stderr, code } = await session(['options'], columns === undefined ? {} : { columns })
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    expect(connectionOptions().length).toBeGreaterThan(15)
    for (const { flags, description } of connectionOptions()) {
      expect(
        stdout.split('\n').some((line) => line.trim() === flags || line.startsWith(`  ${flags} `)),
        flags,
      ).toBe(true)
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(description)
    }
  }
})

it('no topic is called like a command: help has one answer', () => {
  expect(topics.filter(({ name }) => names.includes(name))).toEqual([])
})

describe('a word that is no command', () => {
  it.each(Object.entries(elsewhere))('%s leads on', (word, { instead }) => {
    expect(names).not.toContain(word)
    expect(said(`${word} ingresses --watch`)).toContain(`kubectl tkng ${instead}"`)
    expect(said(instead)).not.toContain('error:')
  })

  it.each([
    ['nobody --help', 'error: unknown command "nobody" (see kubectl tkng --help)\n'],
    ['tarce --help', 'error: unknown command "tarce": did you mean trace? (see kubectl tkng --help)\n'],
    ['-n shop tarce', 'error: unknown command "tarce": did you mean trace? (see kubectl tkng --help)\n'],
    ['--context=x tarce', 'error: unknown command "tarce": did you mean trace? (see kubectl tkng --help)\n'],
    ['-- tarce', 'error: unknown command "tarce": did you mean trace? (see kubectl tkng --help)\n'],
    ['help nobody', 'error: there is no command and no topic "nobody" (see kubectl tkng --help)\n'],
    [
      'help walkthruogh',
      'error: there is no command and no topic "walkthruogh": did you mean walkthrough? (see kubectl tkng --help)\n',
    ],
  ])('%s', (line, message) => {
    expect(said(line)).toBe(message)
  })
})
