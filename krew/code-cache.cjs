// Writes what V8 compiled of each file of the program beside it, as NAME.cache: NODE FLAGS krew/code-cache.cjs FOLDER
// and then, to put right what those flags changed: NODE krew/code-cache.cjs FOLDER --accept
//
// Run by the very Node that is inside the binary. A cache made after the program has run holds the functions that it
// used, too; one made before holds only the outermost, and each start compiles the rest again. With a seed of its own
// for each run V8 would order it differently each time; but it takes no cache that was made with other flags than its
// own, and compares a number for that: https://github.com/v8/v8/blob/12.4.254/src/snapshot/code-serializer.h
const { readdirSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { Script } = require('node:vm')
const { requireFor, scriptOf } = require('./loader.cjs')

const [folder, accept] = process.argv.slice(2)
const flagsAt = 12
/**
 * Between them they use each file, and what most command lines use. The last one, at whose server nobody listens, masks
 * as every controller would.
 */
const lines = [
  ['--help'],
  ['help', 'exit-codes'],
  ['__complete', '--', 'ingresses', '-'],
  ['ingresses', '--from', 'demo'],
  ['trace', 'http://dev/', '--from', 'demo'],
  ['why', '-A', '--from', 'demo'],
  ['lint', '--from', 'demo'],
  ['routes', '--from', 'demo:gateway'],
  ['conf', '--host', 'dev', '--from', 'demo'],
  ['ingresses', '--server', 'http://127.0.0.1:1', '-v', '9'],
]
const text = (name) => readFileSync(join(folder, name), 'latin1')
const scripts = new Map()

if (accept) acceptAll()
else {
  process.stdout.write = process.stderr.write = (...args) => {
    const done = args.find((one) => typeof one === 'function')
    if (done) process.nextTick(done)
    return true
  }
  process.on('beforeExit', runNext)
}

function runNext() {
  const line = lines.shift()
  if (line === undefined) {
    process.off('beforeExit', runNext)
    process.exitCode = 0
    for (const [name, script] of scripts) writeFileSync(join(folder, `${name}.cache`), script.createCachedData())
    return
  }
  // Without something to wait for, beforeExit would not come again.
  setImmediate(() => {})
  process.argv = [process.argv[0], 'kubectl-tkng', ...line]
  const remember = (name, script) => scripts.has(name) || scripts.set(name, script)
  requireFor(text, () => undefined, remember)('./kubectl-tkng.cjs')
}

function acceptAll() {
  const flags = new Script('').createCachedData().readUInt32LE(flagsAt)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cache'))) {
    const cache = readFileSync(join(folder, file))
    cache.writeUInt32LE(flags, flagsAt)
    writeFileSync(join(folder, file), cache)
    const name = file.replace(/\.cache$/, '')
    if (scriptOf(name, text(name), cache).cachedDataRejected) throw new Error(`V8 refuses ${file}`)
  }
}
