/** Replicas beside each other: what differs is told block by block, and what is theirs alone is not. */
import { describe, expect, it } from 'vitest'
import { confBlocks } from '../../../src/controllers/shared/nginx/conf/conf-blocks.js'
import type { Replica } from '../../../src/domain/controllers/controller.js'
import { compareConfs, digestsOf, textsOf } from '../../../src/questions/controllers/compare-confs.js'

const replica = (name: string) => ({ namespace: 'edge', name }) as Replica

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

const conf = (more = '', checksum = '1') => `# Configuration checksum: ${checksum}
worker_processes ${checksum};
http {
  # PEM sha: ${checksum}
  server {
    server_name "a";
    listen 80 default_server backlog=${checksum};
  }
${more}}
`

const compare = (...texts: string[]) =>
  compareConfs(
    texts.map((_, i) => replica(`r${i}`)),
    ({ name }) => confBlocks(bytes(texts[Number(name.slice(1))] ?? '')),
  )

describe('replicas', () => {
  it('that differ only in what is their own are the same', async () => {
    expect(await compare(conf(), conf('', '22'), conf('', '333'))).toEqual({ lines: [], differs: false })
  })

  it('are told apart by what was read, and then by what may be shown', async () => {
    const [one, other] = [conf(), conf('', '22')]
    const [rough, roughOther] = [
      await digestsOf(confBlocks(bytes(one)), true),
      await digestsOf(confBlocks(bytes(other)), true),
    ]
    const differing = [...rough.keys()].filter((key) => rough.get(key) !== roughOther.get(key))
    expect(differing).toEqual(['server a'])
    const wanted = new Set(differing)
    expect(await textsOf(confBlocks(bytes(one)), wanted)).toEqual(await textsOf(confBlocks(bytes(other)), wanted))
  })

  it('one alone has nothing to be compared with', async () => {
    expect(await compare(conf())).toEqual({ lines: [], differs: false })
  })

  it.each<[string, string, string, string[]]>([
    [
      'a server that one lacks',
      conf('  server {\n    server_name "b";\n  }\n'),
      conf(),
      [
        '--- edge/r0\n',
        '+++ edge/r1\n',
        '@@ server b\n',
        '-\n',
        '-  server {\n',
        '-    server_name "b";\n',
        '-  }\n',
        '+\n',
      ],
    ],
    [
      'a line that is another',
      conf('  server {\n    server_name "b";\n    return 1;\n  }\n'),
      conf('  server {\n    server_name "b";\n    return 2;\n  }\n'),
      ['--- edge/r0\n', '+++ edge/r1\n', '@@ server b\n', '-    return 1;\n', '+    return 2;\n'],
    ],
  ])('%s', async (_name, before, after, expected) => {
    const { lines, differs } = await compare(before, after)
    expect(differs).toBe(true)
    expect(lines.filter((line) => line.trim().length > 1)).toEqual(expected.filter((line) => line.trim().length > 1))
  })
})
