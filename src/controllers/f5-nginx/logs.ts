/** The log of this controller: nginx' access and error log, and its own words, in one stream. */
import type { LogLanguage } from '../../domain/controllers/dialect.js'
import { nothingSaid } from '../../domain/controllers/log-record.js'
import { lineReader } from '../shared/nginx/logs/format.js'
import { accessRecord, errorRecord, klogRecord } from '../shared/nginx/logs/records.js'
import type { F5Replica } from './workload/settings.js'

/** `main`, where the ConfigMap says nothing: https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/version1/nginx.tmpl */
const usualFormat =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"'

export const logLanguage: LogLanguage = {
  formatIn: ({ settings }: F5Replica) => settings.configMap,
  format: (configMap) => {
    // Its lines become one.
    const format = configMap?.data?.['log-format']?.replaceAll('\n', '') || usualFormat
    const readLine = lineReader(format)
    return {
      read: (text) => {
        const variables = readLine(text)
        if (variables !== null) return accessRecord(text, variables)
        return errorRecord(text) ?? klogRecord(text) ?? { ...nothingSaid, kind: 'other', text }
      },
      tells: {
        host: /\$\{?(?:host|http_host|server_name)\b/.test(format),
        ingress: /\$\{?resource_name\b/.test(format),
      },
    }
  },
}
