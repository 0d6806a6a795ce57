/** Where a block passes its requests on to: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass */

import { readTemplate, type Template } from '../rewrite/template.js'
import type { Directive } from '../text/directive.js'

export interface Pass {
  /** null: nginx refuses it */
  readonly template: Template | null
  /** is it made of variables: then its path is sent as it is */
  readonly varies: boolean
}

export function readPass(block: readonly Directive[]): Pass | null {
  const written = block.find(({ name }) => name === 'proxy_pass')?.byteArgs[0]
  return written === undefined ? null : { template: readTemplate(written), varies: written.includes('$') }
}
