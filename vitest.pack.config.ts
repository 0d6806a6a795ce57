import { defineConfig } from 'vitest/config'

/** What npm would publish, installed and run on each Node that we name: fetches those from npm, and fails where it cannot. */
export default defineConfig({
  test: { include: ['test/pack/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 300_000 },
})
