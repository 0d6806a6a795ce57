/** What `lint` alone tells: what lies between objects, or in a controller as a whole, and opinions. */
import type { ChangeFacts, IgnoreFacts, LintFindingFacts } from '../domain/findings/lint-facts.js'
import { nameOf } from '../domain/objects/ref.js'
import type { Pages } from './page.js'
import { controllerDocs, count, docs, quote } from './words.js'

const shop = { kind: 'Ingress', namespace: 'shop', name: 'web' }

type Controllers = Pick<LintFindingFacts, 'end-of-life' | 'vulnerable' | 'snippets-on' | 'webhook-blocks'>

export const controllerLintPages: Pages<Controllers> = {
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
      `${title} ${version} has ${worst?.id} (score ${worst?.score}), which can be reached here, since ${worst?.since}${more.length === 0 ? '' : `; and ${count(more.length, 'more flaw', 'more flaws')}: ${more.map(({ id }) => id).join(', ')}`}`,
    fix: ({ title }) => `Update ${title} to its last release, and let nobody write Ingresses who is not trusted.`,
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
    sentence: ({ count: number }) =>
      `allow-snippet-annotations is true and annotations-risk-level is Critical: whoever may write an Ingress can read every Secret that the controller can read${number === 0 ? ', and no Ingress has a snippet' : `; ${count(number, 'Ingress has', 'Ingresses have')} a snippet`}`,
    fix: ({ count: number, configMap }) =>
      number === 0
        ? `Take allow-snippet-annotations out of ConfigMap ${configMap === null ? 'of the controller' : nameOf(configMap)}.`
        : 'Replace the snippets by annotations or settings, and take allow-snippet-annotations out.',
    explanation:
      'A snippet is text of nginx.conf. It can serve files of the controller, its token among them, and with that token all Secrets of the cluster can be read. That is meant only where everybody who writes Ingresses may see them anyway.',
    example: 'data:\n  allow-snippet-annotations: "true"\n  annotations-risk-level: Critical',
    sample: { configMap: { namespace: 'ingress-nginx', name: 'controller' }, count: 0 },
    link: `${controllerDocs}/user-guide/nginx-configuration/configmap/#allow-snippet-annotations`,
  },
  'webhook-blocks': {
    title: 'A webhook that nobody answers refuses every change of an Ingress',
    sentence: ({ webhook, service, is }) =>
      `webhook ${webhook} asks Service ${nameOf(service)}, which ${is === 'no-service' ? 'does not exist' : 'has no ready endpoint'}: the API server refuses every change of an Ingress that it is asked about`,
    fix: ({ service, is }) =>
      is === 'no-service'
        ? `Delete this configuration, if its release is gone, or bring back Service ${nameOf(service)}.`
        : `Make the pods of Service ${nameOf(service)} ready.`,
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
}

type Objects = Omit<
  LintFindingFacts,
  keyof Controllers | keyof ChangeFacts | keyof IgnoreFacts | 'single-endpoint' | 'single-replica'
>

export const objectLintPages: Pages<Objects> = {
  'host-two-classes': {
    title: 'Ingresses of two classes ask for one host, with different backends',
    sentence: ({ host, class: own, other, otherClass }) =>
      `${host} is asked for by class ${own} here and by class ${otherClass} of Ingress ${nameOf(other)}, with other paths or backends: who answers hangs on the address to which the name leads`,
    fix: ({ other }) =>
      `Give both the same paths and backends, as for a move, or one of them, this one or ${nameOf(other)}, another host.`,
    explanation:
      'Each controller serves the Ingresses of its own class on its own address, and knows nothing of the others. While traffic moves from one controller to another both should serve the same; else a change of DNS changes what is answered.',
    example:
      '# Ingress a: ingressClassName: nginx, host: shop.example.com, to Service web\n# Ingress b: ingressClassName: traefik, host: shop.example.com, to Service next',
    sample: { host: 'shop.example.com', class: 'traefik', other: shop, otherClass: 'nginx' },
    link: `${docs}/concepts/services-networking/ingress/#ingress-class`,
  },
  'annotation-of-other': {
    title: 'Annotations of another controller do nothing here',
    sentence: ({ annotations, of, by }) =>
      `${annotations.join(', ')} ${annotations.length === 1 ? 'is read' : 'are read'} by ${of} alone, and ${by} takes the Ingress: what ${annotations.length === 1 ? 'it says' : 'they say'} is not done`,
    fix: ({ annotations, by }) =>
      `Write what is meant in the annotations of ${by}, and remove ${annotations.length === 1 ? 'it' : 'these'}.`,
    explanation:
      'Annotations are private words between an Ingress and one kind of controller. When an Ingress moves to another class they stay behind, without a warning.',
    example: 'nginx.ingress.kubernetes.io/rewrite-target: /\n...\ningressClassName: traefik',
    sample: { annotations: ['nginx.ingress.kubernetes.io/rewrite-target'], of: 'ingress-nginx', by: 'Traefik' },
    link: `${docs}/concepts/services-networking/ingress/#ingress-class`,
  },
  'auth-lost': {
    title: 'What should keep people out is read by another controller',
    sentence: ({ annotations, of, by }) =>
      `${annotations.join(', ')} ${annotations.length === 1 ? 'is read' : 'are read'} by ${of} alone, and ${by} takes the Ingress: it is open to everybody`,
    fix: ({ by }) => `Ask for the same in the annotations of ${by} before anything else.`,
    explanation:
      'Authentication and lists of addresses are annotations, too, and those of another controller are passed over. The Ingress is served, and nobody is asked for a password.',
    example: 'nginx.ingress.kubernetes.io/auth-url: https://sso.example.com/auth\n...\ningressClassName: haproxy',
    sample: {
      annotations: ['nginx.ingress.kubernetes.io/auth-url'],
      of: 'ingress-nginx',
      by: 'HAProxy Ingress',
      effect: 'fail-open',
    },
    link: `${docs}/concepts/services-networking/ingress/#ingress-class`,
  },
  'external-inside': {
    title: 'The Service stands for a name that only the inside of the cluster should reach',
    sentence: ({ service, target, is }) =>
      `Service ${nameOf(service)} stands for ${quote(target)}, ${
        is === 'metadata'
          ? 'where a cloud tells its machines their own secrets'
          : is === 'api-server'
            ? 'which is the API server'
            : 'a Service of another namespace'
      }: through the proxy it is open to everybody who reaches the host`,
    fix: ({ is }) =>
      is === 'namespace'
        ? 'Move the Ingress into the namespace of that Service, unless its owner agrees.'
        : 'Remove the Ingress, or the Service.',
    explanation:
      'A Service of type ExternalName is a name that the proxy looks up and asks. Whoever may write one can lead the proxy, and with it the whole outside, to what network policies and namespaces keep apart.',
    example: 'kind: Service\nspec: {type: ExternalName, externalName: metadata.google.internal}',
    sample: { service: { namespace: 'shop', name: 'meta' }, target: 'metadata.google.internal', is: 'metadata' },
    link: `${docs}/concepts/services-networking/service/#externalname`,
  },
  'snippet-opens': {
    title: 'The snippet undoes the authentication beside it',
    sentence: ({ annotation, directive, guard }) =>
      `${annotation} has ${quote(directive)}, which lets in who does not pass ${guard}: requests are not authenticated`,
    fix: ({ annotation, guard }) =>
      `Take it out of ${annotation}, or move what shall be open to an Ingress without ${guard}.`,
    explanation:
      'Annotations become directives, and a snippet stands beside them. "satisfy any" asks for the list of addresses or for a password, no longer for both, and a location within the snippet has none of the authentication around it.',
    example:
      'nginx.ingress.kubernetes.io/auth-url: https://sso.example.com/auth\nnginx.ingress.kubernetes.io/configuration-snippet: |\n  satisfy any;\n  allow 10.0.0.0/8;',
    sample: {
      annotation: 'configuration-snippet',
      directive: 'satisfy any',
      guard: 'auth-url',
      effect: 'fail-open',
    },
    link: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#satisfy',
  },
  'snippet-of-host': {
    title: 'The snippet rules over paths of other namespaces',
    sentence: ({ host, others }) =>
      `server-snippet stands in the server of ${host}, on which ${others.map((one) => `Ingress ${nameOf(one)}`).join(', ')} ${others.length === 1 ? 'has' : 'have'} paths, too: it counts for them as well`,
    fix: () => 'Write it as configuration-snippet, which counts for the paths of this Ingress alone.',
    explanation:
      "All Ingresses of a host share one server, and a snippet of the server is above the locations of all of them: a redirect, a header or a rule for addresses in it is everybody's.",
    example:
      '# Ingress shop/web, host shop.example.com:\nnginx.ingress.kubernetes.io/server-snippet: "deny 192.0.2.0/24;"\n# Ingress blog/wp has shop.example.com/blog',
    sample: { host: 'shop.example.com', others: [{ namespace: 'blog', name: 'wp' }] },
    link: `${controllerDocs}/user-guide/nginx-configuration/annotations/#server-snippet`,
  },
  'limit-per-replica': {
    title: 'The limit counts for each replica by itself',
    sentence: ({ annotation, replicas }) =>
      `${annotation} is counted by each of ${replicas} replicas for itself: a client may do up to ${replicas} times as much`,
    explanation:
      'The counters stand in the memory of each nginx. How requests are spread over the replicas is up to whoever stands before them.',
    example: 'nginx.ingress.kubernetes.io/limit-rps: "10"   # and three replicas',
    sample: { annotation: 'limit-rps', replicas: 3 },
    link: `${controllerDocs}/user-guide/nginx-configuration/annotations/#rate-limiting`,
  },
}

export const changePages: Pages<ChangeFacts> = {
  'route-changes': {
    title: 'Somebody else answers after the change',
    sentence: ({ request, from, to }) => `${request}: ${from} → ${to}`,
    explanation:
      'lint --against asks one request for each route, before the change and after it, by the rules of the controller. Where another Service answers, or none, it is told, whether that is meant or not.',
    example: 'kubectl tkng lint -f manifests/ --live',
    sample: { request: 'shop.example.com/cart', from: 'shop/cart', to: 'blog/wp' },
    link: 'https://github.com/tkng-dev/kubectl-tkng#readme',
  },
}

const readme = 'https://github.com/tkng-dev/kubectl-tkng#readme'

export const ignorePages: Pages<IgnoreFacts> = {
  'ignore-invalid': {
    title: 'What should be passed over is not said as it must be',
    sentence: ({ is, word }) =>
      is === 'no-code'
        ? 'it names no code, so nothing is passed over'
        : is === 'no-reason'
          ? `it gives no reason for ${word}, so nothing is passed over`
          : `${quote(word)} is no code, so nothing is passed over`,
    fix: ({ is }) =>
      is === 'no-reason'
        ? 'Write the reason after the codes: CODE[,CODE] # reason.'
        : 'Write codes as "kubectl tkng explain" lists them: CODE[,CODE] # reason.',
    explanation:
      'A finding is passed over where somebody says why. The reason is for whoever reads it in a year, and a code that is misspelt would hide nothing while it looks as if it did.',
    example: 'metadata:\n  annotations:\n    tkng.dev/ignore: "duplicate"   # and no reason',
    sample: { is: 'no-reason', word: 'duplicate' },
    link: readme,
  },
  'ignore-unused': {
    title: 'What should be passed over is not found any more',
    sentence: ({ code }) => `${code} is to be passed over here, and is not found`,
    fix: ({ code }) => `Take ${code} out of it.`,
    explanation: 'The flaw was cured, or the rule has changed. What is left would hide the next one of its kind.',
    example: '# tkng: ignore no-port the port comes with the next release\n# ... and the port is there',
    sample: { code: 'no-port' },
    link: readme,
  },
}

export const opinionPages: Pages<Pick<LintFindingFacts, 'single-endpoint' | 'single-replica'>> = {
  'single-endpoint': {
    title: 'Opinion: behind a host stands a single endpoint',
    sentence: ({ service }) =>
      `Service ${nameOf(service)} has a single ready endpoint: while it restarts, nobody answers`,
    fix: ({ service }) => `Run at least two pods behind Service ${nameOf(service)}.`,
    explanation:
      'For much that runs in a cluster one pod is enough, and an outage of a minute is nothing. Where it is not, two pods and a budget for disruptions help.',
    example: 'kind: Deployment\nspec: {replicas: 1}',
    sample: { service: { namespace: 'shop', name: 'web' } },
    link: `${docs}/tasks/run-application/configure-pdb/`,
  },
  'single-replica': {
    title: 'Opinion: the controller has a single replica',
    sentence: ({ title }) => `${title} runs in a single pod: while it restarts, none of its hosts answers`,
    fix: () => 'Run at least two replicas, on different nodes.',
    explanation:
      'Every host of the controller goes through its replicas. With one of them an update of a node is an outage of all.',
    example: 'kubectl -n ingress-nginx get deployments   # READY 1/1',
    sample: { title: 'ingress-nginx' },
    link: `${docs}/tasks/run-application/configure-pdb/`,
  },
}
