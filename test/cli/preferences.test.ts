/** What preferences make of a command line that leaves something open. */
import { describe, expect, it } from 'vitest'
import type { Setting } from '../../src/cli/context.js'
import { understood, verbs } from '../support/program/grammar.js'

const meant = (
  line: string,
  values: Record<string, string | string[]>,
  source: Setting['source'],
  onTerminal: boolean,
) => {
  const found = understood(line.split(' '))
  if ('say' in found) throw new Error('help')
  const settings = Object.entries(values).map(([name, value]) => [name, { value, source, origin: 'here' }] as const)
  return found.said.meant(new Map(settings), onTerminal)
}

describe('the controller', () => {
  const controllerOf = (line: string) => {
    const { options } = meant(line, { controller: 'edge/proxy' }, 'file', false)
    // Of `status` the selection is all that is meant.
    const { selection, controller } = options as { selection?: { controller?: unknown }; controller?: unknown }
    return (selection ?? { controller }).controller
  }
  const preferred = { namespace: 'edge', name: 'proxy' }

  it.each(['backends', 'backends --container x', 'conf --host a', 'logs', 'exec -- ls', 'certs -o json', 'status'])(
    '%s: the preferred one, in a pipe too',
    (line) => {
      expect(controllerOf(line)).toEqual(preferred)
    },
  )

  it.each([
    'backends --deployment other',
    'backends --pod other',
    'backends -l a=b',
    'backends --class other',
    'backends -n other',
    '-n other backends',
    'backends --from demo',
    'info',
    'ingresses',
    'capture -o -',
  ])('%s: none', (line) => {
    expect(controllerOf(line)).toBe(undefined)
  })

  it('what is said wins', () => {
    expect(controllerOf('backends --controller a/b')).toEqual({ namespace: 'a', name: 'b' })
  })
})

describe('the look of an answer', () => {
  const wishes = { output: 'json', 'columns.ingresses': ['service', 'tls'], 'columns.backends': ['name'] }
  const output = (
    line: string,
    source: Setting['source'],
    onTerminal: boolean,
    wished: Partial<typeof wishes> = wishes,
  ) => {
    const { format, columns } = meant(line, wished as typeof wishes, source, onTerminal).output
    return columns === undefined ? format : `${format}: ${columns}`
  }
  const { output: _, ...columns } = wishes

  it.each([
    ['ingresses', 'file', true, wishes, 'json'],
    ['ingresses', 'file', false, wishes, 'table'],
    ['ingresses', 'environment', false, wishes, 'json'],
    ['ingresses', 'file', true, columns, 'table: SERVICE,TLS'],
    ['ingresses', 'file', false, columns, 'table'],
    ['ingresses -o table', 'file', true, wishes, 'table: SERVICE,TLS'],
    ['ingresses -o wide', 'file', true, wishes, 'wide'],
    ['ingresses --columns tls', 'file', true, columns, 'table: TLS'],
    ['backends', 'environment', true, wishes, 'json'],
    ['backends', 'file', true, { output: 'yaml' }, 'json'],
    ['backends -o table', 'file', true, wishes, 'table: NAME'],
    ['info', 'file', true, wishes, 'json'],
  ] as const)('%s, said in %s, on a terminal: %s', (line, source, onTerminal, wished, expected) => {
    expect(output(line, source, onTerminal, wished as Partial<typeof wishes>)).toBe(expected)
  })

  it('stays out of what is no table', () => {
    expect(meant('logs', wishes, 'environment', true).options).toMatchObject({ json: false })
    expect(meant('capture -o x', wishes, 'environment', true).options).toEqual({ target: 'x', logs: false })
  })
})

it('only commands that heed them make the file be read', () => {
  const heeding = verbs.filter(({ name }) => {
    const more = { exec: ' -- ls', capture: ' -o -', completion: ' bash', config: ' view', help: ' json' }[name] ?? ''
    const found = understood(`${name}${more}`.split(' '))
    return 'said' in found && found.said.heedsPreferences
  })
  const not = verbs.filter((verb) => !heeding.includes(verb))
  expect(not.map(({ name }) => name)).toEqual(['capture', 'completion', 'config', 'help', 'options'])
})
