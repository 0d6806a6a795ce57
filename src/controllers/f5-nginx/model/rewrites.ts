/** `nginx.org/rewrites`: `serviceName=web rewrite=/x/;serviceName=…`: what stands in the place of a location's path. */

/** @returns null for what is not of this form. https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/parsing_helpers.go (ParseRewriteList) */
export function readRewrites(text: string): ReadonlyMap<string, string> | null {
  const rewrites = new Map<string, string>()
  for (const part of text.split(';')) {
    const [, service, path] = /^serviceName=([^=\s]*) rewrite=(\/[^\s;{}$=]*)$/.exec(part.trim()) ?? []
    if (service === undefined || path === undefined) return null
    rewrites.set(service, path)
  }
  return rewrites
}
