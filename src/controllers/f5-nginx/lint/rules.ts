/** What can be wrong with such a controller as a whole. */
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import { snippetsAllowed } from '../../shared/named/snippets.js'
import { vulnerableBy, type WayThere } from '../../shared/named/vulnerable.js'
import type { F5Controller } from '../workload/settings.js'

/** Some Ingress of its own is answered over TLS by its Services. */
const tlsBehind: WayThere = ({ controller, dialect }, { inventory }) => {
  const found = inventory.ingresses.find(
    (one) =>
      one.metadata.annotations?.['nginx.org/ssl-services'] && dialect.owns(controller, one, inventory.classOf) === true,
  )
  return found === undefined ? null : `Ingress ${nameOf(refOf(found))} has nginx.org/ssl-services`
}

export const rules: readonly ControllerRule[] = [
  vulnerableBy({ 'CVE-2026-1642': tlsBehind }),
  // https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/command-line-arguments/ (-enable-snippets)
  snippetsAllowed(/^nginx\.org\/(?:server|location)-snippets$/, ({ settings }) =>
    (settings as F5Controller['settings']).allowsSnippets
      ? { setting: '-enable-snippets is set', undo: 'Start it without -enable-snippets', isUsual: false }
      : null,
  ),
]
