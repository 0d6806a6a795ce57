/** What Tab offers without asking anybody: commands, flags, closed values, and the built-in capture. */
import { describe, expect, it } from 'vitest'
import { declareTree } from '../../src/cli/program.js'
import { closedValues, valueOfFlag } from '../../src/cli/words/values.js'
import { completed } from '../support/program/completed.js'
import { verbs } from '../support/program/grammar.js'

describe('commands', () => {
  it('are all offered, with what they do', async () => {
    const { names, meanings, directive } = await completed('')
    expect(names).toEqual(verbs.map(({ name }) => name))
    for (const { name, summary } of verbs) expect(summary.slice(0, 60)).toBe(meanings[name]?.slice(0, 60))
    expect(directive).toBe(4)
  })

  it.each([
    ['ing', ['ingresses']],
    ['con', ['conf', 'config']],
    ['contr', ['controllers']],
    ['-n shop back', ['backends']],
    ['--namespace=shop back', ['backends']],
    ['-A back', ['backends']],
    ['-Anshop back', ['backends']],
    ['-n back', []],
    ['tr', ['trace']],
    ['general', []],
    ['nonsense ', []],
    ['nonsense -', []],
  ])('%s', async (line, names) => {
    expect((await completed(line)).names).toEqual(names)
  })
})

describe('flags', () => {
  it.each([
    ['ingresses --ho', ['--host']],
    ['ing --ho', ['--host']],
    ['backends --ho', []],
    ['ingresses --host a --ho', []],
    ['ingresses --host=a --ho', []],
    ['ingresses -n x --name', []],
    ['ingresses -nx --name', []],
    ['ingresses -A --all', []],
    ['ingresses --as-group a --as-g', ['--as-group']],
    ['ingresses --from a --fr', ['--from']],
    ['ingresses --no-h', ['--no-headers']],
    ['ingresses --no-headers --no-h', []],
    ['--cont', ['--context']],
    ['backends --cont', ['--controller', '--container', '--context']],
    ['logs --sin', ['--since', '--since-time']],
    ['capture --out', ['--output']],
    ['exec -- --ho', []],
    ['-v=', []],
    ['--nonsense=', []],
    ['ingresses --all-namespaces=', []],
  ])('%s', async (line, names) => {
    expect(await completed(line)).toMatchObject({ names, directive: 4 })
  })

  it('come short and long behind a single dash', async () => {
    const { names, meanings } = await completed('ingresses -')
    expect(names).toEqual(expect.arrayContaining(['-n', '--namespace', '-o', '--help', '--from']))
    expect(meanings['-n']).toBe('only Ingresses of this namespace')
    expect((await completed('ingresses --')).names).not.toContain('-n')
  })
})

describe('values', () => {
  it.each([
    [
      'ingresses -o ',
      [
        'table',
        'wide',
        'json',
        'yaml',
        'name',
        'csv',
        'markdown',
        'dot',
        'mermaid',
        'custom-columns=',
        'jsonpath=',
        'go-template=',
      ],
    ],
    ['ingresses -o w', ['wide']],
    ['ingresses --output=w', ['wide']],
    ['ingresses -o=w', ['wide']],
    ['logs -o ', ['text', 'json']],
    ['ingresses --sort-by ', ['namespace', 'name', 'host', 'age']],
    ['--color ', ['auto', 'always', 'never']],
    ['completion ', ['bash', 'zsh', 'fish', 'powershell', 'k9s', 'install', 'uninstall']],
    ['completion z', ['zsh']],
    ['explain tls-expi', ['tls-expiring', 'tls-expired']],
    ['explain no-port ', []],
    ['completion bash ', []],
    ['logs --tail ', []],
    ['exec ', []],
    ['trace -o t', ['table', 'tree']],
    ['trace --http1.0 -H a:b --heade', ['--header']],
    ['trace --http1.0 --http', []],
    ['ps --columns ', ['replica', 'pid', 'role', 'uptime', 'command']],
    ['ps --columns role,p', ['role,pid']],
    ['ps --columns=pid,role,', ['pid,role,replica', 'pid,role,uptime', 'pid,role,command']],
    ['exec --columns ', []],
  ])('%s', async (line, names) => {
    expect(await completed(line)).toMatchObject({ names, directive: 4 })
  })

  it.each([
    ['--kubeconfig ', [], 0],
    ['--client-key=', [], 0],
    ['ingresses --from ', [], 0],
    ['ingresses --from de', ['demo', 'demo:broken', 'demo:gateway'], 0],
    ['ingresses --from other', [], 0],
    ['completion install --dir ', [], 16],
  ])('%s: files', async (line, names, directive) => {
    expect(await completed(line)).toMatchObject({ names, directive })
  })

  it.each([
    ['ingresses --from demo ', ['tkng-1', 'tkng-2']],
    ['ingresses --from demo tkng-1 ', ['tkng-2']],
    ['ingresses --from=demo --host d', ['dev']],
    ['ingresses --from demo -n nowhere ', []],
    ['why --from demo ', ['tkng-1', 'tkng-2']],
    ['why --from demo tk', ['tkng-1', 'tkng-2']],
    ['why --from demo de', ['default/tkng-1', 'default/tkng-2']],
    ['why --from demo default/tkng-2', ['default/tkng-2']],
    ['why --from demo nobody/', []],
    ['trace --from demo d', ['dev/']],
    ['trace --from demo https://', ['https://dev/', 'https://prod/']],
    ['trace --from demo ht', ['http://dev/', 'http://prod/']],
    ['trace --from demo ', ['http://dev/', 'http://prod/']],
    ['trace --from demo http://prod/ http://d', ['http://dev/']],
    ['ingresses --from demo --path ', ['/', '/dev', '/prod']],
    ['ingresses --from demo --service d', ['dev']],
    ['ingresses --from demo --service dev:', ['dev:8080']],
    ['ingresses --from demo --class ', ['nginx']],
    ['trace --from demo --semantics ', ['contour', 'f5-nginx', 'ingress-nginx', 'spec', 'traefik']],
    ['why --from demo --semantics s', ['spec']],
    ['logs --from demo --ingress ', ['default/tkng-1', 'default/tkng-2']],
    ['backends --from demo --controller ', ['kube-system/ingress-controller-ingress-nginx-controller']],
    ['backends --from demo --deployment ', ['ingress-controller-ingress-nginx-controller']],
    ['backends --from demo --container ', ['controller']],
    ['backends --from demo --backend default-d', ['default-dev-8080']],
    [
      'conf --from demo --pod ',
      ['plpcp', 'x4n8p'].map((end) => `ingress-controller-ingress-nginx-controller-68dbfcb676-${end}`),
    ],
    ['ingresses --from demo --context c --host ', []],
    ['ingresses --from /not/there --host ', []],
    ['ingresses --from - --host ', []],
  ])('%s', async (line, names) => {
    expect(await completed(line)).toMatchObject({ names, directive: 4 })
  })

  it('come with what they are', async () => {
    expect((await completed('ingresses --from demo ')).meanings).toEqual({ 'tkng-1': '', 'tkng-2': 'prod, dev' })
    expect((await completed('ingresses --from demo --class ')).meanings).toEqual({ nginx: 'k8s.io/ingress-nginx' })
  })
})

describe('the table of flags', () => {
  const options = [null, ...verbs].flatMap((verb) => {
    const { program, named } = declareTree({ verbs, named: verb }, '1', () => {})
    return (named?.command ?? program).options
  })

  it('names no flag that nobody declares', () => {
    const declared = new Set(options.map(({ long }) => long))
    expect(Object.keys(valueOfFlag).filter((flag) => !declared.has(flag))).toEqual([])
  })

  it('knows what stands behind each flag that names something of the cluster', () => {
    const named = options.filter(({ flags }) => /<(host|path|pod|class|service|namespace|context|file)\b/.test(flags))
    expect(named.length).toBeGreaterThan(20)
    for (const { long } of named) expect(valueOfFlag[long ?? ''], `of ${long}`).toBeDefined()
  })

  it.each([
    ['table|wide; NO_COLOR counts', ['table', 'wide']],
    ['one that names a|b later', []],
    ['a word', []],
  ])('reads the closed list of "%s"', (description, values) => {
    expect(closedValues(description)).toEqual(values)
  })
})
