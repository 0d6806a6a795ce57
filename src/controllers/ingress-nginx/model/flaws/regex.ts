/** Paths that are written as patterns and are none: nginx refuses a configuration for one of them. */
import { told } from '../../../../domain/findings/finding.js'
import { patternFault } from '../../../../languages/nginx/pcre/fault.js'
import { expand } from '../expand.js'
import type { Model } from '../types.js'
import type { ConfFlaw } from './conf.js'

/** Only what PCRE refuses for certain. */
export function regexFlaws({ servers }: Model): ConfFlaw[] {
  return [...servers.values()].flatMap((server): ConfFlaw[] => {
    if (server.authTlsError !== null || server.locations.every(({ path }) => patternFault(path) === null)) return []
    const { written, isRegex } = expand(server)
    if (!isRegex) return []
    return written.flatMap(({ path, location }): ConfFlaw[] => {
      const fault = patternFault(path)
      if (fault === null) return []
      const { host } = server
      const ingresses = location.owner ? [location.owner.ref] : []
      return [{ found: told('regex-breaks', { host, path, fault, others: ingresses }), host, path, ingresses }]
    })
  })
}
