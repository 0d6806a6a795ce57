// One process that reads an nginx.conf: node nginx-read.mjs LIBRARY FILE tree|words|stream|answers [SERVERS]
import { createReadStream, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [library, file, mode, servers] = process.argv.slice(2)
const { parse, pieces, Router } = await import(pathToFileURL(library).href)

/** Every word of every statement, as a parser that keeps no bytes has to read them. */
function words(statements) {
  return statements.map(({ name, args, line, block }) => ({
    name,
    args,
    line,
    block: block === null ? null : words(block),
  }))
}

if (mode === 'tree') parse(readFileSync(file))
if (mode === 'words') words(parse(readFileSync(file)).statements)
if (mode === 'stream') for await (const { text } of pieces(createReadStream(file, { highWaterMark: 32_768 }))) void text
if (mode === 'answers') {
  const router = new Router([80])
  for (const { name, block } of parse(readFileSync(file)).statements)
    if (name === 'http') for (const statement of block) router.offer(statement)
  const ask = (i) =>
    router.answer({
      scheme: 'http',
      method: 'GET',
      host: `app-${i % servers}.example.com`,
      target: '/api/v1?x=1',
      headers: new Map(),
      port: 80,
    })
  // Once around reads every server that is asked.
  for (let i = 0; i < servers; i++) ask(i)
  const count = 300_000
  const start = process.hrtime.bigint()
  for (let i = 0; i < count; i++) ask(i)
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  process.stdout.write(`${servers} servers: ${Math.round(count / seconds)} answers a second\n\n`)
}
