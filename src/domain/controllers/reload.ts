/** The controller's metrics → how its last reload went. */

export interface Reload {
  readonly successful: boolean
  /** RFC 3339: when the last one succeeded */
  readonly succeededAt: string | null
}

/** https://kubernetes.github.io/ingress-nginx/user-guide/monitoring/ @returns null: the metrics do not tell */
export function reloadOf(metrics: string): Reload | null {
  const successful = metricOf(metrics, 'nginx_ingress_controller_config_last_reload_successful')
  const seconds = metricOf(metrics, 'nginx_ingress_controller_config_last_reload_successful_timestamp_seconds')
  if (successful === null) return null
  return { successful: successful === 1, succeededAt: seconds ? new Date(seconds * 1000).toISOString() : null }
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
function metricOf(metrics: string, name: string): number | null {
  const value = new RegExp(`^${name}(?:\\{[^\\n]*\\})?[ \\t]+(\\S+)`, 'm').exec(metrics)?.[1]
  const number = Number(value)
  return value === undefined || Number.isNaN(number) ? null : number
}
