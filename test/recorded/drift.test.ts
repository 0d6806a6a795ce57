/** What recorded replicas served is what the recorded objects ask for: drift says nothing of them. */
import { createReadStream, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

type Answers = Readonly<Record<string, string>>

/** What such a replica does not say in the recording is told as unknown, and nothing else. */
const controllers: readonly (readonly [of: string, pod: RegExp, texts: Answers, unknown: readonly string[]])[] = [
  [
    'traefik/api-insecure',
    /^traefik-/,
    { 'rawdata.json': 'p8080_api_rawdata.body', 'api-certificates.json': 'p8080_api_certificates.body' },
    [],
  ],
  [
    'contour',
    /^envoy-/,
    { 'config-dump.json': 'p9001_config_dump__include_eds.body', 'clusters.json': 'p9001_clusters__format_json.body' },
    [],
  ],
  ['f5-nginx', /^nginx-ingress-/, { 'nginx-files.txt': 'exec_nginx_-T.stdout' }, ['certificate unknown']],
]

it.each(controllers)('%s', async (of, pod, texts, unknown) => {
  const objects = recording('controllers', ...of.split('/'), 'objects')
  const { items: pods } = JSON.parse(readFileSync(join(objects, 'pods.json'), 'utf8'))
  const observations = pods.flatMap(({ metadata: { namespace, name } }: { metadata: Record<string, string> }) => {
    const read = Object.entries(texts).map(([file, answer]) => [
      file,
      readFileSync(join(objects, '..', 'answers', answer), 'utf8'),
    ])
    const said = { metadata: { namespace, name }, texts: Object.fromEntries(read) }
    return pod.test(name ?? '') ? [{ apiVersion: 'tkng.dev/v1', kind: 'Observation', ...said }] : []
  })
  expect(observations.length).toBeGreaterThan(0)
  const file = join(mkdtempSync(join(tmpdir(), 'drift-')), 'said.json')
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: observations }))
  const { stdout, stderr } = await session(['drift', '-o', 'json', '--from', objects, '--from', file])
  const rows: readonly { readonly what: string; readonly change: string }[] = JSON.parse(stdout).items
  expect(
    rows.map(({ what, change }) => `${what} ${change}`),
    stderr,
  ).toEqual(unknown)
})

it.each(['v1.0.0', 'v1.9.6', 'v1.11.5', 'v1.12.8'])(
  'every directive that may be compared stands in a configuration of %s',
  async (release) => {
    const conf = createReadStream(recording('conf-versions', release, 'zoo', 'nginx.conf'))
    expect([...(await httpStatements(conf, settingDirectives)).keys()].sort()).toEqual([...settingDirectives].sort())
  },
)
