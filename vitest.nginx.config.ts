import { defineConfig } from 'vitest/config'

/**
 * Beside a real nginx: TKNG_NGINX names it, else the one on PATH; its Lua module has to be there. TKNG_SEED repeats a
 * run, TKNG_NGINX_TEXTS and TKNG_NGINX_ROUNDS say how many texts and how many servers are generated.
 */
export default defineConfig({
  test: { include: ['test/nginx-real/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 30_000 },
})
