/** What nginx refuses of the ConfigMap of F5 NGINX Ingress Controller. Every row was answered alike by a real one. */
import { expect, it } from 'vitest'
import { f5Plan } from '../../support/worlds/f5-world.js'
import { ingress } from '../../support/worlds/ingress-world.js'

it.each<[key: string, value: string, refusal: string | null]>([
  ['worker-shutdown-timeout', '5m', null],
  ['worker-shutdown-timeout', 'x', '"worker_shutdown_timeout" directive invalid value'],
  ['error-log-level', 'debug', null],
  ['error-log-level', 'loud', 'invalid log level "loud"'],
  ['server-names-hash-bucket-size', '256', null],
  ['server-names-hash-bucket-size', 'x', '"server_names_hash_bucket_size" directive invalid number'],
  ['server-names-hash-max-size', 'x', '"server_names_hash_max_size" directive invalid number'],
  ['map-hash-bucket-size', 'x', '"map_hash_bucket_size" directive invalid number'],
  ['keepalive-timeout', 'x', '"keepalive_timeout" directive invalid value'],
  ['ssl-protocols', 'TLSv1.2 TLSv1.3', null],
  ['ssl-protocols', 'x', 'invalid value "x"'],
  ['ssl-ciphers', 'HIGH:!aNULL', null],
  ['ssl-ciphers', 'x', 'SSL_CTX_set_cipher_list("x") failed (SSL: error:0A0000B9:SSL routines::no cipher match)'],
  ['default-server-return', '302 https://x.test/', null],
  ['default-server-return', '200 "ok"', null],
  ['default-server-return', 'x', 'invalid return code "x"'],
  ['proxy-max-temp-file-size', 'x', '"proxy_max_temp_file_size" directive invalid value'],
  ['proxy-max-temp-file-size', '', null],
  ['proxy-buffers', '', null],
  ['http-snippets', 'map $host $x { default y; }', null],
  ['http-snippets', 'x', 'unknown directive "x"'],
])('%s: %s', (key, value, refusal) => {
  const { brokenBy } = f5Plan({
    ...{ flags: [], config: { [key]: value } },
    ingresses: [ingress('default/a', { rules: { 'a.test': ['/ Prefix web:80'] } })],
  })
  expect(brokenBy?.found.facts ?? null).toEqual(refusal && expect.objectContaining({ key, refusal }))
})
