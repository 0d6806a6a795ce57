/** What a capture keeps of an Envoy: what decides where requests go, and nothing that may be a secret. */
import { expect, it } from 'vitest'
import { maskText } from '../../../src/controllers/shared/envoy/mask.js'

const dump = {
  configs: [
    { bootstrap: { node: { id: 'secret-0' } } },
    {
      dynamic_active_secrets: [
        {
          secret: {
            name: 'shop/tls',
            tls_certificate: {
              certificate_chain: { inline_bytes: 'public' },
              private_key: { inline_bytes: 'secret-1' },
            },
          },
        },
      ],
      dynamic_route_configs: [
        {
          error_state: { details: 'refused: token=secret-2secret2secret2' },
          route_config: {
            name: 'http',
            virtual_hosts: [
              {
                domains: ['shop.example.com'],
                routes: [
                  {
                    match: { prefix: '/', headers: [{ name: 'x-a', string_match: { exact: 'one' } }] },
                    request_headers_to_add: [{ header: { key: 'authorization', value: 'secret-3' } }],
                    direct_response: { status: 200, body: { inline_string: 'secret-4' } },
                    typed_per_filter_config: { auth: { password: 'secret-5', key: { inline: 'secret-6' } } },
                  },
                ],
              },
            ],
          },
        },
      ],
    },
  ],
}

it('of a configuration', () => {
  const kept = maskText('config-dump.json', JSON.stringify(dump)) ?? ''
  expect(kept).not.toMatch(/secret-\d/)
  for (const word of ['shop.example.com', 'shop/tls', 'public', '"prefix":"/"', 'one', 'authorization', '200'])
    expect(kept).toContain(word)
})

it('of counters, lines that are none are left out', () => {
  const lines = 'http.http-10080.rds.infra/nested/wild.update_rejected: 3\nx: a password\n'
  expect(maskText('update-rejected.txt', lines)).toBe('http.http-10080.rds.infra/nested/wild.update_rejected: 3')
})

it.each([
  ['config-dump.json', 'no JSON'],
  ['other.json', '{}'],
])('of %s with %s there is nothing that may be kept', (file, text) => {
  expect(maskText(file, text)).toBeNull()
})
