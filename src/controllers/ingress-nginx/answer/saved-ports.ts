/** Where clients come in, by a saved nginx.conf alone: no pod is there whose flags would say it. */
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { defaultServer } from '../model/types.js'
import type { NginxController } from '../workload/settings.js'
import { serverHost } from './server-host.js'

/** The sockets of the server of all unknown hosts; the usual ones where there is none. */
export function withPortsOf(statements: readonly Directive[], controller: NginxController): NginxController {
  const server = statements.find((one) => one.name === 'server' && serverHost(one) === defaultServer)
  const listens = (server?.block ?? []).filter(({ name }) => name === 'listen')
  const portOf = (isTls: boolean) => {
    const found = listens.find(({ args }) => args.includes('ssl') === isTls)
    return Number(/(?:^|:)(\d+)$/.exec(found?.args[0] ?? '')?.[1] ?? 0)
  }
  const { settings } = controller
  const ports = { httpPort: portOf(false) || settings.httpPort, httpsPort: portOf(true) || settings.httpsPort }
  return { ...controller, settings: { ...settings, ...ports } }
}
