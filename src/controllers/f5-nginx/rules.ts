/** What can be wrong with such a controller as a whole. */

import type { ControllerRule } from '../../domain/lint/rule.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import { snippetsAllowed } from '../shared/named/snippets.js'
import { vulnerableBy, type WayThere } from '../shared/named/vulnerable.js'
import { breaksOfConfig } from '../shared/nginx/breaks.js'
import { rewritesOn } from '../shared/nginx/conf/rewrites-on.js'
import type { F5Plan } from './plan.js'
import type { F5Controller } from './workload/settings.js'

const snippets = /^nginx\.org\/(?:server|location)-snippets$/

/** Some Ingress of its own has such an annotation. */
const annotatedWith =
  (is: (name: string, value: string) => boolean, does: string): WayThere =>
  ({ controller, dialect }, { inventory }) => {
    const found = inventory.ingresses.find(
      (one) =>
        Object.entries(one.metadata.annotations ?? {}).some(([name, value]) => is(name, value)) &&
        dialect.owns(controller, one, inventory.classOf) === true,
    )
    return found === undefined ? null : `Ingress ${nameOf(refOf(found))} ${does}`
  }

export const rules: readonly ControllerRule[] = [
  vulnerableBy({
    // Its Services are spoken to over TLS.
    'CVE-2026-1642': annotatedWith((name) => name === 'nginx.org/ssl-services', 'has nginx.org/ssl-services'),
    'CVE-2026-42945': annotatedWith(
      (name, value) => snippets.test(name) && rewritesOn(value),
      'has a snippet that rewrites with a question mark and goes on after that',
    ),
  }),
  {
    codes: ['snippet-breaks'],
    needs: [],
    find: ({ plan }) => {
      const { model } = plan as F5Plan
      return breaksOfConfig(model.breaks, model.policy.settings.configMap)
    },
  },
  // https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/command-line-arguments/ (-enable-snippets)
  snippetsAllowed(snippets, ({ settings }) =>
    (settings as F5Controller['settings']).allowsSnippets
      ? { setting: '-enable-snippets is set', undo: 'Start it without -enable-snippets', isUsual: false }
      : null,
  ),
]
