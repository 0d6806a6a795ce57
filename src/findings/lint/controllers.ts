/** What can be wrong with a controller as a whole. */

import type { BackendFacts } from '../../domain/findings/backend-facts.js'
import type { Told } from '../../domain/findings/facts.js'
import type { ControllerLintFacts, WebhookFlaw } from '../../domain/findings/lint-facts.js'
import { nameOf } from '../../domain/objects/ref.js'
import { counted } from '../../domain/text/counted.js'
import { backendPages } from '../backends.js'
import type { Pages } from '../page.js'
import { controllerDocs, docs } from '../words.js'

const newAuthority = () => 'Have its certificate and caBundle made anew, as its release did when it was installed.'

const webhookFlaws: Readonly<
  Record<WebhookFlaw, { readonly means: string; readonly fix: (service: string) => string }>
> = {
  'no-service': {
    means: 'which does not exist',
    fix: (service) => `Delete this configuration, if its release is gone, or bring back Service ${service}.`,
  },
  'no-endpoints': {
    means: 'which has no ready endpoint',
    fix: (service) => `Make the pods of Service ${service} ready.`,
  },
  'ca-unreadable': { means: 'and its caBundle has no certificate by which to know it', fix: newAuthority },
  'ca-expired': { means: 'and all certificates of its caBundle have expired', fix: newAuthority },
}

/** What stands behind an entry, in the words of the backends of rules. */
function ofBackend({ code, facts }: Told<keyof BackendFacts>): string {
  return (backendPages[code].sentence as (facts: BackendFacts[keyof BackendFacts]) => string)(facts)
}

function fixOfBackend({ code, facts }: Told<keyof BackendFacts>, value: string): string {
  if (code === 'no-service') return `Create Service ${nameOf(facts.service)}, or correct ${value}.`
  const fix = backendPages[code].fix as ((facts: BackendFacts[keyof BackendFacts]) => string) | undefined
  return fix?.(facts) ?? `Correct ${value}.`
}

export const controllerLintPages: Pages<ControllerLintFacts> = {
  'end-of-life': {
    title: 'The controller gets no more fixes, or soon will not',
    sentence: ({ title, version, of, on, isPast }) =>
      `${title}${version === null ? '' : ` ${version}`}${of === 'upstream' ? '' : `, as ${of} builds it,`} ${isPast ? `has had no fixes since ${on}` : `gets its last fixes on ${on}`}: flaws that are found after that stay`,
    fix: () =>
      'Plan the move to a build that is looked after, or to another controller; lint tells with --against what the move would change.',
    explanation:
      'A program that faces the internet and gets no more fixes is safe only until the next flaw is found. What works today goes on working; there is time for a plan, and no time to have none.',
    example: 'image: registry.k8s.io/ingress-nginx/controller:v1.15.1   # retired in March 2026',
    sample: { title: 'ingress-nginx', version: '1.15.1', of: 'upstream', on: '2026-03-31', isPast: true },
    link: 'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/',
  },
  vulnerable: {
    title: 'The release has public flaws that can be reached here',
    sentence: ({ title, version, flaws: [worst, ...more] }) =>
      `${title} ${version} has ${worst?.id}${worst?.score == null ? '' : ` (score ${worst.score})`}, which can be reached here, since ${worst?.since}${more.length === 0 ? '' : `; and ${counted(more.length, 'more flaw', 'more flaws')}: ${more.map(({ id }) => id).join(', ')}`}`,
    fix: ({ title }) =>
      `Update ${title} to its last release, and let nobody write Ingresses and routes who is not trusted.`,
    explanation:
      'A flaw counts only where something leads to it: a webhook that listens, an annotation that may be written. Which release has which flaw is told by the official list of Kubernetes; forks number theirs otherwise, so nothing is said of them.',
    example: 'image: registry.k8s.io/ingress-nginx/controller:v1.11.3\nargs: [--validating-webhook=:8443]',
    sample: {
      title: 'ingress-nginx',
      version: '1.11.3',
      flaws: [{ id: 'CVE-2025-1974', score: 9.8, since: 'its admission webhook listens on :8443' }],
    },
    link: `${docs}/reference/issues-security/official-cve-feed/`,
  },
  'snippets-on': {
    title: 'Whoever may write Ingresses may write configuration of the proxy',
    sentence: ({ setting, count: number }) =>
      `${setting}: whoever may write an Ingress can read every Secret that the controller can read${number === 0 ? ', and no Ingress has a snippet' : `; ${counted(number, 'Ingress has', 'Ingresses have')} a snippet`}`,
    fix: ({ count: number, undo }) =>
      number === 0 ? `${undo}.` : `Replace the snippets by annotations or settings, then: ${undo}.`,
    explanation:
      'A snippet is text of the configuration of the proxy. It can serve files of the controller, its token among them, and with that token all Secrets of the cluster can be read. That is meant only where everybody who writes Ingresses may see them anyway.',
    example: 'data:\n  allow-snippet-annotations: "true"\n  annotations-risk-level: Critical',
    sample: {
      setting: 'allow-snippet-annotations is true and annotations-risk-level is Critical',
      undo: 'Set allow-snippet-annotations: "false" in ConfigMap ingress-nginx/controller',
      isUsual: false,
      count: 0,
    },
    link: `${controllerDocs}/user-guide/nginx-configuration/configmap/#allow-snippet-annotations`,
  },
  'default-server-shared': {
    title: 'The default backend is the Service of an application',
    sentence: ({ service, by }) =>
      `Service ${nameOf(service)} answers for every host and path of nobody, and Ingress ${nameOf(by)} has it, too: what takes it down takes down all of them, and strangers can load it`,
    fix: () => 'Give the controller a small default backend of its own, or none.',
    explanation:
      'Whatever no rule matches goes to the default backend: scanners, hosts that somebody forgot, paths that are not there. Where that is an application, they are its requests, and an outage of it is one of every unmatched host.',
    example: 'args:\n- --default-backend-service=shop/web   # and Ingress shop/web has it',
    sample: { service: { namespace: 'shop', name: 'web' }, by: { namespace: 'shop', name: 'web' } },
    link: `${controllerDocs}/user-guide/default-backend/`,
  },
  'backends-too-big': {
    title: 'The backends hardly fit into the memory that nginx keeps for them',
    sentence: ({ takes, holds }) =>
      `the backends take about ${takes} MiB, and configuration_data holds ${holds}: what does not fit is refused, and nginx goes on with old endpoints`,
    fix: ({ takes }) =>
      takes > 100
        ? 'Share the Ingresses among several controllers: 200 MiB are the most that the controller takes.'
        : `Set lua-shared-dicts: "configuration_data: ${takes * 2}" in the ConfigMap.`,
    explanation:
      'The controller hands all backends with all endpoints to nginx as one text, which is kept in a dictionary of fixed size, 20 MiB unless the ConfigMap says otherwise. Where it is too large, nginx answers the controller with 413 or "no memory", and no change of any endpoint gets through. The size is worked out from the objects, to some percent.',
    example: 'lua-shared-dicts: "configuration_data: 1"   # and 1,300 Services',
    sample: { takes: 18, holds: 20 },
    link: `${controllerDocs}/user-guide/nginx-configuration/configmap/#lua-shared-dicts`,
  },
  'api-insecure': {
    title: 'The API of the controller is open to everybody who reaches its pods',
    sentence: ({ title, flag, port, shows, by }) => {
      const at = `on port ${port} to every pod that no NetworkPolicy keeps out`
      switch (shows) {
        case 'keys':
          return `${flag} has ${title} hand out what its proxies run with, private keys among it, ${at}`
        case 'end':
          return `${flag} in the bootstrap of Envoy opens its administration ${at}: whoever gets there reads all routes, and may drain or stop it`
        case 'changes':
          return `${flag} opens the Admin API of ${title} on port ${port}, Service ${by} leads there, and nobody is asked for a certificate: whoever gets there reads all routes and secrets of plugins, and may change them`
        default:
          return `${flag} opens the API and the dashboard of ${title} ${at}: all routes and services can be read there`
      }
    },
    fix: ({ flag, shows, port, by }) => {
      switch (shows) {
        case 'keys':
          return `Take ${flag} out, and give it and its proxies certificates for each other: --contour-cert-file, --contour-key-file and --contour-cafile.`
        case 'end':
          return `Take ${flag} out of the bootstrap (spec.bootstrap of the EnvoyProxy): it is 127.0.0.1 then, and a port-forward leads there.`
        case 'changes':
          return `Have ${flag} say 127.0.0.1:8444 ssl, and take port ${port} out of Service ${by}; or ask for client certificates: admin.tls.client of the chart.`
        default:
          return `Take ${flag} out, and show the API by a route with authentication, or by a port-forward alone.`
      }
    },
    explanation:
      'Without the flag the API is there only where a route leads to it, and a route can ask for a password. With it the port answers everybody, and a Service that shows the port shows it to the world.',
    example: 'args:\n- --api.insecure=true',
    sample: { title: 'Traefik', flag: '--api.insecure', port: 8080 },
    link: 'https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/',
  },
  'stream-service': {
    title: 'Nothing comes of an entry for a TCP or UDP service',
    sentence: ({ stream, key, value, flaw }) => {
      const nobody = `so nobody listens at ${stream} port ${key}`
      switch (flaw.is) {
        case 'key':
          return `its key ${JSON.stringify(key)} is no number of a port, and is passed over`
        case 'value':
          return `the value of its key ${key}, ${JSON.stringify(value)}, is not NAMESPACE/SERVICE:PORT, and is passed over`
        case 'missing':
          return `--${stream}-services-configmap names it, and it does not exist: no port is led to a Service`
        case 'unnamed':
          return `--${stream}-services-configmap says no namespace, and is passed over: no port is led to a Service`
        case 'unread':
          return `the controller has no --${stream}-services-configmap, and reads none of its entries: no port is led to a Service`
        case 'reserved':
          return `port ${key} is the controller's own, and the entry is passed over`
        case 'backend':
          return `its key ${key} leads to ${value}: ${ofBackend(flaw.by)}, ${nobody}`
        case 'shut':
          return `Service ${nameOf(flaw.service)}, by which clients come in, ${flaw.astray === undefined ? 'has no port that leads' : `leads its port ${key} to ${flaw.astray} of the pods, and none`} to ${stream} port ${key}: only who asks a pod itself gets there`
        case 'namespace':
          return `the controller watches namespace ${flaw.watched} alone and sees nothing of ${flaw.namespace}, ${nobody}`
      }
    },
    fix: ({ stream, key, value, flaw }) => {
      switch (flaw.is) {
        case 'key':
          return 'Write the number of the port as the key, and NAMESPACE/SERVICE:PORT as its value.'
        case 'value':
          return 'Write NAMESPACE/SERVICE:PORT as the value, with :PROXY behind it where clients speak the PROXY protocol.'
        case 'missing':
          return `Create the ConfigMap with entries like 5432: db/postgres:5432, or correct --${stream}-services-configmap.`
        case 'unnamed':
          return `Write NAMESPACE/NAME into --${stream}-services-configmap.`
        case 'unread':
          return `Start the controller with --${stream}-services-configmap=$(POD_NAMESPACE)/${stream}-services, and give its Service the ports, too.`
        case 'reserved':
          return 'Take another number for the key, and for the port of the Service before the controller.'
        case 'backend':
          return fixOfBackend(flaw.by, value)
        case 'shut':
          if (flaw.astray !== undefined)
            return `Write targetPort: ${key} at port ${key} of Service ${nameOf(flaw.service)}.`
          return `Add {name: ${stream}-${key}, port: ${key}, targetPort: ${key}, protocol: ${stream.toUpperCase()}} to the ports of Service ${nameOf(flaw.service)}.`
        case 'namespace':
          return `Put ConfigMap and Service into namespace ${flaw.watched}, or take --watch-namespace out.`
      }
    },
    explanation:
      'Ports beside those of http are led to Services by two ConfigMaps, which --tcp-services-configmap and --udp-services-configmap name. An entry that the controller cannot use is passed over with one line in its log: nginx then does not listen at the port, and clients are refused. The Service of the controller has to have the port, too.',
    example:
      '# ConfigMap ingress-nginx/tcp-services\ndata: {"5432": "db/postgres:5432"}   # there is no Service postgres',
    sample: {
      stream: 'tcp',
      key: '5432',
      value: 'db/postgres:5432',
      flaw: {
        is: 'backend',
        by: {
          code: 'no-service',
          facts: { service: { namespace: 'db', name: 'postgres' }, instead: { is: 'unsaid' } },
        },
      },
    },
    link: `${controllerDocs}/user-guide/exposing-tcp-udp-services/`,
  },
  'webhook-blocks': {
    title: 'A webhook that nobody answers refuses every change of an Ingress',
    sentence: ({ webhook, service, is }) =>
      `webhook ${webhook} asks Service ${nameOf(service)}, ${webhookFlaws[is].means}: the API server refuses every change of an Ingress that it is asked about`,
    fix: ({ service, is }) => webhookFlaws[is].fix(nameOf(service)),
    explanation:
      'With failurePolicy Fail, the usual one, a change is refused when the webhook cannot be asked. A release that was removed and left its configuration behind stops everybody, cert-manager included.',
    example:
      'webhooks:\n- name: validate.nginx.ingress.kubernetes.io\n  failurePolicy: Fail   # and its Service is gone',
    sample: {
      webhook: 'validate.nginx.ingress.kubernetes.io',
      service: { namespace: 'ingress-nginx', name: 'admission' },
      is: 'no-service',
    },
    link: `${docs}/reference/access-authn-authz/extensible-admission-controllers/#failure-policy`,
  },
  'webhook-twice': {
    title: 'Two webhooks look at the Ingresses of one class',
    sentence: ({ webhook, other, class: name }) =>
      `webhook ${webhook} and those of ${other} are both asked about Ingresses of controllers of ${name}: a change must please both`,
    fix: ({ other }) => `Delete the configuration of the release that is gone: this one, or ${other}.`,
    explanation:
      'Each release brings a configuration of webhooks. Where an old one stays beside a new one, or two controllers have one class, both are asked before each change: either may refuse what the other takes, and an older one judges by older rules.',
    example: 'kind: ValidatingWebhookConfiguration   # ingress-nginx-admission, and one of the release before it',
    sample: {
      webhook: 'validate.nginx.ingress.kubernetes.io',
      other: 'old-ingress-nginx-admission',
      class: 'k8s.io/ingress-nginx',
    },
    link: `${docs}/reference/access-authn-authz/extensible-admission-controllers/`,
  },
}
