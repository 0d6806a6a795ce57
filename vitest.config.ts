import { defineConfig } from 'vitest/config'

/** One folder per suite: `npm test` needs nothing but Node; the others say what they need in their own words. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['recorded', 'kubectl', 'shells', 'e2e', 'nginx-real', 'pack', 'binary', 'krew-real']
      .map((suite) => `test/${suite}/**`)
      .concat('node_modules/**'),
    globalSetup: ['test/support/temporary.ts'],
    testTimeout: 20_000,
  },
})
