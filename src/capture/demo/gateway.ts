/** The built-in capture half way to Gateway API: the lab in both worlds, a shop that they serve differently, two faults. */
import { gatewayKinds } from '../../domain/objects/gateway/inventory.js'
import type { SourceFile } from '../text-of.js'
import { type Backend, demoBackends, demoConf, type Server } from './conf.js'
import { text as controller } from './controller.yaml'
import { text as gateway } from './gateway.yaml'
import * as lab from './lab.js'
import { text as routes } from './routes.yaml'

const shop = { namespace: 'shop', ingress: 'web', port: 80 }

const servers: readonly Server[] = [
  ...lab.servers,
  {
    name: 'shop.example.com',
    answers: [
      { ...shop, service: 'cart', path: '/cart' },
      { ...shop, service: 'web', path: '/' },
    ],
  },
]

const backends: readonly Backend[] = [
  ...lab.backends,
  { namespace: 'shop', service: 'cart', port: 80, clusterIP: '10.96.1.2', addresses: ['10.244.1.3'] },
  { namespace: 'shop', service: 'web', port: 80, clusterIP: '10.96.1.1', addresses: ['10.244.1.1', '10.244.1.2'] },
]

export const gatewayFiles: readonly SourceFile[] = [
  {
    path: 'demo:gateway',
    text: routes
      .replace('source: demo', 'source: demo:gateway')
      .replace(
        '      Secret: all',
        ['      Secret: all', ...gatewayKinds.map((kind) => `      ${kind}: all`)].join('\n'),
      ),
  },
  { path: 'demo:gateway', text: controller },
  { path: 'demo:gateway', text: gateway },
  ...lab.replicas.flatMap((replica) =>
    lab.saidBy('demo:gateway', replica, {
      'nginx.conf': demoConf(lab.hostless, servers),
      'backends.json': demoBackends(backends),
      'metrics.txt': lab.metrics(true),
      'certificates.json': lab.certificates([...servers.map(({ name }) => name), '*.example.com']),
    }),
  ),
]
