/** What can be wrong between objects, and in what an Ingress asks for beside its routes. */
import type { ObjectLintFacts, UnsafeSnippet } from '../../domain/findings/lint-facts.js'
import { fullName, nameOf } from '../../domain/objects/ref.js'
import type { Pages } from '../page.js'
import { controllerDocs, docs, quote } from '../words.js'
import { settingLintPages } from './settings.js'

const shop = { kind: 'Ingress', namespace: 'shop', name: 'web' }

/** What each kind of flaw means, and what cures it. */
const unsafe: Readonly<Record<UnsafeSnippet, { readonly means: string; readonly fix: string }>> = {
  'alias-traversal': {
    means: 'its path has no slash at the end and the folder has one, so that files beside the folder can be asked for',
    fix: 'Write the path with a slash at its end, too.',
  },
  'request-forgery': {
    means: 'the client decides who is asked, the inside of the cluster among them',
    fix: 'Write the name of whoever is to be asked.',
  },
  'header-splitting': {
    means: 'the path is decoded there, and a line break in it begins a header of its own',
    fix: 'Write $request_uri, which is as the client sent it.',
  },
  'host-spoofing': {
    means: 'whatever host the client says is believed, also one that no rule has',
    fix: 'Write $host.',
  },
  'headers-replaced': {
    means: 'where a location has a header of its own, those that server-snippet adds are not sent',
    fix: 'Write more_set_headers, which adds to the others, or all of them here.',
  },
  'allow-without-deny': {
    means: 'without a deny after it all others are let in, too',
    fix: 'Write deny all after it.',
  },
  'referer-absent': {
    means: 'who sends no referer is let in, and anybody can send none',
    fix: 'Take none out of it.',
  },
  'resolver-outside': {
    means: 'names are asked of somebody outside, who may answer with any address',
    fix: 'Name the resolver of the cluster.',
  },
  'variable-of-controller': {
    means: 'the controller reads that variable itself, to find the backend and to count',
    fix: 'Take another name.',
  },
  'origin-unanchored': {
    means: 'the pattern has no end, so that origins which only begin likewise are let in',
    fix: 'Write $ at the end of the pattern, and dots as \\.',
  },
  script: {
    means: 'it is a program within the proxy, which can read the token of the controller',
    fix: 'Do it in the application, or before the proxy.',
  },
}

export const objectLintPages: Pages<ObjectLintFacts> = {
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
    sentence: ({ annotations, of, by, isBounded, isRoute }) =>
      `${annotations.join(', ')} ${annotations.length === 1 ? 'is read' : 'are read'} by ${of} alone, ${isRoute ? `of Ingresses, and of no ${by}` : `and ${by} takes the Ingress`}: what ${annotations.length === 1 ? 'it says' : 'they say'} is not done${isBounded ? ', and bodies and headers are bounded as usual (413, 502)' : ''}`,
    fix: ({ annotations, by, isRoute }) =>
      `Write what is meant ${isRoute ? `as filters of the ${by}, or as policies of its Gateway's controller` : `in the annotations of ${by}`}, and remove ${annotations.length === 1 ? 'it' : 'these'}.`,
    explanation:
      'Annotations are private words between an Ingress and one kind of controller. When an Ingress moves to another class they stay behind, without a warning.',
    example: 'nginx.ingress.kubernetes.io/rewrite-target: /\n...\ningressClassName: traefik',
    sample: {
      ...{ annotations: ['nginx.ingress.kubernetes.io/rewrite-target'], of: 'ingress-nginx', by: 'Traefik' },
      isBounded: false,
    },
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
  'no-address': {
    title: 'The Ingress has no address, and others of its controller have one',
    sentence: ({ title, address }) =>
      `${title} takes it, and has written no address into its status, while others have ${address}: it was refused, or the controller has not come round to it`,
    fix: () => 'Look with "kubectl tkng why" and into the log of the controller for what it says of this Ingress.',
    explanation:
      'A controller writes the address under which it is reached into every Ingress that it serves. external-dns and people read it there: without it no name leads to the Ingress.',
    example: 'kubectl get ingress   # ADDRESS is empty for one of them',
    sample: { title: 'ingress-nginx', address: '203.0.113.7' },
    link: `${docs}/concepts/services-networking/ingress/#ingress-controllers`,
  },
  'solver-stuck': {
    title: 'A question of a certificate authority stays unanswered',
    sentence: ({ host, hours }) =>
      `it was made to answer a certificate authority for ${host ?? 'a host'}, and is still there after ${hours === 1 ? '1 hour' : `${hours} hours`}: nobody reached it, so there is no certificate`,
    fix: () =>
      'Ask "kubectl tkng trace" for the path of its rule, and "kubectl describe challenge" for what cert-manager saw.',
    explanation:
      'cert-manager makes such an Ingress for the moment in which the authority asks for a token, and removes it after that. One that stays is not reached: its class has no controller, a redirect or a password comes first, or the name leads to somewhere else.',
    example: 'kubectl get ingress -l acme.cert-manager.io/http01-solver=true',
    sample: { host: 'shop.example.com', hours: 7 },
    link: 'https://cert-manager.io/docs/troubleshooting/acme/',
  },
  'ingress-twin': {
    title: 'An Ingress and a route of a Gateway have one host, with different Services',
    sentence: ({ host, route }) =>
      `${host} is asked for here and by ${fullName(route)}, with other Services: who answers hangs on the address to which the name leads`,
    fix: ({ route }) =>
      `Give both the same Services, as for a move, or one of them, this one or ${nameOf(route)}, another host.`,
    explanation:
      'A Gateway and an ingress controller are reached at different addresses, and neither knows of the other. While traffic moves both should serve the same; else a change of DNS changes what is answered.',
    example:
      '# Ingress web: host shop.example.com, to Service web\n# HTTPRoute next: hostname shop.example.com, to Service next',
    sample: { host: 'shop.example.com', route: { kind: 'HTTPRoute', namespace: 'shop', name: 'next' } },
    link: 'https://gateway-api.sigs.k8s.io/guides/migrating-from-ingress/',
  },
  'allowlist-behind-proxy': {
    title: 'Lists of addresses, or limits, are held against those of nodes',
    sentence: ({ annotation, service }) =>
      `${annotation} ${annotation.startsWith('limit-') ? 'counts by' : 'is compared with'} the address that nginx sees, and Service ${nameOf(service)} has externalTrafficPolicy Cluster: that is mostly a node's, and not the client's`,
    fix: ({ service }) =>
      `Set externalTrafficPolicy: Local in Service ${nameOf(service)}, or let the load balancer tell of the client by PROXY or by a header (use-proxy-protocol, use-forwarded-headers).`,
    explanation:
      'A load balancer may send a request to any node, which sends it on under its own address. Then a list of addresses lets in everybody, where nodes are on it, or nobody.',
    example: 'spec:\n  type: LoadBalancer\n  externalTrafficPolicy: Cluster',
    sample: { annotation: 'whitelist-source-range', service: { namespace: 'ingress-nginx', name: 'controller' } },
    link: `${docs}/tutorials/services/source-ip/#source-ip-for-services-with-type-loadbalancer`,
  },
  ...settingLintPages,
  'rewrite-traversal': {
    title: 'A request can step out of the path that is rewritten',
    sentence: ({ path, target }) =>
      `path ${path} takes whatever follows its last letter, and rewrite-target ${target} puts a slash before it: a request with ".." there becomes /../, which a backend reads as a step out`,
    fix: ({ path }) => {
      const plain = path.replace(/\(\.[*+]\)\$?$/, '')
      return `Write path: ${plain}(/|$)(.*) and rewrite-target: /$2.`
    },
    explanation:
      'nginx takes dots out of a path before it looks for a location, but a capture may begin with dots that were none of a step: /api../admin. Behind a slash they are.',
    example: 'nginx.ingress.kubernetes.io/rewrite-target: /$1\n...\npath: /api(.*)',
    sample: { path: '/api(.*)', target: '/$1' },
    link: `${controllerDocs}/examples/rewrite/`,
  },
  'no-redirect': {
    title: 'A host with TLS is answered in clear, too',
    sentence: ({ host }) =>
      `ssl-redirect is false: http://${host} is answered as https://${host} is, and not redirected`,
    explanation:
      'Where TLS is, clients that ask without it are sent there, unless somebody said not to. Then whatever they send, passwords and cookies among it, goes in clear.',
    example: 'nginx.ingress.kubernetes.io/ssl-redirect: "false"',
    sample: { host: 'shop.example.com' },
    link: `${controllerDocs}/user-guide/tls/#server-side-https-enforcement-through-redirect`,
  },
  'snippet-unsafe': {
    title: 'The snippet does what nobody means',
    sentence: ({ annotation, directive, is }) => `${annotation} has ${quote(directive)}: ${unsafe[is].means}`,
    fix: ({ is }) => unsafe[is].fix,
    explanation:
      'A snippet is configuration of the proxy that nobody checks. Some of it looks harmless and opens a door: files, requests to the inside, headers that a client makes up.',
    example: 'nginx.ingress.kubernetes.io/server-snippet: |\n  location /static { alias /srv/static/; }',
    sample: { annotation: 'server-snippet', directive: 'location /static', is: 'alias-traversal' },
    link: 'https://github.com/dvershinin/gixy#what-it-can-do',
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
