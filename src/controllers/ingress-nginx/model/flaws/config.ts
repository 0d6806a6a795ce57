/**
 * Entries of the controller's ConfigMap that stand in nginx.conf as they are written, each in its statement. Numbers and
 * switches are not among them: the controller reads those itself, and passes over what it cannot read.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */
import type { Context } from '../../../../languages/nginx/check/directives.js'

interface Entry {
  readonly key: string
  readonly text: string
  readonly context: Context
}

type Row = readonly [key: string, statement: (value: string) => string, context?: Context]

const rows: readonly Row[] = [
  ['log-format-upstream', (value) => `log_format upstreaminfo '${value}';`],
  ['ssl-protocols', (value) => `ssl_protocols ${value};`],
  ['ssl-ciphers', (value) => `ssl_ciphers '${value}';`],
  ['ssl-session-timeout', (value) => `ssl_session_timeout ${value};`],
  ['ssl-buffer-size', (value) => `ssl_buffer_size ${value};`],
  ['client-header-buffer-size', (value) => `client_header_buffer_size ${value};`],
  ['client-body-buffer-size', (value) => `client_body_buffer_size ${value};`],
  ['large-client-header-buffers', (value) => `large_client_header_buffers ${value};`],
  ['error-log-level', (value) => `error_log /var/log/nginx/error.log ${value};`],
  ['worker-processes', (value) => `worker_processes ${value};`, 'm'],
  ['proxy-buffer-size', (value) => `proxy_buffer_size ${value};`, 'l'],
  ['proxy-cookie-path', (value) => `proxy_cookie_path ${value};`, 'l'],
  ['proxy-cookie-domain', (value) => `proxy_cookie_domain ${value};`, 'l'],
  ['proxy-next-upstream', (value) => `proxy_next_upstream ${value};`, 'l'],
]

/** Those that are there, each as nginx reads it. */
export function writtenEntries(data: Readonly<Record<string, string>>): Entry[] {
  return rows.flatMap(([key, statement, context = 'h']) => {
    const value = data[key]?.trim()
    return value ? [{ key, text: statement(value), context }] : []
  })
}
