/** All that can be said to the program, as `main` puts it together, where there is no terminal. */
import { inWords, namedVerb, parseCommandLine, type Understood, whole } from '../../../src/cli/program.js'
import { verbs as listed } from '../../../src/commands/index.js'
import { topics } from '../../../src/help/topics.js'

/** All of them whole, where `main` loads the one that is named. */
export const verbs = await Promise.all(listed.map(whole))

export function understood(argv: readonly string[], columns?: number): Understood {
  const words = inWords(argv, { verbs, topics })
  return parseCommandLine(words, { verbs, topics, named: namedVerb(words, verbs), version: '1.2.3', columns })
}
