import { defineConfig } from 'vitest/config'

/**
 * The archives through a real krew, which Go builds: needs go, git, kubectl, and what `npm run pack:krew` made.
 * TKNG_PLATFORMS names the platforms, where not all were built.
 */
export default defineConfig({
  test: { include: ['test/krew-real/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 600_000 },
})
