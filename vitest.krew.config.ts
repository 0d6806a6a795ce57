import { defineConfig } from 'vitest/config'

/** The archives through a real krew, which Go builds: needs go, kubectl, and what `npm run pack:krew` made. */
export default defineConfig({
  test: { include: ['test/krew-real/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 600_000 },
})
