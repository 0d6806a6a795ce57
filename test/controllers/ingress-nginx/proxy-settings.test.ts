/** What a ConfigMap sets for the whole proxy, as it stands in nginx.conf. */
import { expect, it } from 'vitest'
import { proxySettings } from '../../../src/controllers/ingress-nginx/workload/proxy-settings.js'

const name = { namespace: 'edge', name: 'config' }

it.each([
  ['keep-alive', '75', 'keepalive_timeout 75s'],
  ['keep-alive-requests', '0100', 'keepalive_requests 100'],
  ['large-client-header-buffers', '4 16k', 'large_client_header_buffers 4 16k'],
  ['server-tokens', 'true', 'server_tokens on'],
  ['ssl-early-data', 'false', 'ssl_early_data off'],
  ['ssl-protocols', 'TLSv1.2 TLSv1.3', 'ssl_protocols TLSv1.2 TLSv1.3'],
  ['ssl-ciphers', 'ECDHE-RSA-AES128-GCM-SHA256:!aNULL', 'ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:!aNULL'],
  // What the controller does not take, or what cannot be told surely.
  ['keep-alive', 'soon', null],
  ['server-tokens', 'yes', null],
  ['ssl-protocols', 'TLSv1.3; server_tokens on', null],
  ['server-name-hash-max-size', '1024', null],
  ['proxy-body-size', '8m', null],
])('%s: %j is %j', (key, value, written) => {
  const [found, ...others] = proxySettings(name, { kind: 'ConfigMap', metadata: {}, data: { [key]: value } })
  expect(others).toEqual([])
  expect(found === undefined ? null : `${found.directive} ${found.value}`).toBe(written)
})

it('is not known where the ConfigMap is not there, or may not be seen', () => {
  expect([proxySettings(null, undefined), proxySettings(name, undefined), proxySettings(name, null)]).toEqual([
    [],
    [],
    [],
  ])
})
