import { defineConfig } from 'vitest/config'

/** In real shells: bash, zsh and fish, each in a terminal of its own, and kubectl's completion within them. */
export default defineConfig({
  test: {
    include: ['test/shells/**/*.test.ts'],
    globalSetup: ['test/kubectl/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
