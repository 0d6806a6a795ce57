import { defineConfig } from 'vitest/config'

/**
 * The single binaries: fetches Node for each platform from npm, builds them, runs those that this machine can run, and
 * fails where it cannot. TKNG_PLATFORMS names fewer (linux-amd64,darwin-arm64).
 */
export default defineConfig({
  test: {
    include: ['test/binary/**/*.test.ts'],
    globalSetup: ['test/binary/global-setup.ts'],
    testTimeout: 120_000,
    fileParallelism: false,
  },
})
