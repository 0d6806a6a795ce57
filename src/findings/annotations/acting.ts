/** Annotations and paths that act otherwise than they read: not at all, further, or on something else. */

import type { ActingFacts } from '../../domain/findings/acting-facts.js'
import { nameOf } from '../../domain/objects/ref.js'
import { counted } from '../../domain/text/counted.js'
import type { Pages } from '../page.js'
import { controllerDocs, quote } from '../words.js'
import { balancerPages } from './balancers.js'
import { globPages } from './globs.js'
import { loggedPages } from './logged.js'
import { noEffectPages } from './no-effect.js'
import { protocolPages } from './protocols.js'
import { signInPages } from './sign-in.js'

const annotations = `${controllerDocs}/user-guide/nginx-configuration/annotations`

export const actingPages: Pages<ActingFacts> = {
  ...noEffectPages,
  'redirect-without-tls': {
    title: 'ssl-redirect redirects a host without TLS nowhere',
    sentence: ({ host }) =>
      `ssl-redirect redirects only a host that a TLS section names, and none names ${host}: http://${host} is answered as it is`,
    fix: ({ host }) =>
      `Add ${host} to spec.tls, or write force-ssl-redirect: "true" where a load balancer in front ends TLS.`,
    explanation:
      'ssl-redirect is true for every Ingress that does not say otherwise, and acts where the host has a certificate of its own; the default certificate does not count. force-ssl-redirect redirects without one.',
    example:
      'metadata:\n  annotations: {nginx.ingress.kubernetes.io/ssl-redirect: "true"}\nspec:\n  rules: [{host: www.example.com, ...}]   # and no tls',
    sample: { host: 'www.example.com' },
    link: `${controllerDocs}/user-guide/tls/#server-side-https-enforcement-through-redirect`,
  },
  'redirect-spreads': {
    title: 'The redirect takes all other paths of the host, too',
    sentence: ({ annotation, host, location }) =>
      `${annotation} sends every path of ${host} that no rule has to ${location}, not only those of this Ingress`,
    fix: ({ host }) =>
      `Add a rule for path / of ${host} to another Ingress, without the redirect, unless that is meant.`,
    explanation:
      'Each host has a location / for what no rule of it matches. The controller makes it with the annotations of the Ingress that named the host first, so a redirect that is meant for one old path answers for the whole host.',
    example:
      'metadata:\n  annotations: {nginx.ingress.kubernetes.io/permanent-redirect: "https://new.example.com/"}\nspec:\n  rules: [{host: www.example.com, http: {paths: [{path: /old, ...}]}}]',
    sample: { annotation: 'permanent-redirect', host: 'www.example.com', location: 'https://new.example.com/' },
    link: `${annotations}/#permanent-redirect`,
  },
  'app-root-elsewhere': {
    title: 'app-root redirects a path that the Ingress does not have',
    sentence: ({ host, location, path }) =>
      `app-root sends / of ${host ?? 'every host'} to ${location}, whoever has that path, and does nothing for ${path} and below it`,
    fix: () =>
      'Set app-root on the Ingress that has path /, or remove it; to change what the backend gets write rewrite-target.',
    explanation:
      'app-root is a redirect of / alone, and it is written for the whole host. An Ingress with another path redirects the visitors of whoever has /, and its own paths go to the backend unchanged.',
    example: 'nginx.ingress.kubernetes.io/app-root: /services\n...\npath: /services/std',
    sample: { host: 'api.example.com', location: '/services', path: '/services/std' },
    link: `${annotations}/#rewrite`,
  },
  'canary-spreads': {
    title: 'The canary gets requests of other hosts or paths, too',
    sentence: ({ primary, others, count: all }) =>
      `it takes its share wherever ${primary} is used, also of ${others.join(', ')}${all > others.length ? ` and ${counted(all - others.length, 'more path', 'more paths')}` : ''}`,
    fix: () => 'Give the other paths a Service or a port of their own, unless that is meant.',
    explanation:
      'The controller adds a canary to the upstream of the path that it tries out, and an upstream is a Service and a port. Every rule that names the same Service and port shares the upstream, on whatever host it is, and so the canary.',
    example:
      'rules: [{host: app.example.com, ...}, {host: other.example.com, ...}]   # both to Service web:80\n# and a canary for app.example.com',
    sample: { primary: 'shop-web-80', others: ['other.example.com/'], count: 1 },
    link: `${annotations}/#canary`,
  },
  'balanced-by-other': {
    title: 'Another Ingress says how its endpoints are chosen',
    sentence: ({ annotation, other, upstream }) =>
      `${annotation} of Ingress ${nameOf(other)} counts here, too: that one was the first to name the same Service and port (${upstream})`,
    fix: () => 'Give this one a Service of its own, unless that is meant.',
    explanation:
      'An upstream is a Service and a port, whatever Ingress names them. The Ingress that was the first to do so says how its endpoints are chosen, for the requests of all others, too.',
    example:
      'nginx.ingress.kubernetes.io/upstream-hash-by: "$request_uri"   # of Ingress a, with Service web:80\n# and Ingress b, with Service web:80',
    sample: {
      annotation: 'upstream-hash-by',
      other: { namespace: 'shop', name: 'web' },
      upstream: 'shop-web-80',
    },
    link: `${annotations}/#custom-nginx-upstream-hashing`,
  },
  'rewrite-all': {
    title: 'Every request below the path reaches the backend as one and the same',
    sentence: ({ target, path, rest }) =>
      rest === null
        ? `rewrite-target is ${quote(target)} without a group, so every request for ${path} and below it reaches the backend as ${quote(target)}`
        : `rewrite-target is ${quote(target)} without $${rest}, which is what path ${path} catches of the rest: requests reach the backend without it`,
    fix: ({ target, path, isAlone, rest }) =>
      rest !== null
        ? `Write rewrite-target: ${/\$\d(?=\D*$)/.test(target) ? target.replace(/\$\d(?=\D*$)/, () => `$${rest}`) : `${target.replace(/\/$/, '')}/$${rest}`}.`
        : `${isAlone ? 'Write' : 'Move the path to an Ingress of its own, and write'} path: ${path.replace(/\/$/, '')}(/|$)(.*) with pathType: ImplementationSpecific, and rewrite-target: ${target.replace(/\/$/, '')}/$2, unless one page is meant.`,
    explanation:
      'Up to 0.21 rewrite-target replaced the beginning of a path. Since 0.22 it replaces the whole path, and what followed is kept only where the path catches it in parentheses and the target names it. Images, scripts and API calls then all get the start page.',
    example: 'nginx.ingress.kubernetes.io/rewrite-target: /\n...\npath: /api\npathType: Prefix',
    sample: { target: '/', path: '/api', isAlone: true, rest: null },
    link: `${controllerDocs}/examples/rewrite/`,
  },
  'cookie-not-secure': {
    title: 'Browsers do not keep the cookie of the session',
    sentence: ({ host }) =>
      `session-cookie-samesite is None, and over http, by which ${host} is asked, the cookie comes without Secure: browsers throw such a cookie away, and each request may get another pod`,
    fix: () => 'Set session-cookie-secure: "true", where clients come by https, or session-cookie-samesite: "Lax".',
    explanation:
      'A cookie with SameSite=None has to be Secure. The controller makes it Secure by itself only where TLS ends at nginx, not where a load balancer ends it.',
    example: 'nginx.ingress.kubernetes.io/session-cookie-samesite: "None"   # and no TLS, no session-cookie-secure',
    sample: { host: 'shop.example.com' },
    link: `${annotations}/#cookie-affinity`,
  },
  'header-twice': {
    title: 'The backend gets a header twice',
    sentence: ({ snippet, header, value }) =>
      `${snippet} sets ${header}, which the controller sends, too: the backend gets both${/^host$/i.test(header) ? `, that of the client and ${quote(value)}, and most answer 400` : ''}`,
    fix: ({ snippet, header, value }) =>
      /^host$/i.test(header)
        ? `Write upstream-vhost: ${JSON.stringify(value)} in place of that line of ${snippet}.`
        : `Take that line out of ${snippet}${/^x-forwarded/i.test(header) ? '; a header of that name from a proxy before the controller is passed on with use-forwarded-headers' : ''}.`,
    explanation:
      'The controller writes Host, X-Real-IP, the X-Forwarded headers and some more into every location. nginx does not replace one by the other: both lines are sent. Many programs refuse a second Host, and take the wrong one of two X-Forwarded-Proto.',
    example: 'nginx.ingress.kubernetes.io/configuration-snippet: |\n  proxy_set_header Host backend.example.com;',
    sample: { snippet: 'configuration-snippet', header: 'Host', value: 'backend.example.com' },
    link: `${annotations}/#custom-nginx-upstream-vhost`,
  },
  'outside-host': {
    title: 'A server outside of the cluster is asked for a host that is not its own',
    sentence: ({ service, target, host }) =>
      `Service ${nameOf(service)} leads to ${target}, over TLS and with Host: ${host ?? 'that of the client'}, which a server outside of the cluster mostly does not know: it answers 403, 404 or 421`,
    fix: ({ target }) =>
      `Set upstream-vhost: ${quote(target)}; a server that wants SNI needs proxy-ssl-server-name: "on" and proxy-ssl-name: ${quote(target)}, too, which count beside a proxy-ssl-secret.`,
    explanation: 'An ExternalName is a name in DNS, and no more: the request keeps the Host of the client.',
    example: 'spec:\n  type: ExternalName\n  externalName: api.example.com   # and an Ingress without upstream-vhost',
    sample: { service: { namespace: 'shop', name: 'api' }, target: 'api.example.com', host: 'www.example.com' },
    link: `${annotations}/#custom-nginx-upstream-vhost`,
  },
  'errors-without-pages': {
    title: 'Errors are handed to a default backend that has no pages for them',
    sentence: ({ codes, status, empty, asks }) =>
      asks
        ? `custom-http-errors of the ConfigMap takes ${codes.join(' and ')} of the service of ${asks}, too (before ingress-nginx 1.13.7 and 1.14.3): the default backend of the controller answers ${status} in its place, which nginx takes for a failure, so that whoever has to sign in gets 500`
        : `custom-http-errors hands ${codes.join(', ')} to the default backend, and ${empty ? `Service ${nameOf(empty)} of annotation default-backend has no endpoint: that of the controller steps in` : 'the controller has none but its own'}, which has no pages: clients get ${status === 404 ? 'an empty 404' : '500 (its own 404 is among custom-http-errors, and looks for a page in vain)'} in place of each`,
    fix: ({ empty, codes, asks }) =>
      asks
        ? `Take ${codes.join(' and ')} out of custom-http-errors of the ConfigMap, or update to ingress-nginx 1.13.7, 1.14.3 or later.`
        : empty
          ? `Let Service ${nameOf(empty)} have a ready endpoint, or remove custom-http-errors.`
          : 'Name a Service with pages for errors in annotation default-backend (or --default-backend-service), or remove custom-http-errors.',
    explanation:
      'custom-http-errors takes the answers of the Service away and asks the default backend in their place: that of annotation default-backend, else that of --default-backend-service. Without both, a server of the controller answers, which says 404 to everything; where the ConfigMap names 404, that server looks for a page of its own, too, which it does not have, and says 500.',
    example: 'nginx.ingress.kubernetes.io/custom-http-errors: "404,503"   # and no default-backend',
    sample: { codes: [404, 503], status: 404, isSeen: true },
    link: `${annotations}/#custom-http-errors`,
  },
  'modsecurity-logs': {
    title: 'ModSecurity logs what its rules find, and lets it through',
    sentence: ({ setting, isOfAll }) =>
      `${setting} is "true"${isOfAll ? ' in the ConfigMap, which does not say' : ', and nobody says'} SecRuleEngine On: what the rules of ModSecurity find is logged, and none of it is refused${isOfAll ? ', where no Ingress says so' : ''}`,
    fix: ({ isAllowed }) =>
      `Write SecRuleEngine On into modsecurity-snippet ${isAllowed ? 'of the Ingress, or of' : 'of'} the ConfigMap, or SecRuleEngine DetectionOnly, if that is meant.`,
    explanation:
      'The configuration that ModSecurity comes with in the image says SecRuleEngine DetectionOnly, and that of the OWASP rules says nothing of it. A line of a snippet comes first, and counts.',
    example: 'nginx.ingress.kubernetes.io/enable-modsecurity: "true"   # and no modsecurity-snippet',
    sample: { setting: 'enable-modsecurity', isOfAll: false, isAllowed: true },
    link: `${controllerDocs}/user-guide/third-party-addons/modsecurity/`,
  },
  'timeout-zero': {
    title: 'A time of 0 is over before a backend can answer',
    sentence: ({ setting, isOfAll }) =>
      `${setting} is 0${isOfAll ? ' in the ConfigMap' : ''}, which nginx does not take for "for ever": the time is over before a backend can answer, and clients get 504`,
    fix: ({ setting }) => `Write ${setting}: "60", or as many seconds as the slowest answer takes.`,
    explanation:
      'proxy-connect-timeout and proxy-read-timeout are written into nginx.conf as they are. nginx sets a timer of that length and looks at it at once.',
    example: 'nginx.ingress.kubernetes.io/proxy-read-timeout: "0"',
    sample: { setting: 'proxy-read-timeout', isOfAll: false },
    link: `${annotations}/#custom-timeouts`,
  },
  'snippet-swallows': {
    title: 'A directive without a semicolon takes the next one for its own',
    sentence: ({ snippet, line, directive, taken, isOwn, isPass }) =>
      `line ${line} of ${snippet} has no ";" at its end, so that ${directive} takes the ${isOwn ? 'next line' : 'line that the controller writes behind it'} for its own: ${quote(taken)} does nothing${isPass ? ', and nothing is sent to the Service: requests are answered with 404' : ''}`,
    fix: ({ snippet, line }) => `Write a ";" at the end of line ${line} of ${snippet}.`,
    explanation:
      'To nginx the end of a line is a blank. A directive that takes any number of arguments goes on to the next semicolon, and nginx loads that without a word: more_set_headers takes the words of the next line for names of headers. Where it is the last line of configuration-snippet, it takes the proxy_pass of the controller.',
    example:
      'nginx.ingress.kubernetes.io/configuration-snippet: |\n  more_set_headers "X-Frame-Options: DENY"\n  proxy_set_header X-Tenant shop;',
    sample: {
      snippet: 'configuration-snippet',
      line: 1,
      directive: 'more_set_headers',
      taken: 'proxy_set_header X-Tenant shop',
      isOwn: true,
      isPass: false,
    },
    link: 'https://github.com/openresty/headers-more-nginx-module#more_set_headers',
  },
  ...globPages,
  ...balancerPages,
  ...loggedPages,
  ...protocolPages,
  ...signInPages,
}
