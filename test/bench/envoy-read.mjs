// One process that reads a config_dump: node envoy-read.mjs LIBRARY FILE parse|read|answers [HOSTS]
import { createReadStream, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [library, file, mode, hosts] = process.argv.slice(2)
const { readConfigDump, Evaluator } = await import(pathToFileURL(library).href)

if (mode === 'parse') JSON.parse(readFileSync(file, 'utf8'))
if (mode === 'read') await readConfigDump(createReadStream(file, { highWaterMark: 65_536 }))
if (mode === 'answers') {
  const evaluator = new Evaluator(await readConfigDump(createReadStream(file, { highWaterMark: 65_536 })))
  const ask = (i) =>
    evaluator.answer({
      scheme: 'http',
      method: 'GET',
      host: `app-${i % hosts}.example.com`,
      target: '/part-7/x?y=1',
      headers: new Map(),
      port: 8080,
      sni: null,
      httpVersion: '1.1',
    })
  const count = 100_000
  const start = process.hrtime.bigint()
  for (let i = 0; i < count; i++) ask(i)
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  process.stdout.write(`${hosts} hosts of 10 routes: ${Math.round(count / seconds)} answers a second\n\n`)
}
