/** Files of strangers: refused with a sentence, or read as far as they make sense; never a crash. */
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { Header } from 'tar'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSource } from '../../src/capture/open.js'
import { Problem } from '../../src/domain/problem.js'
import { resolveRoutes } from '../../src/domain/routes/resolve-routes.js'
import { gatherRoutes } from '../../src/questions/routes/gather.js'

let cwd = ''
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tkng-hostile-'))
})

const read = (bytes: string | Buffer) =>
  openSource(['-'], {
    cwd,
    stdin: Readable.from([Buffer.from(bytes)]),
    scope: 'all-namespaces',
    signal: new AbortController().signal,
  })
const readFile = (path: string) =>
  openSource([path], { cwd, stdin: new PassThrough(), scope: 'all-namespaces', signal: new AbortController().signal })

async function refusal(promise: Promise<unknown>): Promise<unknown> {
  const error = await promise.then(
    () => 'accepted',
    (reason: unknown) => reason,
  )
  return error instanceof Problem ? error.value : error
}

/** A one-entry archive of any kind, as no honest program makes it. */
function archive(
  type: 'File' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO',
  path: string,
  linkpath = '',
  size = 0,
): Buffer {
  const header = new Header({ path, linkpath, mode: 0o644, size, type, mtime: new Date(0) })
  const block = Buffer.alloc(512)
  header.encode(block, 0)
  return Buffer.concat([block, Buffer.alloc(1024)])
}

describe('refused', () => {
  it.each<[string, string | Buffer, object]>([
    ['nothing', '', { reason: 'source-invalid', facts: { detail: 'it is empty' } }],
    ['blanks', ' \n\t\n', { reason: 'source-invalid' }],
    [
      'broken YAML',
      'kind: Ingress\nmetadata: {name: a\nspec: [',
      { reason: 'source-invalid', facts: { line: 3, column: 1 } },
    ],
    [
      'a tab for a blank',
      'kind: Ingress\nspec:\n\trules: []',
      { reason: 'source-invalid', facts: { line: 3, column: 1 } },
    ],
    [
      'broken JSON',
      '{\n  "kind": "Ingress",\n  "spec": ]\n',
      { reason: 'source-invalid', facts: { line: 3, column: 11 } },
    ],
    ['JSON that is cut', '{"kind": "List", "items": [{"kind": "Ing', { reason: 'source-invalid' }],
    ['a word', 'hello', { reason: 'source-invalid' }],
    ['other objects only', 'kind: Job\napiVersion: batch/v1\n', { reason: 'source-invalid' }],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80]), { reason: 'source-invalid' }],
    [
      'a capture of another version',
      'apiVersion: tkng.dev/v9\nkind: Capture\n',
      { reason: 'source-version', facts: { found: 'tkng.dev/v9' } },
    ],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
        .join('\n')}\n`,
      { reason: 'source-unsafe' },
    ],
    ['a damaged gzip', gzipSync('kind: Ingress').subarray(0, 12), { reason: 'source-invalid' }],
    ['a link in an archive', archive('SymbolicLink', 'api/x.yaml', '/etc/passwd'), { reason: 'source-unsafe' }],
    ['a hard link', archive('Link', 'api/x.yaml', '../../x'), { reason: 'source-unsafe' }],
    ['a device', archive('CharacterDevice', 'api/null.yaml'), { reason: 'source-unsafe' }],
    ['a pipe', archive('FIFO', 'api/x.yaml'), { reason: 'source-unsafe' }],
    ['a path that leads out', archive('File', '../../x.yaml'), { reason: 'source-unsafe' }],
    ['a path from the root', archive('File', '/etc/x.yaml'), { reason: 'source-unsafe' }],
    ['a path of Windows', archive('File', 'C:\\x.yaml'), { reason: 'source-unsafe' }],
  ])('%s', async (_name, bytes, expected) => {
    expect(await refusal(read(bytes))).toMatchObject(expected)
  })

  it('a compressed nothing of more than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(257 * 1024 * 1024, ' '), { level: 1 })
    expect(await refusal(read(bomb))).toMatchObject({ reason: 'source-too-large' })
  })

  it.each([
    ['nowhere.yaml', 'source-missing'],
    ['link.yaml', 'source-missing'],
  ])('%s', async (path, reason) => {
    if (path === 'link.yaml') symlinkSync(join(cwd, 'gone'), join(cwd, path))
    expect(await refusal(readFile(path))).toMatchObject({ reason })
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const opened = openSource(['-'], { cwd, stdin: new PassThrough(), scope: 'all-namespaces', signal: stop.signal })
    stop.abort()
    await expect(opened).rejects.toThrow()
  })

  it('a folder in which nothing is readable by these commands', async () => {
    const empty = mkdtempSync(join(cwd, 'empty-'))
    writeFileSync(join(empty, 'notes.txt'), 'x')
    expect(await refusal(readFile(empty))).toMatchObject({ reason: 'source-invalid' })
  })
})

describe('left before more of it is asked for', () => {
  const [megabytes, blank] = [1024 ** 2, Buffer.alloc(1024 ** 2, ' ')]
  const blanks = gzipSync(blank)

  /** @returns how much was taken after the beginning */
  async function taken(start: Buffer, more: Buffer, facts: object): Promise<number> {
    let count = 0
    function* endless(): Generator<Buffer> {
      yield start
      for (;;) {
        count++
        yield more
      }
    }
    const options = { cwd, scope: 'all-namespaces', signal: new AbortController().signal } as const
    expect(await refusal(openSource(['-'], { ...options, stdin: Readable.from(endless()) }))).toMatchObject(facts)
    return count
  }

  it.each([
    ['text', archive('File', 'api/x.yaml', '', 300 * megabytes).subarray(0, 512)],
    ['file that nobody wants', archive('File', 'x.bin', '', 300 * megabytes).subarray(0, 512)],
  ])('an archive, by what it says of a %s', async (_name, start) => {
    const limit = { reason: 'source-too-large', facts: { limit: '256 MiB a file' } }
    expect(await taken(start, blank, limit)).toBeLessThan(4)
    expect(await taken(gzipSync(start), blanks, limit)).toBeLessThan(64)
  })

  it('an archive with a device, as soon as that comes', async () => {
    const start = archive('CharacterDevice', 'api/null.yaml').subarray(0, 512)
    expect(await taken(start, blank, { reason: 'source-unsafe' })).toBeLessThan(4)
  })

  it('a text in an archive that is none', async () => {
    const start = archive('File', 'api/x.yaml', '', 200 * megabytes).subarray(0, 512)
    expect(await taken(start, Buffer.alloc(megabytes), { reason: 'source-invalid' })).toBeLessThan(8)
  })
})

describe('read as far as it makes sense', () => {
  it('objects whose fields have any shape at all', async () => {
    const kinds = [
      ['networking.k8s.io/v1', 'Ingress'],
      ['v1', 'Service'],
      ['discovery.k8s.io/v1', 'EndpointSlice'],
    ] as const
    const value = fc.jsonValue({ maxDepth: 4 })
    const keys = [
      'rules',
      'http',
      'paths',
      'backend',
      'service',
      'port',
      'tls',
      'hosts',
      'ports',
      'endpoints',
      'addresses',
      'conditions',
      'targetRef',
      'labels',
      'annotations',
      '__proto__',
      'constructor',
    ]
    const shaped = fc.dictionary(fc.constantFrom(...keys), value)
    const object = fc.record({
      kind: fc.constantFrom(...kinds),
      metadata: fc.oneof(value, shaped),
      spec: fc.oneof(value, shaped),
      status: value,
      endpoints: value,
      ports: value,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(object, { minLength: 1, maxLength: 4 }), async (objects) => {
        const items = objects.map(({ kind: { 0: apiVersion, 1: kind }, ...rest }) => ({ ...rest, apiVersion, kind }))
        const { cluster } = await read(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
        resolveRoutes(await gatherRoutes(cluster, { scope: 'all-namespaces' }))
      }),
      { verbose: true },
    )
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
