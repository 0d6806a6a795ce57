/** A line of the container's log → a record: nginx' access log, its error log, the controller's own words, or other. */
import { type LogRecord, nothingSaid } from '../../../domain/controllers/log-record.js'
import { lineReader } from '../../shared/nginx/logs/format.js'
import { accessRecord, errorRecord, klogRecord } from '../../shared/nginx/logs/records.js'

/** https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/ */
const defaultFormat =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id'

/** @param format `log-format-upstream` of the ConfigMap; null: the default */
export function logReader(format: string | null): (line: string) => LogRecord {
  const readLine = lineReader(format ?? defaultFormat)
  return (line) => {
    const variables = readLine(line)
    if (variables !== null) return accessRecord(line, variables)
    return errorRecord(line) ?? klogRecord(line) ?? { ...nothingSaid, kind: 'other', text: line }
  }
}

/** Does the format tell the host, or the Ingress, of a request. */
export function tellsOf(format: string | null): { readonly host: boolean; readonly ingress: boolean } {
  const text = format ?? defaultFormat
  return {
    host: /\$\{?(?:host|http_host|best_http_host|server_name)\b/.test(text),
    ingress: /\$\{?ingress_name\b/.test(text),
  }
}
