/** The log of this controller: nginx' access and error log, and its own words, in one stream. */
import type { LogLanguage } from '../../domain/controllers/dialect.js'
import { nginxLog } from '../shared/nginx/logs/records.js'
import type { F5Replica } from './workload/settings.js'

/** `main`, where the ConfigMap says nothing: https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/version1/nginx.tmpl */
const usualFormat =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"'

export const logLanguage: LogLanguage = {
  formatIn: ({ settings }: F5Replica) => settings.configMap,
  // Its lines become one.
  format: (configMap) =>
    nginxLog(configMap?.data?.['log-format']?.replaceAll('\n', '') || usualFormat, 'resource_name'),
}
