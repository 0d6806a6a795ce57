/** The built-in capture on a good day: `prod` times three and `dev` times two. */

import type { SourceFile } from '../text-of.js'
import { demoBackends, demoConf } from './conf.js'
import { text as controller } from './controller.yaml'
import { backends, certificates, hostless, metrics, replicas, saidBy, servers } from './lab.js'
import { text as routes } from './routes.yaml'

export const demoFiles: readonly SourceFile[] = [
  { path: 'demo', text: routes },
  { path: 'demo', text: controller },
  ...replicas.flatMap((replica) =>
    saidBy('demo', replica, {
      'nginx.conf': demoConf(hostless, servers),
      'backends.json': demoBackends(backends),
      'metrics.txt': metrics(true),
      'certificates.json': certificates(['prod', 'dev']),
    }),
  ),
]
