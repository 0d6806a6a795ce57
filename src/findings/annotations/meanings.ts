/** Annotations that the controller reads, and that mean something else than their author thought. */
import type { AnnotationFacts } from '../../domain/findings/annotation-facts.js'
import type { Pages } from '../page.js'
import { controllerDocs, controllerSource, quote } from '../words.js'

const annotations = `${controllerDocs}/user-guide/nginx-configuration/annotations`

type Meanings = Pick<
  AnnotationFacts,
  | 'redirect-scheme'
  | 'redirect-both'
  | 'redirect-code'
  | 'redirect-loop'
  | 'slash-twice'
  | 'rewrite-relative'
  | 'prefix-boolean'
  | 'passthrough-disabled'
  | 'canary-not-enabled'
  | 'canary-without-paths'
>

export const annotationMeaningPages: Pages<Meanings> = {
  'redirect-scheme': {
    title: 'The redirect is no whole URL, so no redirect takes effect',
    sentence: ({ annotation, value }) =>
      `${annotation} is ${quote(value)}, but it must begin with http:// or https://: nothing of the group Redirect takes effect`,
    fix: () => 'Write the whole URL, with scheme and host.',
    explanation:
      'The controller takes a temporal-redirect with scheme and host only. With anything else it passes over all redirects of the Ingress, and the backend answers.',
    example: 'nginx.ingress.kubernetes.io/temporal-redirect: /sorry',
    sample: { annotation: 'temporal-redirect', effect: 'ignored', value: '/sorry' },
    link: `${annotations}/#temporal-redirect`,
  },
  'redirect-both': {
    title: 'Two redirects are set, and the temporal one wins',
    sentence: ({ annotation }) => `temporal-redirect is set too, and it wins: ${annotation} is not read`,
    fix: () => 'Remove one of the two.',
    explanation: 'A location can redirect once. The controller looks for temporal-redirect first.',
    example:
      'nginx.ingress.kubernetes.io/temporal-redirect: https://sorry.example.com\nnginx.ingress.kubernetes.io/permanent-redirect: https://new.example.com',
    sample: { annotation: 'permanent-redirect', effect: 'ignored' },
    link: `${controllerSource}/internal/ingress/annotations/redirect/redirect.go`,
  },
  'redirect-code': {
    title: 'The status of the redirect is out of its range',
    sentence: ({ annotation, status, usual, last }) =>
      `${annotation} is ${status}, which is not from 300 to ${last}: ${usual} is answered`,
    fix: ({ annotation, usual, last }) => `Write ${annotation}: "${last}" or "${usual}", or remove it.`,
    explanation: 'Only a status from 300 to 308 (of a temporal redirect 307) is taken; any other counts as not set.',
    example: 'nginx.ingress.kubernetes.io/permanent-redirect-code: "200"',
    sample: { annotation: 'permanent-redirect-code', effect: 'other', status: 200, usual: 301, last: 308 },
    link: `${annotations}/#permanent-redirect-code`,
  },
  'redirect-loop': {
    title: 'app-root sends / to itself',
    sentence: ({ annotation }) => `${annotation} is "/", which redirects / to itself without end`,
    fix: ({ annotation }) => `Remove ${annotation}, or write the path below / that the application begins with.`,
    explanation: 'app-root answers requests for / with a redirect to the path that it names.',
    example: 'nginx.ingress.kubernetes.io/app-root: /',
    sample: { annotation: 'app-root', effect: 'other' },
    link: `${annotations}/#rewrite`,
  },
  'slash-twice': {
    title: 'The path begins with two slashes where requests are led',
    sentence: ({ annotation, variable, isRefused }) =>
      isRefused
        ? `${annotation} puts / in the place of ${variable}, and what follows begins with a slash: ${variable}/x becomes //x, which Traefik refuses with 400`
        : `${annotation} has a slash before ${variable}, which begins with one of its own: /x is asked for there as //x`,
    fix: ({ annotation, variable, isRefused }) =>
      isRefused
        ? `Write path: ${variable}(/|$)(.*) with pathType: ImplementationSpecific, and ${annotation}: /$2.`
        : `Take the slash before ${variable} out of ${annotation}.`,
    explanation:
      'The paths of requests begin with a slash, and nginx writes what a variable holds as it stands. Many servers take a path with two for another one, and answer 404.',
    example: 'nginx.ingress.kubernetes.io/permanent-redirect: https://new.example.com/$request_uri',
    sample: { annotation: 'permanent-redirect', effect: 'other', variable: '$request_uri' },
    link: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#var_request_uri',
  },
  'rewrite-relative': {
    title: 'The rewrite target does not begin with a slash',
    sentence: ({ annotation, target }) =>
      `${annotation} is ${quote(target)}: unless what it stands for begins with /, nginx answers 500`,
    fix: ({ annotation, target }) =>
      `Write ${annotation}: ${quote(`/${target}`)} and take the slash out of the captured group.`,
    explanation:
      'What rewrite-target stands for becomes the path of the request, and a path begins with a slash. A bare $1 works only for what begins with one.',
    example: 'nginx.ingress.kubernetes.io/rewrite-target: $1\n...\npath: /shop/(.*)',
    sample: { annotation: 'rewrite-target', effect: 'other', target: '$1' },
    link: `${controllerDocs}/examples/rewrite/`,
  },
  'prefix-boolean': {
    title: 'x-forwarded-prefix is a header, not a switch',
    sentence: ({ annotation, value }) =>
      `${annotation} is ${quote(value)}, which is sent as it stands: the header X-Forwarded-Prefix is no switch`,
    fix: ({ annotation }) => `Write the path that the application should take for its prefix, or remove ${annotation}.`,
    explanation:
      'Long ago the annotation was a boolean. Today its value is the header, so the application gets "X-Forwarded-Prefix: true".',
    example: 'nginx.ingress.kubernetes.io/x-forwarded-prefix: "true"',
    sample: { annotation: 'x-forwarded-prefix', effect: 'other', value: 'true' },
    link: `${annotations}/#x-forwarded-prefix-header`,
  },
  'passthrough-disabled': {
    title: 'ssl-passthrough is set, but the controller does not do it',
    sentence: ({ annotation, isSeen }) =>
      isSeen
        ? `${annotation} is set, but the controller runs without --enable-ssl-passthrough: nginx ends TLS as usual`
        : `${annotation} is set, which counts only where the controller runs with --enable-ssl-passthrough`,
    fix: ({ annotation }) =>
      `Start the controller with --enable-ssl-passthrough, with a Service whose port speaks TLS, or remove ${annotation}.`,
    explanation:
      'Passing TLS through needs a proxy before nginx, which the controller starts only with a flag. Without it clients see a certificate of the controller instead of that of the backend.',
    example: 'nginx.ingress.kubernetes.io/ssl-passthrough: "true"',
    sample: { annotation: 'ssl-passthrough', effect: 'ignored', isSeen: true },
    link: `${controllerDocs}/user-guide/tls/#ssl-passthrough`,
  },
  'canary-not-enabled': {
    title: 'Annotations of a canary without canary: "true"',
    sentence: () => 'canary-* annotations are set without canary: "true": the Ingress is served as an ordinary one',
    fix: () => 'Write canary: "true", or remove the canary-* annotations.',
    explanation:
      'Only canary: "true" makes a canary of an Ingress. Without it weight and headers count for nothing, and the rules compete with those of the Ingress that was to be tried out.',
    example: 'nginx.ingress.kubernetes.io/canary-weight: "10"   # and no canary: "true"',
    sample: { annotation: 'canary', effect: 'other' },
    link: `${annotations}/#canary`,
  },
  'canary-without-paths': {
    title: 'A canary with a rule without paths stops the controller',
    sentence: () => 'a canary with a rule that has no http paths stops the controller process itself, again and again',
    fix: () => 'Give each rule of the canary its http paths, or remove the rule.',
    explanation:
      'The controller takes it for granted that every rule of a canary has paths, and crashes where one has none. It does so again after each restart: nothing is configured any more, for anybody.',
    example:
      'metadata:\n  annotations: {nginx.ingress.kubernetes.io/canary: "true"}\nspec:\n  rules: [{host: shop.example.com}]',
    sample: { annotation: 'canary', effect: 'other' },
    link: `${controllerSource}/internal/ingress/controller/controller.go`,
  },
}
