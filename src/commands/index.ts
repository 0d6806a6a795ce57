/** The ordered list of verbs: help shows them in this order. */
import type { Verb } from '../cli/command.js'
import { backends } from './backends.js'
import { capture } from './capture.js'
import { certs } from './certs.js'
import { completion } from './completion.js'
import { conf } from './conf.js'
import { config } from './config.js'
import { describe } from './describe.js'
import { diff } from './diff.js'
import { drift } from './drift.js'
import { exec, ssh } from './exec.js'
import { explain } from './explain.js'
import { gateways } from './gateways.js'
import { help } from './help.js'
import { info } from './info.js'
import { ingresses } from './ingresses.js'
import { lint } from './lint.js'
import { logs } from './logs.js'
import { options } from './options.js'
import { ps } from './ps.js'
import { routes } from './routes.js'
import { status } from './status.js'
import { trace } from './trace.js'
import { why } from './why.js'

export const verbs: readonly Verb[] = [
  ingresses,
  routes,
  gateways,
  trace,
  why,
  lint,
  describe,
  diff,
  explain,
  backends,
  conf,
  certs,
  info,
  status,
  drift,
  logs,
  ps,
  exec,
  ssh,
  capture,
  completion,
  config,
  help,
  options,
]
