import { defineConfig } from 'vitest/config'

/** The part that makes users and reads the audit log needs tools that only a lab of our own has. */
const ofTheLab = process.env.TKNG_LAB_RUN ? [] : ['test/e2e/only-reads.test.ts']

/** The built plugin against a live cluster: KUBECONFIG names it. Nothing is changed there. */
export default defineConfig({
  test: { include: ['test/e2e/**/*.test.ts'], exclude: ofTheLab, testTimeout: 120_000, fileParallelism: false },
})
