/** HTTP answers out of a tunnel, byte by byte. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { httpAnswers } from '../../../src/cluster/pods/http-answers.js'

interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly isLast: boolean
}

/** All that a connection says, cut before these offsets. */
async function read(bytes: string, cuts: readonly number[] = [], most?: number): Promise<Told[]> {
  const told: Told[] = []
  for await (const { body, ...answer } of httpAnswers(pieces(Buffer.from(bytes, 'latin1'), cuts), () => most))
    told.push({ ...answer, text: Buffer.concat([...body]).toString('latin1') })
  return told
}

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  let from = 0
  for (const to of ends) {
    yield bytes.subarray(from, to)
    from = to
  }
}

const ok = 'HTTP/1.1 200 OK\r\n'

describe('an answer', () => {
  it.each<[string, string, Partial<Told>]>([
    ['without a body', `${ok}Content-Length: 0\r\n\r\n`, { text: '', isLast: false }],
    ['of 204 has none, whatever it says', 'HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n', { status: 204, text: '' }],
    ['with a length', `${ok}Content-Length: 3\r\n\r\nall`, { text: 'all', isLast: false }],
    ['with one length twice', `${ok}Content-Length: 3\r\nContent-Length: 3\r\n\r\nall`, { text: 'all' }],
    [
      'in chunks',
      `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nal\r\n1;a=b\r\nl\r\n0\r\n\r\n`,
      { text: 'all', isLast: false },
    ],
    [
      'in chunks with a trailer',
      `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n`,
      { text: '', isLast: false },
    ],
    [
      'whose chunks count, not its length',
      `${ok}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nall\r\n0\r\n\r\n`,
      { text: 'all' },
    ],
    ['that ends with its connection', `${ok}\r\nall`, { text: 'all', isLast: true }],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nall', { text: 'all', isLast: true }],
    [
      'of HTTP/1.0 that is kept open',
      'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n',
      { isLast: false },
    ],
    ['that says it is the last', `${ok}Connection: Close\r\nContent-Length: 0\r\n\r\n`, { isLast: true }],
    [
      'with headers in any case, and some twice',
      `${ok}A: b\r\nX-Y:  z \r\na:c\r\nContent-Length: 0\r\n\r\n`,
      { headers: { a: 'b, c', 'x-y': 'z', 'content-length': '0' } },
    ],
    ['with bare line feeds', 'HTTP/1.1 404 \nContent-Length: 2\n\nno', { status: 404, text: 'no' }],
    [
      'after an interim one',
      `HTTP/1.1 103 Early\r\nLink: x\r\n\r\n${ok}Content-Length: 1\r\n\r\na`,
      { status: 200, text: 'a' },
    ],
  ])('%s', async (_name, bytes, expected) => {
    const [first, ...others] = await read(bytes)
    expect(first).toMatchObject(expected)
    expect(others).toEqual([])
  })

  it('is followed by others, until one is the last', async () => {
    const answers = ['a', 'b'].map((text) => `${ok}Content-Length: 1\r\n\r\n${text}`).join('')
    const last = `${ok}Connection: close\r\nContent-Length: 1\r\n\r\nc`
    expect((await read(`${answers}${last}${answers}`)).map(({ text }) => text)).toEqual(['a', 'b', 'c'])
    expect(await read('')).toEqual([])
  })
})

describe('what is no answer', () => {
  it.each([
    ['another protocol', 'SSH-2.0-nobody\r\n', 'it does not answer in HTTP: SSH-2.0-nobody'],
    ['HTTP/2', 'HTTP/2 200\r\n\r\n', 'it does not answer in HTTP: HTTP/2 200'],
    ['a head without its end', `${ok}A: b\r\n`, 'the answer has no end'],
    ['half a line', 'HTTP/1.1 200', 'the answer has no end'],
    ['a body before its length', `${ok}Content-Length: 9\r\n\r\nhalf`, 'the answer has no end'],
    ['chunks without the last', `${ok}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`, 'the answer has no end'],
    ['a header without a name', `${ok}: b\r\n\r\n`, 'it sent a header without a name: : b'],
    ['a length that is none', `${ok}Content-Length: -1\r\n\r\n`, 'it sent a length that is none: -1'],
    ['two lengths', `${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 'it sent a length that is none: 1, 2'],
    ['a length beyond all bounds', `${ok}Content-Length: 999999999\r\n\r\n`, 'its answer is larger than 64 MiB'],
    [
      'a chunk beyond all bounds',
      `${ok}Transfer-Encoding: chunked\r\n\r\nffffffff\r\n`,
      'its answer is larger than 64 MiB',
    ],
    [
      'a chunk without a length',
      `${ok}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      'it sent a chunk without a length: zz',
    ],
    [
      'a chunk longer than its length',
      `${ok}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n`,
      'it sent a chunk that is longer than its length',
    ],
    ['a head without bounds', `${ok}${'A: b\r\n'.repeat(20_000)}`, /^it sent a line longer than \d+ bytes$/],
    [
      'a trailer without bounds',
      `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n${'A: b\r\n'.repeat(20_000)}`,
      /^it sent a line longer than \d+ bytes$/,
    ],
    ['interim answers without end', 'HTTP/1.1 103 Early\r\n\r\n'.repeat(101), 'it sent more than 100 interim answers'],
    ['a line without bounds', `${ok}A: ${'b'.repeat(70_000)}`, /^it sent a line longer than \d+ bytes$/],
  ])('%s is told', async (_name, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message)
  })

  it('what a chunk costs is counted besides its byte', async () => {
    const chunks = `${ok}Transfer-Encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(5_000)}0\r\n\r\n`
    await expect(read(chunks, [], 2 * 1024 ** 2)).resolves.toHaveLength(1)
    await expect(read(chunks, [], 1024 ** 2)).rejects.toThrow('its answer is larger than 1 MiB')
  })
})

describe('answers', () => {
  const text = fc.string({ unit: 'binary-ascii', maxLength: 40 })
  const answer = fc
    .tuple(text, fc.array(fc.nat({ max: 40 }), { maxLength: 4 }), fc.boolean())
    .map(([body, cuts, chunked]) => {
      if (!chunked) return { body, bytes: `${ok}Content-Length: ${body.length}\r\n\r\n${body}` }
      const ends = [...new Set([...cuts.map((cut) => Math.min(cut, body.length)), body.length])].sort((a, b) => a - b)
      const parts = ends.map((end, i) => body.slice(ends[i - 1] ?? 0, end)).filter((part) => part !== '')
      const chunks = [...parts, ''].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')
      return { body, bytes: `${ok}Transfer-Encoding: chunked\r\n\r\n${chunks}` }
    })

  it('are told apart however their bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        async (answers, cuts) => {
          const told = await read(answers.map(({ bytes }) => bytes).join(''), cuts)
          expect(told.map((one) => one.text)).toEqual(answers.map(({ body }) => body))
        },
      ),
    )
  })
})
