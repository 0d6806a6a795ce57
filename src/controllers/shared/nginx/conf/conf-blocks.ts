/** nginx.conf as blocks that can be compared between replicas: without checksums, worker counts and the like. */
import type { ConfBlock } from '../../../../domain/controllers/conf-part.js'
import { beginnings } from '../../../../languages/nginx/text/beginnings.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'
import { pieces } from '../../../../languages/nginx/text/pieces.js'
import { maskConf } from '../mask/conf.js'
import type { ReadPieces } from './excerpt.js'

/** What a machine or a start decides, not the cluster; and what is said of the server before a block. */
const own =
  /^(?:# Configuration checksum:|# PEM sha:|## (?:start|end) server |(?:worker_processes|worker_rlimit_nofile|worker_cpu_affinity|resolver)\s)/
const backlog = /(?<=\s)backlog=\d+/g
/** What each of them holds. */
const mayBeOwn = /# (?:Configuration checksum|PEM sha):|## (?:start|end) server |worker_|resolver|backlog=/

/** Of most servers only what stands before them is looked at line by line. @param text from the first byte of a statement on */
function comparable(leading: string, text: string): string {
  const end = mayBeOwn.test(text) ? -1 : text.indexOf('\n')
  return end === -1 ? withoutOwn(leading + text) : withoutOwn(leading + text.slice(0, end)) + text.slice(end)
}

function withoutOwn(text: string): string {
  return text
    .split('\n')
    .filter((line) => !own.test(line.trimStart()))
    .map((line) => line.replaceAll(backlog, ''))
    .join('\n')
}

const names = beginnings('server_name')

/** @param read splits them */
export async function* confBlocks(
  bytes: AsyncIterable<Uint8Array>,
  read: ReadPieces = pieces,
): AsyncGenerator<ConfBlock> {
  const decoder = new TextDecoder()
  for await (const { inHttp, directive, leading, text: own } of read(bytes, { taken: names, isLent: true })) {
    const before = decoder.decode(leading)
    const text = () => comparable(before, decoder.decode(own))
    yield {
      key: blockName(inHttp, directive),
      get text() {
        return text()
      },
      // Of a server nearly all is the cluster's: there are thousands of them, each of 16 KB.
      get raw() {
        return directive?.name === 'server' ? [withoutOwn(before), own] : [text()]
      },
      shown: () => maskConf(text()),
    }
  }
}

function blockName(inHttp: boolean, directive: Directive | null): string {
  if (directive?.name === 'server') return `server ${namesOf(directive).join(' ')}`.trim()
  if (directive?.block) return [directive.name, ...directive.args].join(' ')
  return inHttp ? 'http' : 'main'
}

function namesOf(server: Directive): readonly string[] {
  return server.beginning(names).flatMap(({ name, args }) => (name === 'server_name' ? args : []))
}
