// One process that reads what a proxy says: node proxies-read.mjs LIBRARY FILE text|rawdata|files
import { createReadStream, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [library, file, mode] = process.argv.slice(2)
const { readRawData, servedRoutes } = await import(pathToFileURL(library).href)
const stream = () => createReadStream(file, { highWaterMark: 65_536 })

let count = 0
if (mode === 'text') count = readFileSync(file, 'utf8').length
if (mode === 'rawdata') count = (await readRawData(stream())).routers.length
if (mode === 'files') for await (const _ of servedRoutes(stream())) count++
if (count === 0) throw new Error(`nothing was read of ${file}`)
