/** Tab in real shells: by kubectl's own completion, and by our script for the name `kubectl-tkng`. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { type CompletionHome, completionHome, longContext } from '../support/program/completion-home.js'
import { keys, openTerminal, type Terminal } from './support/terminal.js'

interface Shell {
  readonly argv: readonly string[]
  /** lines typed once the shell is there */
  readonly begin: readonly string[]
  /** what makes it list: the first Tab of bash only rings */
  readonly tabs: string
}

const shells: Readonly<Record<string, Shell>> = {
  bash: {
    argv: ['bash', '--norc', '--noprofile', '-i'],
    begin: [
      'source /usr/share/bash-completion/bash_completion',
      'source <(kubectl completion bash)',
      'source <(kubectl-tkng completion bash)',
      "bind 'set enable-bracketed-paste off'",
    ],
    tabs: keys.tab + keys.tab,
  },
  zsh: {
    argv: ['zsh', '-f', '-i'],
    begin: [
      'autoload -U compinit && compinit -D',
      'source <(kubectl completion zsh)',
      'source <(kubectl-tkng completion zsh)',
    ],
    tabs: keys.tab,
  },
  fish: {
    argv: ['fish', '--no-config', '--interactive'],
    begin: ['kubectl completion fish | source', 'kubectl-tkng completion fish | source'],
    tabs: keys.tab,
  },
}

/** A line up to the cursor → the words that Tab makes of it. */
const cases: readonly (readonly [line: string, words: readonly string[]])[] = [
  ['back', ['backends']],
  ['ingresses --sort', ['ingresses', '--sort-by']],
  ['ingresses -o wi', ['ingresses', '-o', 'wide']],
  ['ingresses --output=wi', ['ingresses', '--output=wide']],
  ['ingresses -n sh', ['ingresses', '-n', 'shop']],
  ['ingresses --namespace=sh', ['ingresses', '--namespace=shop']],
  ['ingresses we', ['ingresses', 'web']],
  ['ingresses --host ww', ['ingresses', '--host', 'www.example.com']],
  ['ingresses --context ar', ['ingresses', '--context', longContext]],
  ['ingresses --context arn:aws:e', ['ingresses', '--context', longContext]],
  ['trace http://w', ['trace', 'http://www.example.com/']],
  ['ingresses --from the-f', ['ingresses', '--from', 'the-file.yaml']],
  ['ingresses --from dem', ['ingresses', '--from', 'demo']],
  ['completion install --dir a-', ['completion', 'install', '--dir', 'a-folder']],
]

let home: CompletionHome
beforeAll(async () => {
  home = await completionHome(inject('program'))
})
afterAll(() => home.close())

describe.each(Object.entries(shells))('%s', (_name, { argv, begin, tabs }) => {
  let terminal: Terminal
  beforeEach(async () => {
    terminal = openTerminal(argv, home.env, home.folder)
    for (const line of [...begin, 'stty cols 200 rows 50']) terminal.press(`${line}${keys.enter}`)
    terminal.press(`echo re''ady${keys.enter}`)
    await terminal.shows(/\bready\s/)
  })
  afterEach(() => terminal.close())

  it.each([
    ['ingresses -n ', /default[^<]*shop/],
    ['c', /capture[^<]*Write what[^<]*completion[^<]*Complete commands/],
  ])('lists what there is, with what each is: %s', async (line, wanted) => {
    terminal.press(`kubectl-tkng ${line}${tabs}`)
    expect(await terminal.shows(wanted)).not.toContain('the-file')
  })

  it('offers no file where a name is wanted', async () => {
    terminal.press(`kubectl-tkng ingresses -n the-${keys.tab}${keys.home}printf '<%s>' ${keys.enter}`)
    await terminal.shows(/<kubectl-tkng><ingresses><-n><the->/)
  })

  for (const program of ['kubectl-tkng', 'kubectl tkng'])
    it.each(cases)(`${program} %s`, async (line, words) => {
      // The finished line becomes the argument of printf, which shows how the shell reads it.
      terminal.press(`${program} ${line}${keys.tab}; echo '|'${keys.home}printf '<%s>' ${keys.enter}`)
      const said = await terminal.shows(/<kubectl(?:-tkng>|><tkng>)[^\r\n]*>\|/)
      const [, read = ''] = /(<kubectl.*)\|$/.exec(said) ?? []
      // A shell may leave the slash of a folder, or take it away when the word is over.
      expect(read.replaceAll('folder/>', 'folder>')).toBe(
        [...program.split(' '), ...words].map((word) => `<${word}>`).join(''),
      )
    })
})
