import { defineConfig } from 'vitest/config'

/** Beside a real nginx: TKNG_NGINX names it, else the one on PATH. TKNG_SEED repeats a run. */
export default defineConfig({
  test: { include: ['test/nginx-real/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 30_000 },
})
