/** After the suite `kubectl`, and no other: which kubectl it was, how many cases hold, and which need a newer one. */
import type { Reporter, TestModule } from 'vitest/node'

export function countRules(): Reporter {
  return {
    onTestRunEnd: (all: readonly TestModule[]) => {
      const modules = all.filter(({ project }) => project.name === 'kubectl')
      if (modules.length === 0) return
      const passed = modules.flatMap(({ children }) => [...children.allTests('passed')])
      const older = passed.filter((test) => test.meta().olderKubectl !== undefined)
      const kubectl = modules[0]?.project.getProvidedContext().minor ?? '?'
      const lines = [
        `kubectl 1.${kubectl}: ${passed.length - older.length} cases hold, ${older.length} that need a newer one`,
        ...older.map((test) => `  ${test.name} (${test.meta().olderKubectl})`),
      ]
      process.stdout.write(`\n${lines.map((line) => ` ${line}\n`).join('')}`)
    },
  }
}
