/** Bodies of answers: read whole or in pieces, and no larger than what there is room for. */
import { get, type IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readBytes } from '../../src/cluster/wire/body.js'
import { startLimit } from '../../src/cluster/wire/limit.js'
import { raw } from '../support/cluster/fake-api-faults.js'
import { problemIn, startApi } from '../support/cluster/open-cluster.js'

const kilobyte = 'x'.repeat(1024)

async function read(
  body: string | Buffer,
  encoding: string,
  bytes: number,
  more: { type?: string; values?: number } = {},
): Promise<string> {
  const { type = 'application/json', values = 4 } = more
  const api = await startApi({ faults: [raw(200, body, { 'content-encoding': encoding, 'content-type': type })] })
  const response = await new Promise<IncomingMessage>((resolve) => get(api.url, resolve))
  const interrupt = new AbortController().signal
  const limit = startLimit({ server: api.url, requestTimeoutMs: 0, patience: {}, interrupt })
  return (await readBytes(response, limit, api.url, { bytes, values })).toString('utf8')
}

describe('the size of a body', () => {
  it.each([
    ['plain', kilobyte, 'identity'],
    ['packed', gzipSync(kilobyte), 'gzip'],
  ])('%s: as large as allowed is read', async (_name, body, encoding) => {
    expect(await read(body, encoding, 1024)).toBe(kilobyte)
  })

  it.each([
    ['plain', kilobyte, 'identity'],
    ['packed, with a small packet for much text', gzipSync(kilobyte), 'gzip'],
  ])('%s: one byte more is refused', async (_name, body, encoding) => {
    expect((await problemIn(read(body, encoding, 1023))).reason).toBe('cut-short')
  })

  it.each([
    ['plain', '[{},{}]', 'identity'],
    ['packed', gzipSync('[{},{}]'), 'gzip'],
  ])('%s: as many values as allowed are read, and one more is refused', async (_name, body, encoding) => {
    expect(await read(body, encoding, 1024)).toBe('[{},{}]')
    const refused = await problemIn(read(body, encoding, 1024, { values: 3 }))
    expect(refused).toMatchObject({
      reason: 'cut-short',
      facts: { detail: 'it has more than 3 values, the most that is read' },
    })
  })

  it('of protobuf no values are counted here', async () => {
    expect(await read('[{},{}]', 'identity', 1024, { type: 'application/vnd.kubernetes.protobuf', values: 0 })).toBe(
      '[{},{}]',
    )
  })

  it('a packet cut in the middle is cut short', async () => {
    const packed = gzipSync(kilobyte)
    expect((await problemIn(read(packed.subarray(0, packed.length - 9), 'gzip', 2048))).reason).toBe('cut-short')
  })
})
