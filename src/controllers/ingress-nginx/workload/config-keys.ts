/**
 * Keys of the controller's ConfigMap that are written where they do nothing.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
 */

/** What is set for one Ingress by an annotation, and for all by a key of the same name. */
export const ofBoth =
  /^(?:proxy-(?:body-size|(?:connect|read|send)-timeout|buffer(?:ing|s-number|-size)|busy-buffers-size|request-buffering|next-upstream(?:-timeout|-tries)?|cookie-(?:domain|path)|max-temp-file-size|http-version)|client-body-buffer-size|(?:force-)?ssl-redirect|custom-http-errors|(?:whitelist|denylist)-source-range|load-balance)$/

/** What can be set for all alone, and is written as an annotation nevertheless. */
export const forAllAlone =
  /^(?:use-(?:forwarded-headers|proxy-protocol|http2|gzip)|(?:forwarded-for|compute-full-forwarded-for|enable-real-ip)(?:-header)?|proxy-real-ip-cidr|enable-underscores-in-headers|ignore-invalid-headers|hsts(?:-max-age|-include-subdomains|-preload)?|ssl-protocols|server-tokens|hide-headers|(?:proxy-set|add)-headers|large-client-header-buffers|client-(?:header-buffer-size|(?:header|body)-timeout)|keep-alive(?:-requests)?|(?:http|main|location)-snippet|gzip-(?:types|level|min-length)|enable-brotli|log-format-upstream|access-log-path|error-log-level|worker-(?:processes|shutdown-timeout)|allow-snippet-annotations|annotations-risk-level)$/
