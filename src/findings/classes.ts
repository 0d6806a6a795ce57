/** Which controller takes an Ingress, and why none does. */
import type { ClassFacts } from '../domain/findings/class-facts.js'
import type { FindingFacts, Told } from '../domain/findings/facts.js'
import { nameOf } from '../domain/objects/ref.js'
import type { Page, Pages } from './page.js'
import { controllerDocs, docs } from './words.js'

const ofClass = `${docs}/concepts/services-networking/ingress/#ingress-class`
const annotation = 'kubernetes.io/ingress.class'

const shop = { namespace: 'ingress-nginx', name: 'controller' }

/** For pages that tell why an Ingress is nobody's. */
export function sentenceOfClass({ code, facts }: Told<keyof ClassFacts>): string {
  const page = classPages[code] as unknown as Page<keyof ClassFacts>
  return page.sentence(facts as FindingFacts[keyof ClassFacts])
}

export const classPages: Pages<ClassFacts> = {
  'class-missing': {
    title: 'The Ingress names no class, and no controller takes Ingresses without one',
    sentence: ({ defaults: [first, ...more], isAlone }) =>
      isAlone
        ? 'it names no class, and no controller was found that could take it'
        : `it names no class, neither as ingressClassName nor as annotation, and no controller takes Ingresses without one${
            first === undefined
              ? ''
              : more.length > 0
                ? `; ${[first, ...more].join(' and ')} are both marked as default, and then the API server refuses Ingresses without a class`
                : `; ${first} is the default class, but that counts only when an Ingress is created`
          }`,
    fix: ({ usual, isAlone }) => (isAlone ? null : `${write(usual)}.`),
    explanation:
      'A controller takes the Ingresses of its own class only, so that several controllers can share a cluster. An IngressClass that is marked as default is written into an Ingress by the API server when the Ingress is created, never later: an Ingress that was there before stays without a class. A controller takes Ingresses without a class only if it was told to (--watch-ingress-without-class).',
    example: 'spec:\n  # no ingressClassName\n  rules: [...]',
    sample: { defaults: ['nginx'], usual: 'nginx', isAlone: false },
    link: `${docs}/concepts/services-networking/ingress/#default-ingress-class`,
  },
  'class-unknown': {
    title: 'No controller, or no IngressClass, has the class that the Ingress names',
    sentence: ({ name, by, near, compared, isElsewhere, isOpen }) => {
      const none = isOpen ? ': that which is here is started without one, and takes Ingresses that name none' : ''
      const meant = near.length === 0 ? none : `: is ${near.join(' or ')} meant?`
      if (isElsewhere)
        return `IngressClass ${name} is in none of the files, and ${near.join(' and ')} is: is that meant?`
      return by === 'field'
        ? `IngressClass ${name} does not exist${meant}`
        : compared === null
          ? `no controller has the class ${JSON.stringify(name)} that the annotation ${annotation} names${meant}`
          : `the annotation ${annotation} is compared with the controller's own class name (${compared.join(', ')}), and not with IngressClass ${name}: no controller has the class ${JSON.stringify(name)}`
    },
    fix: ({ name, by, near, usual, isSolver, isElsewhere, isOpen }) =>
      isElsewhere
        ? `Write ingressClassName: ${near[0]}, or leave it where ${name} is elsewhere.`
        : isSolver
          ? `Write class: ${usual ?? 'the class of the controller'} into solvers[].http01.ingress of the Issuer: cert-manager makes the Ingress anew.`
          : by === 'field'
            ? `${write(usual)}, or create IngressClass ${name}.`
            : isOpen
              ? `Take ${annotation} off, or start the controller with the flag for its class, which no ConfigMap has.`
              : `${write(usual)}.`,
    explanation:
      'ingressClassName is the name of an IngressClass object, which says in spec.controller which controller is meant. The old annotation is compared with the class name of the controller itself (--ingress-class) and with no object. Where nothing has the name, nobody serves the Ingress, and nobody says so.',
    example: 'spec:\n  ingressClassName: ngnix',
    sample: { name: 'ngnix', by: 'field', near: ['nginx'], usual: 'nginx', compared: null, isAlone: false },
    link: ofClass,
  },
  'class-of-other': {
    title: 'The class belongs to a controller that is not known here',
    sentence: ({ name, owner, title, found }) =>
      `IngressClass ${name} belongs to controller ${owner ?? '(none)'}${title === null ? '' : ` (${title})`}, and ${
        found.length === 0 ? 'none that this program knows was found' : `those found here are ${found.join(', ')}`
      }: what becomes of it is not known`,
    fix: ({ found, usual }) => (found.length === 0 ? null : `${write(usual)}, if that is meant.`),
    explanation:
      'The IngressClass exists, but its spec.controller is no controller that was found. It may be of a product that this program does not know, in a namespace that may not be seen, outside of the cluster, or gone. An address in the status of the Ingress tells that some controller takes it, or did.',
    example: 'kind: IngressClass\nmetadata: {name: alb}\nspec: {controller: ingress.k8s.aws/alb}',
    sample: {
      name: 'alb',
      owner: 'ingress.k8s.aws/alb',
      title: 'AWS Load Balancer Controller',
      found: ['k8s.io/ingress-nginx'],
      usual: 'nginx',
    },
    link: ofClass,
  },
  'route-of-nobody': {
    title: 'No controller takes an object of its own kind',
    sentence: ({ class: name }) =>
      `none of the controllers found takes ${name === null ? 'such an object without a class' : `class ${name}`} in its namespace`,
    fix: () => 'Write the class of the controller that is meant, as its flags have it.',
    explanation:
      'IngressRoutes of Traefik, VirtualServers of F5 and HTTPProxies of Contour are compared with a class that a flag of the controller names, and looked for in the namespaces that it watches. What no controller takes is served by nobody, and nobody says so.',
    example: 'kind: IngressRoute\nmetadata:\n  annotations: {kubernetes.io/ingress.class: internal}',
    sample: { class: 'internal' },
    link: 'https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-crd/',
  },
  'not-read': {
    title: 'The Ingress belongs to a controller whose rules are not read',
    sentence: ({ controller, title, version, class: name, isSure, isOutside, isNothing }) => {
      const what = version === null ? title : `${title} ${version}`
      const where = isOutside ? 'outside of the cluster' : nameOf(controller)
      const whose =
        name === null
          ? `it names no class, and such Ingresses ${isSure ? 'belong' : 'may belong'} to ${what} (${where})`
          : `class ${name} ${isSure ? 'belongs' : 'may belong'} to ${what} (${where})`
      const open = isNothing ? '' : ': whether the Ingress is served is not known, and was not seen live'
      return `${whose}, whose rules are not read yet${open}`
    },
    explanation:
      'The controller was recognised by what it runs, or by what it writes into the cluster, and its classes, namespaces and flags say that it takes the Ingress. Every kind of controller has rules of its own for paths, for annotations and for Ingresses that ask for the same; those of another one would be wrong here. So its owner is told, with what stands in the cluster: status, annotations, and the last Event that this owner wrote. Nothing of that was seen at the proxy or the load balancer itself.',
    example: 'spec:\n  ingressClassName: alb',
    sample: {
      controller: { namespace: 'kube-system', name: 'aws-load-balancer-controller' },
      title: 'AWS Load Balancer Controller',
      version: '3.5.0',
      class: 'alb',
      isSure: true,
      isOutside: false,
    },
    link: 'https://github.com/tkng-dev/kubectl-tkng#readme',
  },
  'controller-warns': {
    title: 'The last that its controller wrote about the Ingress is a warning',
    sentence: ({ title, reason, message, isRefused }) =>
      `${title} ${isRefused ? 'refuses it' : 'warns'}: ${reason}${message === '' ? '' : `: ${message}`}`,
    explanation:
      'Controllers tell what they cannot do with an Ingress in an Event about it; GKE writes the health of its backends into an annotation of the Ingress, too. The newest Event that this controller wrote is a warning, and nothing good came after it, or such an annotation calls a backend unhealthy. Where it says that the Ingress is refused, and the status of the Ingress has no address, the Ingress is not served. Events are kept for an hour only, as a rule.',
    example: 'kubectl get events --field-selector involvedObject.kind=Ingress',
    sample: {
      title: 'AWS Load Balancer Controller',
      reason: 'FailedBuildModel',
      message: 'unable to find port nope on service shop/web',
      isRefused: true,
    },
    link: `${docs}/reference/kubernetes-api/cluster-resources/event-v1/`,
  },
  'class-disagree': {
    title: 'Field and annotation name different classes',
    sentence: ({ field, annotation: other, counts }) =>
      `ingressClassName is ${field} and the annotation ${annotation} is ${JSON.stringify(other)}: ${counts === 'field' ? 'the field counts, and the annotation does nothing' : 'the annotation counts here, and the field does nothing'}; a new Ingress with both is refused by the API server`,
    fix: ({ counts, isTaken }) =>
      `Remove ${counts === 'annotation' && isTaken ? 'ingressClassName' : 'the annotation'}.`,
    explanation:
      'The annotation is older than the field, and most controllers go by the field where an Ingress has both; those of HAProxy and F5 go by the annotation, or by both. A change can bring it about, where creating one whose two differ is refused.',
    example: `metadata:\n  annotations: {${annotation}: internal}\nspec:\n  ingressClassName: nginx`,
    sample: { field: 'nginx', annotation: 'internal', counts: 'field', isTaken: true },
    link: `${docs}/concepts/services-networking/ingress/#deprecated-annotation`,
  },
  'owner-unknown': {
    title: 'Whether a controller takes the Ingress depends on what may not be seen',
    sentence: ({ class: name, selector, isTaken }) =>
      selector !== null
        ? `whether its namespace has the labels ${selector} (--watch-namespace-selector) is not known here: it is taken as watched`
        : name === null
          ? 'it names no class: whether a default class is set when it is created, or a controller takes it without one, is not known here: it is taken as its own'
          : isTaken
            ? `whether class ${name} is the controller's own is not known, since IngressClasses may not be seen: it is taken as such`
            : `whose class ${name} is, is unknown: IngressClasses cannot be seen here`,
    explanation:
      'IngressClasses and the labels of namespaces are objects of the whole cluster, which not everybody may list. Without them it stays open which controller takes the Ingress.',
    example: 'kubectl auth can-i list ingressclasses   # no',
    sample: { class: 'internal', selector: null, isTaken: true },
    link: ofClass,
  },
  'namespace-not-watched': {
    title: 'The controller has the class, but does not watch the namespace',
    sentence: ({ controller, watched, flag }) =>
      `controller ${nameOf(controller)} has its class, but watches namespace ${watched} only${flag === null ? '' : ` (${flag})`}`,
    fix: ({ watched, namespace, flag }) =>
      `${flag === null ? 'Let the controller watch all namespaces' : `Start the controller without ${flag}`}, or move the Ingress to namespace ${watched} (it is in ${namespace}).`,
    explanation:
      'A controller that was started for one namespace does not see the objects of all others, whatever their class.',
    example: 'args: [--watch-namespace=shop]   # of the controller; the Ingress is in blog',
    sample: { controller: shop, watched: 'shop', namespace: 'blog', flag: '--watch-namespace' },
    link: `${controllerDocs}/user-guide/cli-arguments/`,
  },
  'labels-not-taken': {
    title: 'The controller has the class, but takes Ingresses with other labels',
    sentence: ({ controller, labels }) =>
      `controller ${nameOf(controller)} has its class, but takes those with labels ${labels} only`,
    fix: ({ labels }) => `Give it the labels ${labels}, or start the controller without its label selector.`,
    explanation:
      'A controller that was started with a label selector does not see the objects that lack those labels, whatever their class.',
    example: 'args: [--providers.kubernetesingress.labelselector=tier=edge]   # of Traefik; the Ingress has no labels',
    sample: { controller: shop, labels: 'tier=edge' },
    link: 'https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress/',
  },
  'catch-all-disabled': {
    title: 'The controller drops Ingresses that have a default backend',
    sentence: ({ controller }) =>
      `controller ${nameOf(controller)} runs with --disable-catch-all, and drops every Ingress that has a default backend, its rules too`,
    fix: () => 'Remove the default backend, or start the controller without --disable-catch-all.',
    explanation:
      'A default backend answers for hosts that nobody else names. Operators of shared controllers forbid it with --disable-catch-all; then an Ingress with spec.defaultBackend is passed over as a whole.',
    example: 'spec:\n  defaultBackend: {service: {name: fallback, port: {number: 80}}}\n  rules: [...]',
    sample: { controller: shop },
    link: `${controllerDocs}/user-guide/cli-arguments/`,
  },
  'two-controllers': {
    title: 'Two controllers take the same Ingress',
    sentence: ({ controllers }) =>
      `${controllers.map(nameOf).join(' and ')} ${controllers.length > 2 ? 'all' : 'both'} take it, and write their address into its status in turn`,
    fix: ({ flags }) =>
      `Give each controller an IngressClass of its own${flags.length === 0 ? '' : ` (${flags.join('; ')})`}, or write one Ingress for each.`,
    explanation:
      'Controllers that were installed twice with the same controller class own the same Ingresses. Both serve them; the address in the status is that of whoever wrote last, and DNS records that follow it go to and fro.',
    example: 'args: [--controller-class=k8s.io/ingress-nginx]   # of both controllers',
    sample: {
      controllers: [
        { namespace: 'public', name: 'controller' },
        { namespace: 'internal', name: 'controller' },
      ],
      flags: ['ingress-nginx: --controller-class'],
    },
    link: `${controllerDocs}/user-guide/multiple-ingress/`,
  },
  'being-deleted': {
    title: 'The Ingress is being deleted, and something still holds it',
    sentence: ({ at }) => `it is being deleted since ${at}: something (a finalizer) still holds it`,
    explanation:
      'An object with finalizers stays until each of those who asked for it has cleaned up and removed its own. Until then the controller goes on serving it. Find out whose finalizer it is before you remove one by hand.',
    example: 'metadata:\n  deletionTimestamp: "2026-01-31T12:00:00Z"\n  finalizers: [dns.example.com/record]',
    sample: { at: '2026-01-31T12:00:00Z' },
    link: `${docs}/concepts/overview/working-with-objects/finalizers/`,
  },
}

function write(usual: string | null): string {
  return usual === null ? 'Name a class that a controller has' : `Write ingressClassName: ${usual}`
}
