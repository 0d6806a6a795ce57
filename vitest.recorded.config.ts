import { defineConfig } from 'vitest/config'

/** Against recordings of real clusters: TKNG_RECORDINGS names their folder. */
export default defineConfig({ test: { include: ['test/recorded/**/*.test.ts'], testTimeout: 120_000 } })
