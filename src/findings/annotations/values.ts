/** Values of annotations that the controller refuses or cannot read, and objects that they name. */
import type { AnnotationFacts, Consequence } from '../../domain/findings/annotation-facts.js'
import { type NamespacedName, nameOf } from '../../domain/objects/ref.js'
import type { Pages } from '../page.js'
import { consequenceText, controllerDocs, controllerSource, quote } from '../words.js'

const annotations = `${controllerDocs}/user-guide/nginx-configuration/annotations`
const configMapDocs = `${controllerDocs}/user-guide/nginx-configuration/configmap`

type Values = Pick<
  AnnotationFacts,
  | 'annotation-invalid'
  | 'annotation-empty'
  | 'cross-namespace'
  | 'secret-missing'
  | 'configmap-missing'
  | 'service-missing'
  | 'secret-incomplete'
  | 'configmap-invalid'
  | 'header-not-allowed'
>

const denied: Consequence = { is: 'denied' }

export const annotationValuePages: Pages<Values> = {
  'annotation-invalid': {
    title: 'The value of the annotation is not what it must be',
    sentence: ({ annotation, value, parts, must, consequence }) =>
      `${annotation} ${
        parts.length === 0 ? `is ${quote(value)}, but it` : `has ${parts.map(quote).join(', ')}, which`
      } must be ${must}: ${consequenceText(consequence)}`,
    fix: ({ annotation, parts, must, write, protects }) =>
      write !== null
        ? `Write ${annotation}: "${write}".`
        : parts.length > 0
          ? `Correct that in ${annotation}: it must be ${must}.`
          : `Write a value for ${annotation} that is ${must}${protects ? '' : ', or remove it'}.`,
    explanation:
      'What comes of a value that cannot be used depends on the annotation: some count as not set, some close their paths with 503 so that nothing is open by mistake, and some leave open what they were to protect. Since 1.9.0 values can be checked against patterns before they are read, and since 1.12.0 they are; then a whole Ingress can be dropped for one.',
    example: 'nginx.ingress.kubernetes.io/proxy-body-size: 8 MB',
    sample: {
      annotation: 'auth-url',
      effect: 'denied',
      consequence: denied,
      protects: true,
      value: 'auth.example.com/check',
      parts: [],
      must: 'a URL with scheme and host (url scheme is empty)',
      write: null,
    },
    link: `${controllerSource}/internal/ingress/annotations/parser/validators.go`,
  },
  'annotation-empty': {
    title: 'The annotation is empty',
    sentence: ({ annotation, consequence }) => `${annotation} is empty: ${consequenceText(consequence)}`,
    fix: ({ annotation, must, protects }) =>
      `Write a value for ${annotation} that is ${must}${protects ? '' : ', or remove it'}.`,
    explanation:
      'An annotation that is there without a value is mostly what a template left behind. Some parsers stop at it, and the rest of their group does not count either.',
    example: 'nginx.ingress.kubernetes.io/temporal-redirect: ""',
    sample: {
      annotation: 'temporal-redirect',
      effect: 'ignored',
      consequence: { is: 'group', name: 'Redirect' },
      protects: false,
      must: 'a URL',
    },
    link: `${controllerSource}/internal/ingress/annotations/annotations.go`,
  },
  'cross-namespace': {
    title: 'The annotation names an object of another namespace',
    sentence: ({ annotation, kind, object, consequence }) =>
      `${annotation} names ${kind} ${nameOf(object)} of another namespace, which allow-cross-namespace-resources forbids: ${consequenceText(consequence)}`,
    fix: ({ kind }) => `Copy the ${kind} into the namespace of the Ingress and name that one.`,
    explanation:
      'The controller may read Secrets and ConfigMaps of all namespaces; who writes an Ingress mostly may not. So an Ingress may use only what is in its own namespace, unless the operator allows more.',
    example: 'nginx.ingress.kubernetes.io/auth-secret: other/users',
    sample: {
      annotation: 'auth-secret',
      effect: 'denied',
      consequence: denied,
      kind: 'Secret',
      object: { namespace: 'other', name: 'users' },
    },
    since: '1.12.0',
    link: `${configMapDocs}/#allow-cross-namespace-resources`,
  },
  'secret-missing': {
    title: 'The Secret that the annotation names does not exist',
    sentence: ({ annotation, object, consequence }) =>
      object === null
        ? `a password is asked for, but ${annotation} names no Secret: ${consequenceText(consequence)}`
        : missing(annotation, 'Secret', object, consequence),
    fix: ({ annotation, object }) =>
      object === null
        ? `Write ${annotation}: "NAME", of a Secret in the same namespace with the key auth.`
        : create(annotation, 'Secret', object),
    explanation:
      'Paths that ask for a password, or for a certificate of the client, need the Secret to check it with. Without it the controller closes them rather than leave them open.',
    example:
      'nginx.ingress.kubernetes.io/auth-type: basic\nnginx.ingress.kubernetes.io/auth-secret: users   # no such Secret',
    sample: {
      annotation: 'auth-secret',
      effect: 'denied',
      consequence: denied,
      object: { namespace: 'shop', name: 'users' },
    },
    link: `${annotations}/#authentication`,
  },
  'configmap-missing': {
    title: 'The ConfigMap that the annotation names does not exist',
    sentence: ({ annotation, object, consequence }) => missing(annotation, 'ConfigMap', object, consequence),
    fix: ({ annotation, object }) => create(annotation, 'ConfigMap', object),
    explanation: 'The annotation takes headers or parameters from a ConfigMap. Without it the paths answer 503.',
    example: 'nginx.ingress.kubernetes.io/custom-headers: shop/headers   # no such ConfigMap',
    sample: {
      annotation: 'custom-headers',
      effect: 'denied',
      consequence: denied,
      object: { namespace: 'shop', name: 'headers' },
    },
    link: `${annotations}/#custom-headers`,
  },
  'service-missing': {
    title: 'The Service that the annotation names does not exist',
    sentence: ({ annotation, object, consequence }) => missing(annotation, 'Service', object, consequence),
    fix: ({ annotation, object }) => create(annotation, 'Service', object),
    explanation:
      'default-backend names a Service of the namespace of the Ingress that answers where that of a rule cannot.',
    example: 'nginx.ingress.kubernetes.io/default-backend: sorry   # no such Service',
    sample: {
      annotation: 'default-backend',
      effect: 'ignored',
      consequence: { is: 'counts-as', value: null },
      object: { namespace: 'shop', name: 'sorry' },
    },
    link: `${annotations}/#default-backend`,
  },
  'secret-incomplete': {
    title: 'The Secret that the annotation names lacks a key',
    sentence: ({ annotation, secret, lacks, holds, consequence }) =>
      `Secret ${nameOf(secret)} of ${annotation} has ${holds === 'hashes' ? `passwords under ${lacks.join(' and ')} that are written as they are, or are encoded twice, where hashes have to be` : lacks.length === 1 ? `no key ${lacks[0]}` : `neither ${lacks.join(' nor ')}`}: ${consequenceText(consequence)}`,
    fix: ({ secret, holds }) => {
      switch (holds) {
        case 'authorities':
          return `Add the certificates of your client CA to Secret ${nameOf(secret)} under the key ca.crt.`
        case 'certificate':
          return `Add tls.crt and tls.key, or ca.crt, to Secret ${nameOf(secret)}.`
        case 'backends':
          return `Add the certificates of the authority of your backends to Secret ${nameOf(secret)} under the key ca.crt.`
        case 'hashes':
          return `Write the list anew, as htpasswd -c auth USER does, and Secret ${nameOf(secret)} of it: kubectl create secret generic ${secret.name} -n ${secret.namespace} --from-file=auth`
        case 'passwords':
          return `Put the list of passwords, as htpasswd writes it, into Secret ${nameOf(secret)} under the key auth, or set auth-secret-type: "auth-map" where each key is a user.`
      }
    },
    explanation:
      'Certificates of clients are checked with the authorities under ca.crt. A Secret that has a certificate but no ca.crt does not close the host: no client is asked for a certificate at all. The same goes for proxy-ssl-secret: without ca.crt no certificate of a backend is verified, and none is shown to it. Passwords are read under the key auth, unless auth-secret-type is auth-map; where it is missing, the paths are closed. There each user has a line with a colon between name and hash: a password as it is, or a list that went through base64 twice, lets nobody in.',
    example: 'nginx.ingress.kubernetes.io/auth-tls-secret: shop/clients\n# Secret clients has tls.crt and tls.key only',
    sample: {
      annotation: 'auth-tls-secret',
      effect: 'fail-open',
      consequence: { is: 'no-client-certificate' },
      secret: { namespace: 'shop', name: 'clients' },
      lacks: ['ca.crt'],
      holds: 'authorities',
    },
    link: `${annotations}/#client-certificate-authentication`,
  },
  'configmap-invalid': {
    title: 'The ConfigMap that the annotation names has an entry that cannot be used',
    sentence: ({ annotation, configMap, key, wrong, consequence }) =>
      `ConfigMap ${nameOf(configMap)} of ${annotation} has ${
        wrong === 'key'
          ? `the key ${quote(key)}, which is no name that can stand there`
          : `under ${quote(key)} a value that is empty or has a character that none may have`
      }: ${consequenceText(consequence)}`,
    fix: ({ configMap, key, wrong }) =>
      wrong === 'key'
        ? `Remove that key from ConfigMap ${nameOf(configMap)}.`
        : `Correct ${key} in ConfigMap ${nameOf(configMap)}.`,
    explanation:
      'The entries are written into nginx.conf as headers or parameters. One that could break out of its statement is refused, and the paths with it.',
    example: 'data:\n  "X Forwarded": "yes"',
    sample: {
      annotation: 'custom-headers',
      effect: 'denied',
      consequence: denied,
      configMap: { namespace: 'shop', name: 'headers' },
      key: 'X Forwarded',
      wrong: 'key',
    },
    link: `${controllerSource}/internal/ingress/annotations/customheaders/main.go`,
  },
  'header-not-allowed': {
    title: 'The header is not among those that the controller allows',
    sentence: ({ annotation, header, configMap, consequence }) =>
      `${header} is not among the controller's global-allowed-response-headers (ConfigMap ${nameOf(configMap)} of ${annotation}): ${consequenceText(consequence)}`,
    fix: ({ header }) =>
      `Add ${header} to global-allowed-response-headers in the controller's ConfigMap, or take it out of yours.`,
    explanation: 'Which headers Ingresses may add to answers is decided by the operator, header by header.',
    example: 'data:\n  X-Frame-Options: DENY   # global-allowed-response-headers is empty',
    sample: {
      annotation: 'custom-headers',
      effect: 'denied',
      consequence: denied,
      configMap: { namespace: 'shop', name: 'headers' },
      header: 'X-Frame-Options',
    },
    link: `${configMapDocs}/#global-allowed-response-headers`,
  },
}

function missing(annotation: string, kind: string, object: NamespacedName, consequence: Consequence): string {
  return `${annotation} names ${kind} ${nameOf(object)}, which does not exist: ${consequenceText(consequence)}`
}

function create(annotation: string, kind: string, { namespace, name }: NamespacedName): string {
  return `Create ${kind} ${name} in namespace ${namespace}, or correct its name in ${annotation}.`
}
