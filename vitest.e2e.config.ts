import { defineConfig } from 'vitest/config'

/** The parts that make users and roles, and read the audit log, need tools that only a lab of our own has. */
const ofTheLab = process.env.TKNG_LAB_RUN ? [] : ['only-reads', 'permissions'].map((name) => `test/e2e/${name}.test.ts`)

/** The built plugin against a live cluster: KUBECONFIG names it. Nothing is changed there. */
export default defineConfig({
  test: { include: ['test/e2e/**/*.test.ts'], exclude: ofTheLab, testTimeout: 120_000, fileParallelism: false },
})
