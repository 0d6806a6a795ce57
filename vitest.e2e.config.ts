import { defineConfig } from 'vitest/config'

/** The built plugin against a live cluster: KUBECONFIG names it. Nothing is changed there. */
export default defineConfig({
  test: { include: ['test/e2e/**/*.test.ts'], testTimeout: 120_000, fileParallelism: false },
})
