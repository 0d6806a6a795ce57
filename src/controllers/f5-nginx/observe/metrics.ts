/** The controller's metrics → how its last reload went: https://docs.nginx.com/nginx-ingress-controller/logging-and-monitoring/prometheus/ */
import type { Reload } from '../../../domain/controllers/replica-facts.js'

/** @returns null: the metrics do not tell */
export function reloadOf(metrics: string): Reload | null {
  const value = /^nginx_ingress_controller_nginx_last_reload_status(?:\{[^\n]*\})?[ \t]+(\S+)/m.exec(metrics)?.[1]
  return value === undefined ? null : { successful: Number(value) === 1, succeededAt: null }
}

/** Only what that is read from. */
export function maskMetrics(metrics: string): string {
  const reload = reloadOf(metrics)
  return reload === null ? '' : metricsText(reload)
}

export function metricsText({ successful }: Pick<Reload, 'successful'>): string {
  return `nginx_ingress_controller_nginx_last_reload_status ${successful ? 1 : 0}\n`
}
