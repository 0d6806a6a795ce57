/** `general`: a command of the predecessor that had nothing to say any more. */
import { defineCommand } from '../cli/command.js'
import { problem } from '../domain/problem.js'

export const general = defineCommand({
  name: 'general',
  group: 'Inside the controller',
  summary: 'Gone: says why',
  hidden: true,
  examples: [],
  meant: () => {
    throw problem('usage', {
      message: 'general is gone: since 0.40 (2020) the controller keeps no general configuration that could be shown',
      hint: '"info" shows what is known of the controller, "conf" what nginx runs with',
    })
  },
  run: () => Promise.reject(new Error('general never runs')),
})
