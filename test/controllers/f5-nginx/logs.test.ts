/** What stands in the log of F5 NGINX Ingress Controller, in the formats in which it can be told to write. */
import { expect, it } from 'vitest'
import { logLanguage } from '../../../src/controllers/f5-nginx/logs.js'
import { project } from '../../../src/domain/objects/project.js'

const reader = (data: Readonly<Record<string, string>>) =>
  logLanguage.format(project('ConfigMap', { metadata: { namespace: 'edge', name: 'f5' }, data })).read

const json = {
  'log-format': '{"time":"$time_iso8601","host":"$host","code":$status,\n"by":"$resource_namespace/$resource_name"}',
  'log-format-escaping': 'json',
}

it.each<[what: string, data: Readonly<Record<string, string>>, line: string, record: object]>([
  [
    'a request, as usual',
    {},
    '192.0.2.7 - - [30/Nov/2026:10:00:00 +0000] "GET /a HTTP/1.1" 502 157 "-" "curl/8.5" "-"',
    { kind: 'access', status: 502, path: '/a' },
  ],
  [
    'a request in JSON, of a format of several lines',
    json,
    '{"time":"2026-11-30T10:00:00+00:00","host":"a.test","code":404,"by":"shop/web"}',
    { kind: 'access', status: 404, host: 'a.test' },
  ],
  [
    'its own words',
    json,
    'W20261130 10:00:00.817844   1 main.go:285] no such Secret',
    { kind: 'controller', level: 'warn' },
  ],
  [
    'the same with -log-format=json, where requests are JSON, too',
    json,
    '{"time":"2026-11-30T10:00:00.1Z","level":"ERROR","source":{"file":"main.go","line":2},"msg":"no such Secret"}',
    { kind: 'controller', level: 'error', time: '2026-11-30T10:00:00.1Z', status: null },
  ],
  [
    'the same with -log-format=text',
    {},
    'time=2026-11-30T10:00:00.1Z level=ERROR+4 source=main.go:2 msg="no such Secret"',
    { kind: 'controller', level: 'fatal' },
  ],
  [
    'an error of nginx',
    json,
    '2026/11/30 10:00:00 [error] 7#7: *1 connect() failed, client: 192.0.2.7, server: a.test, host: "a.test"',
    { kind: 'error', level: 'error', host: 'a.test' },
  ],
])('%s', (_what, data, line, record) => {
  expect(reader(data)(line)).toMatchObject(record)
})
