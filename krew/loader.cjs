// Inside a single binary: the program's `require`. Files of its own are assets of the binary; anything else is Node's.
const { Script } = require('node:vm')

/**
 * @param {(name: string) => string} read the text of a file
 * @param {(name: string) => Buffer | undefined} readCache what V8 compiled of it beforehand
 * @param {(name: string, script: Script) => void} [compiled] told of each file
 */
function requireFor(read, readCache, compiled) {
  const loaded = new Map()
  return function requireFile(path) {
    if (!path.startsWith('.')) return require(path)
    const name = path.slice(path.lastIndexOf('/') + 1)
    const before = loaded.get(name)
    if (before) return before.exports
    const module = { exports: {} }
    // Before it runs: files ask each other for what they hold.
    loaded.set(name, module)
    const script = scriptOf(name, read(name), readCache(name))
    compiled?.(name, script)
    script.runInThisContext()(module, requireFile)
    return module.exports
  }
}

/** @param {Buffer | undefined} cachedData for this text; V8 passes over what does not fit */
function scriptOf(name, text, cachedData) {
  return new Script(`(function (module, require) {${text}\n})`, { filename: name, cachedData })
}

module.exports = { requireFor, scriptOf }
