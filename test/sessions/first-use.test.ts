/**
 * What a person met who tried the program for the first time, defect by defect: each of them is gone. The sixth, silence
 * while it works, is the matter of test/cli/progress.test.ts; the twenty-eighth, settings that do nothing, of test/config.
 */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../src/domain/text/width.js'
import { ingress, manifestOf, service } from '../support/manifests.js'
import { session } from '../support/program/session.js'

const root = join(import.meta.dirname, '../..')

/** @param columns a terminal of that width; left out: a pipe */
async function say(line: string, columns?: number, stdin?: string) {
  const env = columns === undefined || line.includes('--color') ? {} : { NO_COLOR: '1' }
  const more = { ...(columns === undefined ? {} : { columns }), ...(stdin === undefined ? {} : { stdin }) }
  return session(line.split(' '), { env, cwd: root, ...more })
}

const longest = (text: string) => Math.max(...text.split('\n').map(displayWidth))

/** As SGR has them: https://en.wikipedia.org/wiki/ANSI_escape_code#SGR */
const [green, red] = ['\u001b[32m', '\u001b[31m']

describe('what broke the promise', () => {
  it('1: a table fits the terminal, says what it left out, and cuts nothing with --no-trunc or in a pipe', async () => {
    const seen = await say('ingresses --from demo -A', 80)
    expect(longest(seen.stdout)).toBeLessThanOrEqual(80)
    expect(
      seen.stdout
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('default')),
    ).toHaveLength(4)
    const narrow = await say('ingresses --from demo:broken -A', 80)
    expect(narrow.stderr).toMatch(/cut to 80 columns: .* left out/)
    const [whole, piped] = [await say('ingresses --from demo -A --no-trunc', 80), await say('ingresses --from demo -A')]
    expect(whole.stdout).toBe(piped.stdout)
  })

  it('2: why -A tells the errors first, each with its fix, and how many there are', async () => {
    const { stdout, stderr } = await say('why -A --from demo:broken', 80)
    expect(stdout.lastIndexOf('\nERROR ')).toBeLessThan(stdout.indexOf('\nWARN '))
    expect(stdout.match(/^ {7}fix /gm)?.length).toBe(stdout.match(/^(?:ERROR|WARN) /gm)?.length)
    expect(stderr).toMatch(/10 of 12 Ingresses: 9 errors, 3 warnings; next: kubectl tkng why /)
    const errors = await say('why -A --from demo:broken --severity error', 80)
    expect(errors.stdout).not.toContain('WARN')
    const one = await say('why -A --from demo:broken --code duplicate', 80)
    expect(one.stdout.match(/^ERROR .*/gm)).toEqual([expect.stringContaining('duplicate:')])
  })

  it('2: of a list that is longer than the screen the most urgent is said once more, beside the next command', async () => {
    const seen = (rows: number) =>
      session('why -A --from demo:broken'.split(' '), { columns: 80, rows, env: { NO_COLOR: '1' } })
    const [short, long] = [await seen(24), await seen(60)]
    expect(short.stdout).toBe(long.stdout)
    const first = short.stdout.slice(0, short.stdout.indexOf('\nERROR ', 1) + 1)
    expect(first).toMatch(/^ERROR .*class-missing[\s\S]*fix /)
    expect(short.stderr).toMatch(/most urgent, from above:\nerror: nginx refused the last configuration/)
    expect(short.stderr).toContain(`is served on\n${first}10 of 12 Ingresses: `)
    expect(long.stderr).not.toContain('most urgent')
  })

  it('2: what is served without its authentication is the first and never green', async () => {
    const annotations = {
      'nginx.ingress.kubernetes.io/auth-url': 'http://auth',
      'nginx.ingress.kubernetes.io/auth-request-redirect': 'in valid;',
    }
    const open = ingress('open', 'open.example.com', 'web', annotations)
    const text = manifestOf(service('web'), ingress('lost', 'lost.example.com', 'nope'), open)
    const { stdout } = await say('why -A --from - --color=always', 100, text)
    const [first = ''] = stdout.split('\n')
    expect(first).toContain(red)
    expect(stdout.indexOf('WITHOUT')).toBeLessThan(stdout.indexOf('no-service'))
    expect(stdout).not.toContain(green)
  })

  it('3: a healthy manifest passes, and one cause does not hide another', async () => {
    const healthy = manifestOf(service('web'), ingress('web', 'shop.example.com', 'web'))
    const { stderr, code } = await say('why -A --from -', undefined, healthy)
    expect(code).toBe(0)
    expect(stderr).not.toContain('error:')
    const snippet = { 'nginx.ingress.kubernetes.io/configuration-snippet': 'more_set_headers "a: b";' }
    const twice = manifestOf(service('web'), ingress('web', 'shop.example.com', 'wbe', snippet))
    const told = await say('why -A --from - -o json', undefined, twice)
    const codes = JSON.parse(told.stdout).items.flatMap(({ causes }: { causes: { code: string }[] }) =>
      causes.map(({ code: one }) => one),
    )
    expect(codes).toEqual(expect.arrayContaining(['annotation-risk', 'no-service']))
  })

  it('4: why and trace take the same rules for granted', async () => {
    const snippet = { 'nginx.ingress.kubernetes.io/configuration-snippet': 'more_set_headers "a: b";' }
    const text = manifestOf(service('web'), ingress('web', 'shop.example.com', 'web', snippet))
    const [told, traced] = [
      await say('why shop/web --from - -o json', undefined, text),
      await say('trace http://shop.example.com/ --from - -o json', undefined, text),
    ]
    expect(JSON.parse(told.stdout).items.some(({ served }: { served: boolean | null }) => served === true)).toBe(false)
    expect(JSON.parse(traced.stdout).asked.verdict).toBe('not-found')
  })

  it('5: what an authentication service decides is guarded, and each of its answers is told', async () => {
    const text = manifestOf(
      service('web'),
      ingress('web', 'shop.example.com', 'web', {
        'nginx.ingress.kubernetes.io/auth-url': 'http://auth.example.com/check',
      }),
    )
    const { stdout, code } = await say('trace http://shop.example.com/ --from -', undefined, text)
    expect(stdout.split('\n')[0]).toContain('guarded: if http://auth.example.com/check answers 2xx')
    expect(code).toBe(0)
  })

  it('7: the later of two sources wins', async () => {
    const other = manifestOf(ingress('tkng-2', 'changed.example.com', 'prod')).replaceAll(
      'namespace: shop',
      'namespace: default',
    )
    const { stdout } = await say('ingresses --from demo --from -', undefined, other)
    expect(stdout).toContain('changed.example.com/')
    expect(stdout).not.toMatch(/tkng-2 +prod\//)
  })

  it('8: a controller of another kind is named, and its Ingress has a row', async () => {
    const { stdout, stderr } = await say('why -A --from test/fixtures/controllers/aws.yaml')
    expect(stdout + stderr).toMatch(/AWS Load Balancer Controller/)
    expect((await say('info --from test/fixtures/controllers/aws.yaml')).code).toBe(0)
  })
})

describe('what was wrong or ugly', () => {
  it.each([60, 80, 120])('9: no wrapped line of a trace is longer than %i columns', async (columns) => {
    const { stdout, stderr } = await say('trace http://dev/ --from demo', columns)
    expect(longest(stdout + stderr)).toBeLessThanOrEqual(columns)
  })

  it('10: the source of an answer is named once', async () => {
    const { stdout } = await say('trace http://dev/ --from demo --from test/fixtures/shop.yaml')
    expect(stdout.match(/nginx\.conf/g) ?? []).toHaveLength(1)
    expect(stdout).not.toContain('shop.yaml')
  })

  it('11: no controller is made up where none is in the namespace', async () => {
    const { stdout, stderr, code } = await say('status -n shop --from demo')
    expect([stdout, code]).toEqual(['', 2])
    expect(stderr).toContain('no ingress controller found in namespace "shop"')
  })

  it('12: -n is the namespace of the routes where routes and certificates are shown, and help says so', async () => {
    const { stdout } = await say('certs -n shop --from demo:broken')
    expect(stdout).toContain('old.example.com')
    expect(stdout).not.toContain('blog.example.com')
    const [ofRoutes, ofControllers] = [await say('certs --help'), await say('backends --help')]
    expect(ofRoutes.stdout).not.toBe(ofControllers.stdout)
    expect(ofControllers.stdout).toMatch(/-n.* of the controller|namespace of the controller/s)
  })

  it('13: nothing is green under a 404, and the hop that fails is red', async () => {
    const { stdout } = await say('trace http://shop.example.com/cart --from demo:broken --color=always', 100)
    expect(stdout).not.toContain(green)
    expect(stdout.split('\n').filter((line) => /[├└].*\u001b\[31m/.test(line)).length).toBeGreaterThan(0)
    expect((await say('trace http://nowhere/ --from demo', 80)).stdout).toContain('proxy agrees: 404')
  })

  it('14: a trace and a list name the next command', async () => {
    const traced = await say('trace http://shop.example.com/cart --from demo:broken', 80)
    expect(traced.stderr).toContain('next: kubectl tkng why shop/web')
    expect((await say('ingresses -A --from demo:broken', 80)).stderr.replace(/\s+/g, ' ')).toContain(
      'next: kubectl tkng why shop/search',
    )
  })

  it.each([60, 80])('15: help fits %i columns', async (columns) => {
    for (const line of ['--help', 'trace --help', 'help', 'options']) {
      const { stdout } = await say(line, columns)
      // An example is a line to be copied.
      const wrapped = stdout.split('\n').filter((one) => !one.startsWith('  kubectl '))
      expect(longest(wrapped.join('\n')), line).toBeLessThanOrEqual(columns)
    }
  })

  it('16: examples come before flags, and those of the connection stand behind "options"', async () => {
    const { stdout } = await say('ingresses --help', 100)
    expect(stdout.indexOf('Examples:')).toBeLessThan(stdout.indexOf('Flags:'))
    expect(stdout).not.toContain('--certificate-authority')
    expect(stdout).toContain('kubectl tkng options')
    expect((await say('options', 100)).stdout).toContain('--certificate-authority')
    expect((await say('general --help', 100)).stdout).not.toMatch(/Examples:\s*\n\s*\n/)
  })

  it.each([
    ['get ingresses', 'kubectl tkng ingresses'],
    ['ls', 'kubectl tkng ingresses'],
    ['version', '--version'],
    ['delete ingress web', 'nothing is changed here'],
    ['events', 'kubectl tkng describe'],
    ['ingresses --field-selector a=b', 'or -l'],
    ['ingresses --columns hst --from demo', 'did you mean host+path?'],
    ['ingresses --watc', '--watch'],
    ['ingresses --columns name --from demo', 'ingress-name'],
    ['ingresses --no-color', '--color=never'],
    ['ingresses --show-labels', '-l KEY=VALUE'],
    ['ingresses -L app', '-l KEY=VALUE'],
  ])('17: "%s" leads to %s', async (line, to) => {
    const { stderr, code } = await say(line)
    expect(stderr).toContain(to)
    expect(code).toBe(2)
  })

  it('18: every spelling of a name is taken, and what -o name prints can be fed back', async () => {
    for (const name of ['default/tkng-1', 'ing/tkng-1', 'ingress.networking.k8s.io/tkng-1', 'tkng-1']) {
      expect((await say(`ingresses ${name} --from demo`)).stdout, name).toContain('tkng-1')
      expect((await say(`why ${name} --from demo`)).code, name).toBe(0)
    }
    for (const line of ['why ingress tkng-1 tkng-2', 'describe ing tkng-1', 'routes ingresses tkng-1'])
      expect((await say(`${line} --from demo`)).code, line).toBe(0)
    const { stdout } = await say('why -A -o name --from demo:broken')
    const [first = ''] = stdout.trim().split('\n')
    expect((await say(`why ${first} --from demo:broken`)).stderr).not.toContain('not found')
  })

  it('19: what is not found is said once, with where, and the nearest name', async () => {
    const { stderr } = await say('why shop/wbe --from demo:broken')
    expect(stderr).toBe('error: Ingress "wbe" not found in namespace "shop" (did you mean web?)\n')
    expect((await say('logs --ingress shop/wbe --from demo:broken')).stderr).toContain(
      'warning: Ingress "wbe" not found in namespace "shop" (did you mean web?)',
    )
    expect((await say('ingresses --service prdo --from demo')).stderr).toContain('did you mean prod?')
  })

  it('20: -All and a path without its slash are not read as something else', async () => {
    expect((await say('ingresses -All --from demo')).stderr).toContain('can be read as -A -l l')
    expect((await say('ingresses --path prod --from demo')).stderr).toContain('a path begins with /')
  })

  it('21: problems of certificates come first, and the defaults are one line', async () => {
    const { stdout, stderr } = await say('certs --from demo:broken', 120)
    expect(stdout.split('\n')[1]).toMatch(/^old\.example\.com +expired/)
    expect(stdout).not.toContain('no Ingress asks for TLS')
    expect(stderr.replace(/\s+/g, ' ')).toContain('7 without TLS')
    expect((await say('certs --state expired --from demo:broken')).stdout.trim().split('\n')).toHaveLength(2)
  })

  it('22: yes, no and nothing look the same everywhere', async () => {
    const lines = [
      'ingresses',
      'certs',
      'status',
      'trace --all',
      'why -A -o table',
      'backends -o table',
      'info -o wide',
    ]
    for (const line of lines) {
      const { stdout } = await say(`${line} --from demo:broken`)
      expect(stdout, line).not.toMatch(/ {2}(?:YES|NO|Yes|No|<none>|true|false)(?: {2}|$)/m)
    }
  })

  it('23: a list of requests ends in a count of its verdicts, bad lines are counted, and JSON of routes is taken', async () => {
    const input = 'http://dev/\n*.host\n*.other\nhttp://nowhere/\n'
    const { stderr, code } = await say('trace --input - --from demo', 120, input)
    expect(stderr).toMatch(/1 served/)
    expect(stderr.replace(/\s+/g, ' ')).toContain('(and 1 more: see -v 1)')
    expect(stderr.match(/^error/gm) ?? []).toHaveLength(code === 2 ? 1 : 0)
    const routes = await say('ingresses -o json --from demo')
    const traced = await say('trace --input - --from demo', undefined, routes.stdout)
    expect(traced.stdout.match(/served/g)).toHaveLength(4)
    expect((await say('trace --all --from demo')).stdout).toBe(traced.stdout)
  })

  it('24: a picture runs from top to bottom, its failures red, its winners bold, shared nodes drawn once', async () => {
    const { stdout } = await say('trace --all -o dot --from demo:broken')
    expect(stdout).toContain('rankdir=TB')
    expect(stdout).toContain('penwidth=3')
    const labels = [...stdout.matchAll(/\[label="([^"]+)" fillcolor/g)].map(([, label]) => label)
    expect(new Set(labels).size).toBe(labels.length)
    expect((await say('ingresses -o mermaid --from demo')).stdout).toMatch(/^(?:flowchart|graph) /)
  })

  it('25: the demo of a bad day has a log, processes and causes', async () => {
    expect((await say('logs --from demo:broken')).stdout.split('\n').length).toBeGreaterThan(5)
    expect((await say('ps --from demo:broken')).stdout).toContain('-c /etc/nginx/nginx.conf')
    expect((await say('why -n shop web --from demo:broken')).stdout).toContain('no-port')
  })

  it('26: --probe asks for a cluster before anything is printed', async () => {
    const { stdout, stderr } = await say('trace --probe http://dev/ --from demo')
    expect(stdout).toBe('')
    expect(stderr).toContain('--probe needs a cluster')
  })

  it('27: a capture is not a folder that is called x.zip', async () => {
    expect((await say('capture -o x.zip --from demo')).stderr).toContain('a capture cannot be a .zip file')
  })

  it('29: a saved log is read', async () => {
    const line =
      '192.0.2.7 - - [23/Nov/2026:08:49:15 +0000] "GET /a HTTP/1.1" 502 5 "-" "curl" 3 0.1 [shop-web-80] [] - - - - a\n'
    expect((await say('logs --from - --status 5xx', undefined, line)).stdout).toContain('/a')
  })

  it('30: words are plain', async () => {
    const lines = [
      '--help',
      'trace http://nowhere/ --from demo',
      'why -A --from demo',
      'backends --help',
      'exec --help',
    ]
    const said = (await Promise.all(lines.map((line) => say(line))))
      .map(({ stdout, stderr }) => stdout + stderr)
      .join('\n')
    for (const quaint of [
      'does not hold that',
      'does not tell about',
      'told is what',
      'Others that did not',
      'Nothing to say',
      'served as asked',
      'becomes ours',
      '(whole)',
    ])
      expect(said).not.toContain(quaint)
  })

  it('31: installing and packing are quiet', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(scripts.prepare).toContain('--silent')
  })

  it('32: notes are wrapped, and what a folder of manifests does not hold is said in one', async () => {
    const text = manifestOf(service('web'), ingress('web', 'shop.example.com', 'web'))
    const { stderr } = await say('why -A --from -', 80, text)
    expect(longest(stderr)).toBeLessThanOrEqual(80)
    expect(stderr.match(/^(?:note|warning|error): /gm)).toHaveLength(1)
  })

  it('33: the front door is short', () => {
    expect(statSync(join(root, 'README.md')).size).toBeLessThan(10_000)
  })

  it('34: one long name does not widen all rows of a pipe, and a ticket gets markdown or csv', async () => {
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`
    const text = manifestOf(service('web'), ingress('web', 'shop.example.com', 'web'), ingress('z', long, 'web'))
    const { stdout } = await say('ingresses -A --from -', undefined, text)
    const widths = stdout.trim().split('\n').map(displayWidth)
    expect(Math.max(...widths) - Math.min(...widths)).toBeGreaterThan(40)
    expect((await say('ingresses -o markdown --from demo')).stdout).toMatch(/^\| NAMESPACE \|/)
    expect((await say('ingresses -o csv --from demo')).stdout).toMatch(/^NAMESPACE,/)
  })
})
