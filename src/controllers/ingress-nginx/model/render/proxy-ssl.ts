/**
 * TLS with the backends, as statements. Those of a server hold for each of its locations that has none of its own.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl (proxy_ssl_verify)
 */
import { quoted } from '../../../shared/nginx/quote.js'
import type { ProxySsl } from '../../annotations/reading.js'

/** Here the name is sent only where there is one. */
export function tlsOfServer(ssl: ProxySsl): string[] {
  return [...ofAuthority(ssl), ...(ssl.name === '' ? [] : [nameLine(ssl), sniLine(ssl)]), ...ownLine(ssl)]
}

export function tlsOfLocation(ssl: ProxySsl): string[] {
  return [...ofAuthority(ssl), ...(ssl.name === '' ? [] : [nameLine(ssl)]), sniLine(ssl), ...ownLine(ssl)]
}

function ofAuthority({ hasAuthority, verifies }: ProxySsl): string[] {
  if (!hasAuthority) return []
  return ['proxy_ssl_trusted_certificate ca.pem;', `proxy_ssl_verify ${verifies ? 'on' : 'off'};`]
}

function nameLine({ name }: ProxySsl): string {
  return `proxy_ssl_name ${quoted(name)};`
}

function sniLine({ sendsName }: ProxySsl): string {
  return `proxy_ssl_server_name ${sendsName ? 'on' : 'off'};`
}

function ownLine({ hasCertificate }: ProxySsl): string[] {
  return hasCertificate ? ['proxy_ssl_certificate own.pem;'] : []
}
