/** nginx.conf as nginx reads it: tokens, blocks, Lua, and the place where a text stops being one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginnings } from '../../../src/languages/nginx/text/beginnings.js'
import type { Directive } from '../../../src/languages/nginx/text/directive.js'
import { parse } from '../../../src/languages/nginx/text/parse.js'
import { print } from '../../../src/languages/nginx/text/print.js'

type Shape = [words: string[], block?: Shape[]]

const shapeOf = (directive: Directive): Shape =>
  directive.block === null
    ? [[directive.name, ...directive.args]]
    : [[directive.name, ...directive.args], directive.block.map(shapeOf)]
const shape = (text: string) => parse(text).statements.map(shapeOf)
const printed = (text: string | Uint8Array) => Buffer.concat([...print(parse(text))])

describe('tokens', () => {
  it.each<[string, string, Shape[]]>([
    ['plain words', 'a b  c\t;', [[['a', 'b', 'c']]]],
    ['quotes', `a "b c" 'd;{}#' "";`, [[['a', 'b c', 'd;{}#', '']]]],
    ['escaped quotes', `a "b\\"c" 'd\\'e';`, [[['a', 'b"c', "d'e"]]]],
    ['a quote inside a word is a letter', 'a b"c;', [[['a', 'b"c']]]],
    ['a backslash of a regex stays', 'a "^/x\\.y$" ~^\\w+$;', [[['a', '^/x\\.y$', '~^\\w+$']]]],
    ['an escaped blank, which keeps its backslash', 'a b\\ c;', [[['a', 'b\\ c']]]],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so nginx writes variables
    ['a brace of a variable', 'a ${b}c "$d{2}";', [[['a', '${b}c', '$d{2}']]]],
    ['} and # inside a word', 'return 200 a}b#c;', [[['return', '200', 'a}b#c']]]],
    ['comments', '# x {\na; # y }\nb;', [[['a']], [['b']]]],
    ['several lines in quotes', "a 'b\n  {c}\n';", [[['a', 'b\n  {c}\n']]]],
    ['carriage returns', 'a b;\r\nc {\r\n  d;\r\n}\r\n', [[['a', 'b']], [['c'], [[['d']]]]]],
    ['UTF-8', 'a bücher.example "ü";', [[['a', 'bücher.example', 'ü']]]],
    [
      'blocks',
      'a b { c; d { } }',
      [
        [
          ['a', 'b'],
          [[['c']], [['d'], []]],
        ],
      ],
    ],
    [
      'a quoted location, and a bare one',
      'location "/a b" { } location = /c { }',
      [
        [['location', '/a b'], []],
        [['location', '=', '/c'], []],
      ],
    ],
    ['nothing', ' \n# only a comment\n', []],
  ])('%s', (_name, text, expected) => {
    const { statements, flaw } = parse(text)
    expect(flaw).toBeNull()
    expect(statements.map(shapeOf)).toEqual(expected)
  })

  it('are found by how their name begins, whichever way it is written', () => {
    const [block] = parse('l { # one\nset $a "b"; sets c; "set" d; se t; set_by e { set f; } "return" 1; }').statements
    const found = block?.beginning(beginnings('set', 'ret')) ?? []
    expect(found.map(({ name, args }) => [name, ...args].join(' '))).toEqual([
      'set $a b',
      'sets c',
      'set d',
      'set_by e',
      'return 1',
    ])
    expect(found.map(({ leading }) => Buffer.from(leading).toString())).toEqual([' # one\n', ' ', ' ', ' ', ' '])
    expect(found[0]?.beginning(beginnings('set'))).toEqual([])
    const [other] = parse(
      'l { set $a 1; set\n\t"$a" 2; set # $a\n $ab 3; sets $a; set; set "$b" 4; "set $a" 5; set_a; }',
    ).statements
    expect(other?.beginning(beginnings('set $a')).map(({ args }) => args)).toEqual([
      ['$a', '1'],
      ['$a', '2'],
      ['$ab', '3'],
    ])
    const [both] = parse('l { set $b 1; set  $d 2; set "$a" 3; set $c 4; auth_x 5; au 6; s 7; }').statements
    expect(both?.beginning(beginnings('set $a', 'auth_', 'set $b')).map(({ args }) => args.at(-1))).toEqual([
      '1',
      '3',
      '5',
    ])
  })

  it('know their lines and their bytes', () => {
    const text = 'a;\nü {\n  b "c\nd";\n  e;\n}\n'
    const [first, second] = parse(text).statements
    const [inner, last] = second?.block ?? []
    expect([first?.line, second?.line, inner?.line, last?.line]).toEqual([1, 2, 3, 5])
    expect(Buffer.from(text).subarray(inner?.start, inner?.end).toString()).toBe('b "c\nd";')
  })
})

describe('Lua', () => {
  it.each([
    'ngx.say("}")',
    "x = '{{{'",
    '-- unbalanced }',
    "-- it's an apostrophe }",
    '--[[ } several\n lines ]]',
    'x = [[ } { ]]',
    'x = [==[ } ]] } ]==]',
    'x = "a\\"}"',
    'x = #"}}}"',
    'if a then b({c = {}}) end',
  ])('%s', (code) => {
    expect(shape(`content_by_lua_block {\n${code}\n}\nafter;`)).toEqual([[['content_by_lua_block'], []], [['after']]])
  })

  it('in a string is a string', () => {
    expect(shape(`content_by_lua 'ngx.say("}")';`)).toEqual([[['content_by_lua', 'ngx.say("}")']]])
  })
})

describe('flaws', () => {
  it.each<[string, string, object, number]>([
    ['cut in a directive', 'a;\nb c', { reason: 'end-in-statement', line: 2 }, 1],
    ['cut in a block', 'a;\nb {\n c;\n', { reason: 'end-in-block', openSince: 2 }, 2],
    ['cut in quotes', 'a;\nb "c\n', { reason: 'end-in-statement' }, 1],
    ['cut in Lua', 'a;\nx_by_lua_block {\n "}"', { reason: 'end-in-lua' }, 2],
    ['a brace too many', 'a;\n}\nb;', { reason: 'unexpected-character', found: '}', line: 2, column: 1 }, 1],
    ['a semicolon alone', 'a;\n ;', { reason: 'unexpected-character', found: ';', line: 2, column: 2 }, 1],
    ['a word after a quote', 'a "b"c;', { reason: 'unexpected-character', found: 'c' }, 0],
    ['a block without a name', '{ }', { reason: 'unexpected-character', found: '{' }, 0],
    ['a token without end', `a ${'x'.repeat(5000)};`, { reason: 'token-too-long' }, 0],
    ['blocks in blocks', `a;\n${'b{'.repeat(20_000)}`, { reason: 'nested-too-deep', line: 2, column: 402 }, 2],
  ])('%s', (_name, text, expected, statements) => {
    const tree = parse(text)
    expect(tree.flaw).toMatchObject(expected)
    expect(tree.statements.length).toBeLessThanOrEqual(statements)
    expect(printed(text).toString()).toBe(text)
  })
})

describe('printing', () => {
  it('gives back every text, byte by byte', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\r\n',
      ';',
      '{',
      '}',
      '"',
      "'",
      '#',
      '\\',
      '$',
      '${',
      'ü',
      'x_by_lua_block {',
      '[[',
      '--',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
        const text = parts.join('')
        expect(printed(text).toString()).toBe(text)
      }),
      { numRuns: 2000, verbose: true },
    )
  })

  it('gives back bytes that are no text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(printed(bytes).equals(Buffer.from(bytes))).toBe(true)
      }),
      { numRuns: 1000, verbose: true },
    )
  })
})
