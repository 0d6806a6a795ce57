/** What recorded replicas served is what the recorded objects ask for: drift says nothing of them. */
import { createReadStream } from 'node:fs'
import { expect, it } from 'vitest'
import { settingDirectives } from '../../src/controllers/ingress-nginx/workload/proxy-settings.js'
import { httpStatements } from '../../src/controllers/shared/nginx/conf/http-statements.js'
import { session } from '../support/program/session.js'
import { observationsOf } from '../support/recorded/observations.js'
import { recording } from '../support/recorded/recordings.js'

it.each(['guide', 'zoo'])('%s', async (cluster) => {
  const files = [...observationsOf(cluster).values()]
  const argv = ['drift', '-o', 'json', ...[recording(cluster, 'api'), ...files].flatMap((one) => ['--from', one])]
  const { stdout, stderr, code } = await session(argv)
  expect([JSON.parse(stdout).items, code], stderr).toEqual([[], 0])
  expect(files.length).toBeGreaterThan(1)
})

it.each(['v1.0.0', 'v1.9.6', 'v1.11.5', 'v1.12.8'])(
  'every directive that may be compared stands in a configuration of %s',
  async (release) => {
    const conf = createReadStream(recording('conf-versions', release, 'zoo', 'nginx.conf'))
    expect([...(await httpStatements(conf, settingDirectives)).keys()].sort()).toEqual([...settingDirectives].sort())
  },
)
