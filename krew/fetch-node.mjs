// node krew/fetch-node.mjs VERSION [PLATFORM]: fetches that Node, and prints its path.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { here, nodeFor } from './runtimes.mjs'

const [version, platform = here] = process.argv.slice(2)
if (!version) throw new Error('say which version')
const cache = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'runtimes')
process.stdout.write(`${nodeFor({ cache, platform, version })}\n`)
