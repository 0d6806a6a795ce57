import { defineConfig } from 'vitest/config'
import { countRules } from './test/kubectl/support/count-rules.js'

/** Beside a real kubectl: TKNG_KUBECTL names it (1.32 or newer), else the one on PATH. Needs openssl, too. */
export default defineConfig({
  test: {
    include: ['test/kubectl/**/*.test.ts'],
    globalSetup: ['test/kubectl/support/global-setup.ts'],
    reporters: ['default', countRules()],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxConcurrency: 2,
  },
})
