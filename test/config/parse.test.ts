/** Config files in; settings with their lines out, or the one line that says what is wrong. */
import { describe, expect, it } from 'vitest'
import { reportError } from '../../src/cli/report/error.js'
import { parseConfig } from '../../src/config/parse.js'

const known = {
  outputs: ['table', 'wide', 'json', 'yaml', 'name'],
  columns: { ingresses: ['service', 'host+path'], ps: ['pid', 'role'] },
}
const read = (text: string) => parseConfig(text, '/c.yaml', known)
const settings = (text: string) => Object.fromEntries([...read(`apiVersion: tkng.dev/v1\n${text}`).defaults])
const wrong = (text: string): string => {
  try {
    read(text)
  } catch (error) {
    return reportError(error, '1')
  }
  return 'fine'
}

describe('settings', () => {
  it.each([
    ['', {}],
    ['defaults:', {}],
    ['defaults: {}', {}],
    ['defaults: {output: }', {}],
    ['defaults: {output: json}', { output: ['json', 2] }],
    ['defaults:\n  controller: edge/proxy', { controller: ['edge/proxy', 3] }],
    ['defaults:\n  controller: proxy\n  output: "wide"', { controller: ['proxy', 3], output: ['wide', 4] }],
    ['defaults: {columns: {ps: [role, pid]}}', { 'columns.ps': [['role', 'pid'], 2] }],
    ['defaults:\n  columns:\n    ps:\n      - role\n      - pid', { 'columns.ps': [['role', 'pid'], 5] }],
    ['defaults: {output: &o wide}\ncontexts: {a: {output: *o}}', { output: ['wide', 2] }],
  ])('%j', (text, wanted) => {
    const expected = Object.entries(wanted).map(([name, [value, line]]) => [
      name,
      { value, origin: `/c.yaml:${line}`, source: 'file' },
    ])
    expect(settings(text)).toEqual(Object.fromEntries(expected))
  })

  it('of contexts stand beside them', () => {
    const { defaults, contexts } = read(
      'apiVersion: tkng.dev/v1\ndefaults: {output: wide}\ncontexts:\n  "arn:aws:x/y":\n    output: json\n  b:\n  3: {output: name}\n',
    )
    expect(defaults.get('output')?.value).toBe('wide')
    expect([...contexts].map(([name, own]) => [name, own.get('output')?.value, own.get('output')?.origin])).toEqual([
      ['arn:aws:x/y', 'json', '/c.yaml:5'],
      ['3', 'name', '/c.yaml:7'],
    ])
  })

  it.each(['', '\n', '# nothing yet\n', '---\n', 'null\n'])('an empty file says nothing: %j', (text) => {
    expect(read(text)).toEqual({ defaults: new Map(), contexts: new Map() })
  })
})

const v1 = 'apiVersion: tkng.dev/v1\n'

describe('what is wrong', () => {
  it.each([
    ['defaults: {}', '1:1: apiVersion is missing: it is tkng.dev/v1'],
    ['apiVersion: v1', '1:13: apiVersion cannot be "v1": it is one of tkng.dev/v1'],
    ['apiVersion: tkng.dev/v2', '1:13: apiVersion cannot be "tkng.dev/v2": did you mean tkng.dev/v1?'],
    [`${v1}default: {}`, '2:1: unknown key "default": did you mean defaults?'],
    [`${v1}other: {}`, '2:1: unknown key "other": it is one of apiVersion, defaults, contexts'],
    [`${v1}defaults:\n  outptu: x`, '3:3: unknown key "outptu" in defaults: did you mean output?'],
    [`${v1}contexts:\n  a:\n    out: x`, '4:5: unknown key "out" in contexts.a: did you mean output?'],
    [`${v1}defaults: {output: tabel}`, '2:20: defaults.output cannot be "tabel": did you mean table?'],
    [`${v1}defaults: {output: [table]}`, '2:20: defaults.output is a list, and a text is wanted'],
    [`${v1}defaults: {output: 5}`, '2:20: defaults.output is a number, and a text is wanted'],
    [`${v1}defaults: {output: true}`, '2:20: defaults.output is a boolean, and a text is wanted'],
    [`${v1}defaults: {output: {a: b}}`, '2:20: defaults.output is a mapping, and a text is wanted'],
    [`${v1}defaults: {output: ""}`, '2:20: defaults.output cannot be ""'],
    [`${v1}defaults: wide`, '2:11: defaults is a text, and a mapping is wanted'],
    [`${v1}contexts: [a]`, '2:11: contexts is a list, and a mapping is wanted'],
    [`${v1}defaults: {controller: a/b/c}`, '2:24: "a/b/c" is neither NAME nor NAMESPACE/NAME'],
    [`${v1}defaults: {columns: [service]}`, '2:21: defaults.columns is a list, and a mapping is wanted'],
    [
      `${v1}defaults: {columns: {ingress: [x]}}`,
      '2:22: unknown key "ingress" in defaults.columns: did you mean ingresses?',
    ],
    [`${v1}defaults: {columns: {ps: [pidd]}}`, '2:27: defaults.columns.ps cannot be "pidd": did you mean pid?'],
    [`${v1}defaults: {columns: {ps: pid}}`, '2:26: defaults.columns.ps is a text, and a list is wanted'],
    [`${v1}defaults: {columns: {ps: [1]}}`, '2:27: defaults.columns.ps is a number, and a text is wanted'],
    [`${v1}defaults: {columns: {ps: []}}`, '2:26: defaults.columns.ps names no column'],
    [`${v1}defaults: {output: *nope}`, '2:20: nothing is called &nope'],
    [`${v1}defaults: {}\ndefaults: {}`, '3:1: '],
    ['a: [', '1:5: '],
    ['- a', '1:1: the file is a list, and a mapping is wanted'],
    ['apiVersion: {}\n---\nb: 1', '2:1: '],
  ])('%j', (text, message) => {
    expect(wrong(text)).toMatch(/^error: \/c\.yaml:\d+:\d+: [^\n]+\n$/)
    expect(wrong(text).slice('error: /c.yaml:'.length)).toContain(message)
  })

  it('is told without the control characters of the file', () => {
    expect(wrong(`${v1}"a\\e[2Jb": 1`)).toBe(
      'error: /c.yaml:2:1: unknown key "a[2Jb": it is one of apiVersion, defaults, contexts\n',
    )
  })
})
