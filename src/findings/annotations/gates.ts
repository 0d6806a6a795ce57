/** What keeps an Ingress out for its annotations, whatever they mean, and annotations that are not read at all. */
import type { AnnotationFacts } from '../../domain/findings/annotation-facts.js'
import type { Pages } from '../page.js'
import { controllerDocs, controllerSource, effect, quote } from '../words.js'

const annotations = `${controllerDocs}/user-guide/nginx-configuration/annotations`
const configMap = `${controllerDocs}/user-guide/nginx-configuration/configmap`

type Gates = Pick<
  AnnotationFacts,
  | 'annotation-risk'
  | 'word-blocked'
  | 'deep-inspect'
  | 'path-refused'
  | 'snippet-not-allowed'
  | 'needs-another'
  | 'unknown-annotation'
  | 'alias-shadowed'
  | 'foreign-annotation'
>

function noKey(key: string | null): string {
  return key === null ? '' : ` (${key}, which its ConfigMap has, is no key of it)`
}

export const annotationGatePages: Pages<Gates> = {
  'annotation-risk': {
    title: 'The annotation is riskier than the controller allows',
    sentence: ({ annotation, risk, group, allowed, misspelt, effect: what }) =>
      `${annotation} is of risk ${risk} (group ${group}), but the controller allows annotations-risk-level ${allowed} at most${noKey(misspelt)}: ${effect(what)}`,
    fix: ({ annotation, risk, protects }) =>
      protects
        ? `Set annotations-risk-level: "${risk}" in the controller's ConfigMap; without ${annotation} the paths would be open to everybody.`
        : `Remove ${annotation}, or set annotations-risk-level: "${risk}" in the controller's ConfigMap.`,
    explanation:
      'Each annotation has a risk: what somebody who may write Ingresses could do with it to others. An Ingress with one above the level of the controller is dropped as a whole. The level was Critical, that is everything, up to 1.11, and is High since 1.12.0, which drops Ingresses with snippets.',
    example: 'nginx.ingress.kubernetes.io/configuration-snippet: |\n  more_set_headers "X-Frame-Options: DENY";',
    sample: {
      annotation: 'configuration-snippet',
      effect: 'dropped',
      protects: false,
      risk: 'Critical',
      group: 'ConfigurationSnippet',
      allowed: 'High',
      misspelt: null,
    },
    since: '1.9.0',
    link: `${controllerDocs}/user-guide/nginx-configuration/annotations-risk/`,
  },
  'word-blocked': {
    title: 'The value has a word that the controller blocks',
    sentence: ({ annotation, word, effect: what }) =>
      `${annotation} has ${quote(word)}, a word of the controller's annotation-value-word-blocklist: ${effect(what)}`,
    fix: ({ annotation, word }) =>
      word === ''
        ? "Take the comma too many out of annotation-value-word-blocklist in the controller's ConfigMap."
        : `Write ${annotation} without it, or take the word out of annotation-value-word-blocklist.`,
    explanation:
      'The operator of the controller can forbid words in all values of annotations, to keep snippets from reading files or running Lua. One word in one annotation drops the whole Ingress. An empty word, between two commas of the list, is in every value.',
    example: 'annotation-value-word-blocklist: load_module,_by_lua,location,root,serviceaccount',
    sample: { annotation: 'configuration-snippet', effect: 'dropped', word: 'location' },
    link: `${configMap}/#annotation-value-word-blocklist`,
  },
  'deep-inspect': {
    title: 'The controller takes a field for an attack',
    sentence: ({ field, text, effect: what }) =>
      `${field} is ${quote(text)}, which the controller's deep inspection takes for an attack: ${effect(what)}`,
    fix: () =>
      'Write it without alias or root before a semicolon, without /etc/… and /var/run/secrets, and without _by_lua.',
    explanation:
      'Hosts, paths and names of Secrets are written into nginx.conf. The controller looks into them for what could end a statement and begin another, or read its own files, and drops the Ingress.',
    example: 'path: "/x; root /etc/nginx;"',
    sample: {
      annotation: '',
      effect: 'dropped',
      field: 'spec.rules[0].http.paths[0].path',
      text: '/x; root /etc/nginx;',
    },
    since: '1.2.0',
    link: `${controllerSource}/internal/ingress/inspector/rules.go`,
  },
  'path-refused': {
    title: 'The path has characters for which this release drops the Ingress',
    sentence: ({ path, pathType, allowed, effect: what }) =>
      `path ${quote(path)} of type ${pathType} has other characters than ${allowed}, which releases 1.5.2 to 1.6.3 refuse: ${effect(what)}`,
    fix: () => 'Use release 1.6.4 or later, which took the rule out, or a path without those characters.',
    explanation:
      'For a short time the controller looked at the characters of paths itself, without a webhook, and passed over every Ingress with a pattern in one, whether it had rewrite-target or not. The only trace is a line in its log. 1.5.2 and 1.6.3 allowed some of them together with use-regex, 1.6.0 with path type ImplementationSpecific.',
    example: 'path: /v1/?(.*)   # on controller 1.5.2',
    sample: {
      annotation: '',
      effect: 'dropped',
      path: '/v1/?(.*)',
      pathType: 'Prefix',
      allowed: 'letters, digits and -._~/',
    },
    since: '1.5.2',
    link: 'https://github.com/kubernetes/ingress-nginx/pull/9626',
  },
  'snippet-not-allowed': {
    title: 'Snippets are not allowed, so this one is taken out',
    sentence: ({ annotation, misspelt }) =>
      `${annotation} is taken out, because allow-snippet-annotations is false in the controller's ConfigMap${noKey(misspelt)}; the webhook refuses the next change of the Ingress`,
    fix: ({ annotation }) =>
      `Remove ${annotation}, or set allow-snippet-annotations: "true" in the controller's ConfigMap.`,
    explanation:
      'A snippet is text of nginx.conf, with which whoever may write Ingresses can read what the controller can read: the Secrets of the cluster. So it must be allowed, since 1.9.0 explicitly. The rest of the Ingress is served without the snippet.',
    example: 'nginx.ingress.kubernetes.io/server-snippet: ...',
    sample: { annotation: 'server-snippet', effect: 'ignored', misspelt: null },
    since: '1.0.1',
    link: `${configMap}/#allow-snippet-annotations`,
  },
  'needs-another': {
    title: 'The annotation takes effect only together with another one',
    sentence: ({ annotation, others, needs, effect: what }) =>
      others.length === 0
        ? `${annotation} takes effect only together with ${needs}, which is not set: ${effect(what)}`
        : `${[annotation, ...others].join(', ')} take effect only together with ${needs}, which is not set${what === 'fail-open' ? `: ${effect(what)}` : ''}`,
    fix: ({ annotation, others, needs, effect: what }) =>
      what === 'fail-open'
        ? `Set ${needs} too.`
        : `Set ${needs} too, or remove ${others.length === 0 ? annotation : 'them'}.`,
    explanation:
      'Some annotations only say more about another one. auth-secret alone does not ask for a password, since auth-type does; so paths that look guarded are open.',
    example: 'nginx.ingress.kubernetes.io/auth-secret: users\n# and no auth-type',
    sample: { annotation: 'auth-secret', others: [], effect: 'fail-open', needs: 'auth-type' },
    link: `${annotations}/`,
  },
  'unknown-annotation': {
    title: 'The controller knows no such annotation',
    sentence: ({ annotation, why, effect: what }) => {
      switch (why.is) {
        case 'no-such':
          return `no annotation of the controller is called ${annotation}: ${effect(what)}`
        case 'key':
          return `${annotation} is no annotation, but a key of the controller's ConfigMap, for all Ingresses: ${effect(what)}`
        case 'of-service':
          return `${annotation} is one for a Service, and is not read of anything else: ${effect(what)}`
        case 'removed':
          return `${annotation} was removed ${why.release === null ? 'before 1.0.0' : `in ${why.release}`}: ${effect(what)}`
        case 'too-new':
          return `${annotation} came with ${why.since}, and the controller is ${why.release}: ${effect(what)}`
      }
    },
    fix: ({ annotation, why }) => {
      switch (why.is) {
        case 'key':
          return `Set ${annotation} in the data of the controller's ConfigMap, and take it off the Ingress.`
        case 'of-service':
          return 'Write it on the Service of the backend.'
        case 'no-such':
          return why.near === null ? 'Remove it, or correct its name.' : `Write ${why.near}, if that is meant.`
        case 'removed':
          return why.instead === null ? 'Remove it.' : `Write ${why.instead} in its place.`
        case 'too-new':
          return `Remove it, or run a controller of ${why.since} or later.`
      }
    },
    explanation:
      'The controller reads the annotations that it knows and passes all others over without a word: a slip of the pen, one that a later release brought, and one that was removed long ago look alike.',
    example: 'nginx.ingress.kubernetes.io/rewrite-traget: /',
    sample: { annotation: 'rewrite-traget', effect: 'ignored', why: { is: 'no-such', near: 'rewrite-target' } },
    link: `${annotations}/`,
  },
  'alias-shadowed': {
    title: 'The old name of an annotation is set beside its new one',
    sentence: ({ annotation, newName }) =>
      `${annotation} is the old name of ${newName}, which is set too: only the new one is read`,
    fix: ({ annotation, newName }) => `Move what is missing into ${newName} and remove ${annotation}.`,
    explanation:
      'whitelist-source-range and limit-whitelist have new names since 1.9.0. The old one counts only where the new one is empty; the two are not joined.',
    example:
      'nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8\nnginx.ingress.kubernetes.io/allowlist-source-range: 192.168.0.0/16',
    sample: { annotation: 'whitelist-source-range', effect: 'ignored', newName: 'allowlist-source-range' },
    since: '1.9.0',
    link: `${annotations}/#whitelist-source-range`,
  },
  'foreign-annotation': {
    title: 'The annotation is one of another controller, or has another prefix',
    sentence: ({ annotation, prefix, isOtherProduct, instead }) =>
      instead !== null
        ? `${annotation} is read by load balancers of clouds alone: this controller goes on answering over http`
        : isOtherProduct
          ? `${annotation} is of the F5 NGINX Ingress Controller: this controller does not read it`
          : `${annotation} does nothing: this controller reads annotations under ${prefix}/ only`,
    fix: ({ annotation, prefix, isOtherProduct, instead }) =>
      instead !== null
        ? `Write ${instead}, which redirects http, or remove ${annotation}.`
        : isOtherProduct
          ? `Write the annotation under ${prefix}/ that does the same, or remove it.`
          : `Write ${prefix}${annotation.slice(annotation.indexOf('/'))}.`,
    explanation:
      'Two products are called NGINX ingress controller. Their annotations have different prefixes and mostly different names; one does not read those of the other. The community one can also be started with a prefix of its own (--annotations-prefix).',
    example: 'nginx.org/rewrites: "serviceName=web rewrite=/"',
    sample: {
      annotation: 'nginx.org/rewrites',
      effect: 'ignored',
      prefix: 'nginx.ingress.kubernetes.io',
      isOtherProduct: true,
      isSeen: true,
      instead: null,
    },
    link: `${annotations}/`,
  },
}
