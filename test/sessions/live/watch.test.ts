/** `-w` against an API server whose objects change: what is shown, how a watch goes on, and what ends it. */
import type { ServerResponse } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { fitted, redraw } from '../../../src/cli/watch/deliver-watch.js'
import { main } from '../../../src/main.js'
import { type FakeApi, fakeApi, type Seen } from '../../support/cluster/fake-api.js'
import { type Fault, status } from '../../support/cluster/fake-api-faults.js'
import { kubeHome } from '../../support/cluster/kube-home.js'
import { ingress, rule, service } from '../../support/objects.js'
import { session } from '../../support/program/session.js'

const web = (path: string) => ingress('web', { ingressClassName: 'nginx', rules: [rule('a.test', path, 'web')] })

/** A text that grows, and who waits for something in it. */
function growing() {
  const sink = new PassThrough({ highWaterMark: 1024 * 1024 })
  let text = ''
  const waiting = new Set<() => void>()
  sink.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    for (const look of waiting) look()
  })
  const until = (wanted: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!text.includes(wanted)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return { sink, until, text: () => text }
}

interface Watch {
  readonly seen: Seen
  readonly response: ServerResponse
}

let api: FakeApi | undefined
afterEach(() => api?.close())

/** A command line that goes on while the objects change. */
async function watching(
  line: string,
  options: { readonly columns?: number; readonly refuse?: Fault; readonly path?: string } = {},
) {
  const objects = { Ingress: [web(options.path ?? '/one')], Service: [service('web')] }
  const opened: Watch[] = []
  const hearing = new Set<() => void>()
  const fault: Fault = (seen, response) => {
    if (seen.query.get('watch') !== '1') return false
    if (options.refuse !== undefined) return options.refuse(seen, response)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    opened.push({ seen, response })
    for (const hear of hearing) hear()
    return true
  }
  api = await fakeApi({ objects, faults: [fault] })
  const home = kubeHome({ '.kube/config': api.kubeconfig() })
  const [stdout, stderr] = [growing(), growing()]
  const stop = new AbortController()
  const ticks: (() => void)[] = []
  const code = main(line.split(' '), {
    stdin: Readable.from(['']),
    stdout: stdout.sink,
    stderr: stderr.sink,
    columns: options.columns,
    rows: 20,
    talkColumns: undefined,
    stdinIsTTY: false,
    hold: () => () => {},
    env: home.around.env,
    cwd: '/nowhere',
    program: '/nowhere/kubectl-tkng',
    platform: 'linux',
    node: 'v20.19.0',
    signal: stop.signal,
    repeat: (milliseconds, run) => {
      if (milliseconds === 10_000) ticks.push(run)
      return () => {}
    },
    now: () => Date.parse('2026-11-24T08:48:05Z'),
  })
  /** The n-th watch of Ingresses, once it is there. */
  const watch = (n: number) =>
    new Promise<Watch>((resolve) => {
      const hear = () => {
        const found = opened.filter(({ seen }) => seen.path.endsWith('/ingresses'))[n - 1]
        if (found === undefined) return
        hearing.delete(hear)
        resolve(found)
      }
      hearing.add(hear)
      hear()
    })
  const tell = ({ response }: Watch, type: string, resourceVersion: string, more: object = {}) =>
    void response.write(
      `${JSON.stringify({ type, object: { metadata: { name: 'web', resourceVersion }, ...more } })}\n`,
    )
  const end = async () => {
    stop.abort(130)
    return { code: await code, stdout: stdout.text(), stderr: stderr.text() }
  }
  return { objects, watch, tell, end, stdout, stderr, ticks }
}

it('in a pipe it prints a row for each change', async () => {
  const { objects, watch, tell, end, stdout } = await watching('ingresses -w -n default --columns host+path,service')
  await stdout.until('/one')
  const first = await watch(1)
  expect(first.seen.method).toBe('GET')
  expect(first.seen.query.get('resourceVersion')).toBe('4711')
  expect(first.seen.query.get('allowWatchBookmarks')).toBe('true')
  expect(first.seen.headers.accept).toMatch(/^application\/json;as=PartialObjectMetadata;/)
  objects.Ingress = [web('/two')]
  tell(first, 'MODIFIED', '4712')
  await stdout.until('gone')
  const { code, stdout: text } = await end()
  expect(text).toBe(
    [
      'CHANGE   HOST+PATH    SERVICE',
      'added    a.test/one   web',
      'added    a.test/two   web',
      'gone     a.test/one   web',
      '',
    ].join('\n'),
  )
  expect(code).toBe(130)
})

it('leaves nothing behind on stdout with each change', async () => {
  const { objects, watch, tell, end, stdout } = await watching('ingresses -w -n default --columns host+path')
  await stdout.until('/one')
  const first = await watch(1)
  const listeners = () => ['error', 'close', 'drain'].map((event) => stdout.sink.listenerCount(event))
  const before = listeners()
  for (const path of ['/two', '/three', '/four']) {
    objects.Ingress = [web(path)]
    tell(first, 'MODIFIED', '4712')
    await stdout.until(`added    a.test${path}`)
  }
  expect(listeners()).toEqual(before)
  await end()
})

it('-o json prints a document for each change', async () => {
  const { objects, watch, tell, end, stdout } = await watching('ingresses -w -n default -o json')
  await stdout.until('/one')
  objects.Service = [service('web', { ports: [{ port: 81 }] })]
  tell(await watch(1), 'MODIFIED', '4712')
  await stdout.until('"changed"')
  const lines = (await end()).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ kind, change, item }) => [kind, change, item.backends[0].endpoints.state])).toEqual([
    ['Change', 'added', 'no-slices'],
    ['Change', 'changed', 'no-port'],
  ])
})

it('-o json writes what steers a terminal as an escape, and no token', async () => {
  const { end, stdout } = await watching('ingresses -w -n default -o json', { path: '/\u009b2J\u202e?token=7f3aQ2' })
  await stdout.until('"added"')
  expect((await end()).stdout).toContain('/\\u009b2J\\u202e?token=masked')
})

it('goes on where a bookmark says that it was', async () => {
  const { objects, watch, tell, end, stdout } = await watching('ingresses -w -n default')
  const first = await watch(1)
  tell(first, 'BOOKMARK', '5000')
  first.response.end()
  const second = await watch(2)
  expect(second.seen.query.get('resourceVersion')).toBe('5000')
  objects.Ingress = [web('/two')]
  tell(second, 'ADDED', '5001')
  await stdout.until('/two')
  second.response.destroy()
  expect((await watch(3)).seen.query.get('resourceVersion')).toBe('5001')
  await end()
})

it('asks for the list again where the server has forgotten the place', async () => {
  const { objects, watch, tell, end, stdout } = await watching('ingresses -w -n default')
  const first = await watch(1)
  tell(first, 'BOOKMARK', '5000')
  await stdout.until('/one')
  objects.Ingress = [web('/two')]
  tell(first, 'ERROR', '', { kind: 'Status', code: 410, reason: 'Expired' })
  await stdout.until('/two')
  expect((await watch(2)).seen.query.get('resourceVersion')).toBe('4711')
  await end()
})

it('who may not watch is shown what is asked now and then', async () => {
  const refuse = status(403, 'Forbidden', 'cannot watch resource "ingresses"')
  const { objects, end, stdout, ticks } = await watching('ingresses -w -n default', { refuse })
  await stdout.until('/one')
  await expect.poll(() => ticks.length).toBeGreaterThan(0)
  objects.Ingress = [web('/two')]
  for (const tick of ticks) tick()
  await stdout.until('/two')
  expect((await end()).code).toBe(130)
})

it('on a terminal it draws over what has changed, and marks it', async () => {
  const { objects, watch, tell, end, stdout } = await watching('ingresses -w -n default --color always', {
    columns: 80,
  })
  await stdout.until('watching at 08:48:05Z')
  objects.Ingress = [web('/two')]
  tell(await watch(1), 'MODIFIED', '4712')
  await stdout.until('1 added, 1 gone')
  const { stdout: text } = await end()
  const over = text.slice(text.indexOf('\u001b[3A'))
  expect(over).toContain('\u001b[7ma.test/two\u001b[27m')
  expect(over).not.toContain('HOST+PATH')
})

describe('over what was drawn', () => {
  it.each<[string, string[], string[], string]>([
    ['nothing', [], ['a'], '\r\u001b[2Ka\n'],
    ['the same', ['a', 'b'], ['a', 'b'], '\u001b[2A\n\n'],
    ['one other line', ['a', 'b'], ['a', 'c'], '\u001b[2A\n\r\u001b[2Kc\n'],
    ['more', ['a'], ['a', 'b'], '\u001b[1A\n\r\u001b[2Kb\n'],
    ['fewer', ['a', 'b'], ['a'], '\u001b[2A\n\u001b[J'],
  ])('%s', (_what, before, after, drawn) => expect(redraw(before, after)).toBe(drawn))

  it('what has no place on the terminal is counted', () => {
    expect(fitted(['a', 'b', 'c', 'd'], 'end', 5)).toEqual(['a', 'b', '… and 2 more lines', 'end'])
    expect(fitted(['a', 'b'], 'end', undefined)).toEqual(['a', 'b', 'end'])
  })
})

it.each([
  ['ingresses -w --from demo', '-w needs a cluster: a file does not change (leave --from or -w out)'],
  ['ingresses -w -o yaml', '-w is for table, wide and json, not for -o yaml (say -o table)'],
  ['trace -w http://a/', 'unknown option "-w" (see kubectl tkng trace --help)'],
])('%s', async (line, message) => {
  expect(await session(line.split(' '))).toEqual({ stdout: '', stderr: `error: ${message}\n`, code: 2 })
})
