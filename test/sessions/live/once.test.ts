/** Nothing is asked of the API server twice in one command, whatever needs it. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fakeApi } from '../../support/cluster/fake-api.js'
import { controllerPod, insideOf } from '../../support/cluster/fake-controller.js'
import { pem } from '../../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { session } from '../../support/program/session.js'

const args = ['--configmap=edge/config']
const objects = {
  Pod: ['proxy-1', 'proxy-2'].map((name) => controllerPod({ name, args, owner: ['DaemonSet', 'proxy'] })) as never,
  ConfigMap: [
    { metadata: { namespace: 'edge', name: 'config' }, data: { 'log-format-upstream': '$remote_addr $uri' } },
  ],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Ingress: [
    ingress('web', {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['shop.example.com'], secretName: 'gone' }],
      rules: [rule('shop.example.com', '/', 'web'), rule('shop.example.com', '/cart', 'cart')],
    }),
    ingress('lost', { ingressClassName: 'ngnix', rules: [rule('lost.example.com', '/', 'web')] }),
  ],
  Service: [service('web')],
  EndpointSlice: [slice('web-1', { endpoints: [pod('web-a', '10.0.0.1')] })],
}
const inside = insideOf({
  pages: {
    '/configuration/backends': '[{"name":"default-web-80","endpoints":[]}]',
    '/configuration/certs?hostname=_': pem('server'),
  },
  programs: { cat: { out: 'events {}\nhttp {\n}\n' } },
  metrics: 'nginx_ingress_controller_config_last_reload_successful 0\n',
})

it.each([
  'ingresses -A -o wide',
  'why -A',
  'why web lost',
  'trace http://shop.example.com/ https://shop.example.com/cart',
  'status',
  'drift',
  'certs',
  'info',
  'backends -o table',
  'conf --all-pods',
  'logs --host shop.example.com',
  'logs --ingress default/web --status 5xx',
  'capture -A -o -',
])('%s', async (line) => {
  const api = await fakeApi({ objects, upgrade: inside })
  const cwd = mkdtempSync(join(tmpdir(), 'tkng-once-'))
  writeFileSync(join(cwd, 'config'), api.kubeconfig())
  await session(line.split(' '), { cwd, env: { KUBECONFIG: join(cwd, 'config') } })
  await api.close()
  const asked = api.requests
    .map(({ path, query }) => `${path}?${query}`)
    .filter((one) => !/\/(?:exec|portforward|log)\?|selfsubjectaccessreviews/.test(one))
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((one, i) => asked.indexOf(one) !== i)).toEqual([])
  // Where all namespaces are asked about, all of their Events are one question.
  expect(asked.filter((one) => one.includes('/events?')).length).toBeLessThan(line.includes('-A') ? 2 : 3)
})
