/** All that can be said to the program, as `main` puts it together, where there is no terminal. */
import type { Grammar } from '../../src/cli/program.js'
import { verbs } from '../../src/commands/index.js'
import { topics } from '../../src/help/topics.js'

export const grammar: Grammar = { verbs, topics, version: '1.2.3', columns: undefined }
