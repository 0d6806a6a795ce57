/** How the last reload of an F5 NGINX Ingress Controller went, where nobody serves its metrics. */
import { expect, it } from 'vitest'
import { saidLive } from '../../../src/controllers/f5-nginx/observe/live.js'
import { reloadOf } from '../../../src/controllers/f5-nginx/observe/metrics.js'
import type { F5Replica } from '../../../src/controllers/f5-nginx/workload/settings.js'
import type { PodAccess } from '../../../src/domain/controllers/pod-access.js'

const replica = {
  ...{ namespace: 'edge', name: 'f5-1', container: 'f5', node: null },
  settings: { metricsPort: null },
} as unknown as F5Replica

function podsWith(curl: string, code = 0): PodAccess {
  const file = 'server {\n    location /configVersion {\n        return 200 5;\n    }\n}\n'
  return {
    exec: async (_: unknown, [program]: readonly string[]) => ({
      stdout: (async function* () {
        yield new TextEncoder().encode(program === 'curl' ? curl : file)
      })(),
      exit: Promise.resolve(program === 'curl' ? code : 0),
      stderr: Promise.resolve('curl: not found'),
    }),
    may: async () => true,
  } as unknown as PodAccess
}

it.each([
  ['the version that is written', '5', true],
  ['one before it', '4', false],
])('runs with %s', async (_, loaded, successful) => {
  const { value, way } = await saidLive(podsWith(loaded), replica).metrics()
  expect([reloadOf(value)?.successful, way]).toEqual([successful, 'exec curl of its version socket'])
})

it.each([
  ['no curl', '', 127],
  ['another answer', '<html>', 0],
])('is not known with %s', async (_, loaded, code) => {
  await expect(saidLive(podsWith(loaded, code), replica).metrics()).rejects.toMatchObject({
    value: { reason: 'not-observed' },
  })
})
