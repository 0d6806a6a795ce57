/** A line of the container's log → a record: nginx' access log, its error log, the controller's own words, or other. */
import type { LogLanguage } from '../../domain/controllers/dialect.js'
import { nginxLog } from '../shared/nginx/logs/records.js'
import type { NginxReplica } from './workload/settings.js'

/** https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/ */
const defaultFormat =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id'

export const logLanguage: LogLanguage = {
  formatIn: ({ settings }: NginxReplica) => settings.configMap,
  format: (configMap) => logOf(configMap?.data?.['log-format-upstream'] ?? null),
}

/** @param format `log-format-upstream` of the ConfigMap; null: the default */
export function logOf(format: string | null): ReturnType<LogLanguage['format']> {
  return nginxLog(format ?? defaultFormat, 'ingress_name')
}
