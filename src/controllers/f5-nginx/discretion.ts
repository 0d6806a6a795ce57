/** What of objects, flags and files of this controller may be shown and kept. */
import type { Discretion } from '../../domain/masking/masker.js'
import { maskTokens } from '../../domain/masking/text.js'
import { bareMask, maskWords } from '../../domain/masking/words.js'
import { maskConf } from '../shared/nginx/mask/conf.js'
import { maskCustom } from './custom/mask.js'
import { files } from './observe/files.js'
import { maskMetrics } from './observe/metrics.js'
import { f5Nginx } from './workload/family.js'

export const f5Discretion: Discretion = {
  annotation: maskAnnotation,
  setting: maskSetting,
  argument: maskArgument,
  text: (file, text) => (file === files.dump ? maskConf(text) : file === files.metrics ? maskMetrics(text) : null),
  custom: maskCustom,
}

const snippets = new Set(['nginx.org/server-snippets', 'nginx.org/location-snippets'])

/** Annotations that decide where requests go: names, paths, switches and numbers. */
const plain = new Set(
  [
    ...['mergeable-ingress-type', 'rewrites', 'rewrite-target', 'path-regex', 'app-root', 'ssl-redirect'],
    ...['redirect-to-https', 'http-redirect-code', 'listen-ports', 'listen-ports-ssl', 'websocket-services'],
    ...['ssl-services', 'grpc-services', 'use-cluster-ip', 'lb-method', 'basic-auth-secret', 'policies'],
    ...['proxy-read-timeout', 'proxy-send-timeout', 'proxy-connect-timeout', 'client-max-body-size', 'max-fails'],
  ].map((name) => `nginx.org/${name}`),
)

function maskAnnotation(name: string, value: string): string | null {
  if (snippets.has(name)) return maskConf(value)
  if (name === 'nginx.org/basic-auth-realm') return maskWords(value, bareMask)
  return plain.has(name) || ['nginx.com/policies', 'ingress.kubernetes.io/ssl-redirect'].includes(name)
    ? maskTokens(value)
    : null
}

const confSettings = new Set([
  'main-snippets',
  'http-snippets',
  'server-snippets',
  'location-snippets',
  'stream-snippets',
])
const wordSettings = new Set(['set-real-ip-from', 'real-ip-header', 'default-server-return', 'lb-method', 'log-format'])

/** A template of one's own is known to be there, and nothing of it is kept. */
function maskSetting(key: string, value: string): string | null {
  if (confSettings.has(key)) return maskConf(value)
  if (wordSettings.has(key)) return maskTokens(value)
  return key.endsWith('-template') && value !== '' ? bareMask : null
}

/** Names of classes, namespaces, objects and Services, ports and switches, as they are written. */
const nameLike = /^(?:\$\(\w+\))?[\w./,:=*-]{0,500}$/

/** @param flag without dashes */
export function maskArgument(flag: string, value: string): string | null {
  return f5Nginx.flags?.includes(flag.toLowerCase()) && nameLike.test(value) ? value : null
}
