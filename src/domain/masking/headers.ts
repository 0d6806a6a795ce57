/** Headers of HTTP: which of them say how a message travels, and which may hold a key. */
import { maskUrl } from './url.js'
import { isPlain, isSecretName, mask } from './words.js'

/** How long it may be kept, what a browser may do with it, where it comes from and what it is. */
const harmless =
  /^(?:host|connection|upgrade|keep-alive|te|trailer|transfer-encoding|expect|via|forwarded|x-forwarded-[a-z-]+|x-original-[a-z-]+|x-real-ip|x-request-id|x-req-id|x-scheme|x-service-[a-z]+|x-ingress-[a-z]+|x-code|x-format|x-namespace|x-sent-from|x-auth-request-redirect|ssl-client-(?:verify|subject-dn|issuer-dn)|proxy|accept[a-z-]*|content-[a-z-]+|cache-control|expires|pragma|vary|etag|age|date|last-modified|if-[a-z-]+|range|location|refresh|retry-after|allow|server|origin|referer|user-agent|dnt|strict-transport-security|access-control-[a-z-]+|x-frame-options|x-content-type-options|x-xss-protection|x-robots-tag|x-dns-prefetch-control|x-download-options|x-permitted-cross-domain-policies|x-powered-by|x-canary|referrer-policy|permissions-policy|feature-policy|cross-origin-[a-z-]+|report-to|nel|alt-svc|link|l5d-dst-override|grpc-[a-z]+|audit-id|warning|x-kubernetes-[a-z-]+|sec-websocket-(?:version|extensions|protocol))$/i

export function isHarmlessHeader(name: string): boolean {
  return harmless.test(name)
}

/** What may be shown of a header that was sent. */
export function maskHeader(name: string, value: string): string {
  if (/^cookie$/i.test(name)) return value.split(/; ?/).map(maskCookie).join('; ')
  if (isHarmlessHeader(name)) return maskUrl(value)
  return isSecretName(name) || !isPlain(value) ? mask : value
}

/** The names tell which there are; the two words are those by which a canary is asked for. */
function maskCookie(pair: string): string {
  const equals = pair.indexOf('=')
  const value = pair.slice(equals + 1)
  return equals === -1 || !/^(?:always|never)$/.test(value) ? `${pair.slice(0, Math.max(equals, 0))}=${mask}` : pair
}
