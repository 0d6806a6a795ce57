/** The controller's metrics → how its last reload went. */
import type { Reload } from '../../../domain/controllers/replica-facts.js'

/** https://kubernetes.github.io/ingress-nginx/user-guide/monitoring/ @returns null: the metrics do not tell */
export function reloadOf(metrics: string): Reload | null {
  const successful = metricOf(metrics, 'nginx_ingress_controller_config_last_reload_successful')
  const seconds = metricOf(metrics, 'nginx_ingress_controller_config_last_reload_successful_timestamp_seconds')
  if (successful === null) return null
  return { successful: successful === 1, succeededAt: seconds ? timeOf(seconds * 1000) : null }
}

/** null: no time that a date could be made of */
function timeOf(milliseconds: number): string | null {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
function metricOf(metrics: string, name: string): number | null {
  const value = new RegExp(`^${name}(?:\\{[^\\n]*\\})?[ \\t]+(\\S+)`, 'm').exec(metrics)?.[1]
  const number = Number(value)
  return value === undefined || Number.isNaN(number) ? null : number
}
