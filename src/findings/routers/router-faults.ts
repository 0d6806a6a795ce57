/** What is wrong with a middleware, a route or an annotation that Traefik refuses, and what cures it, in words. */
import type { MiddlewareFault, PriorityFacts, RouteFault } from '../../domain/findings/priority-facts.js'

export const middlewareFaults: Readonly<Record<MiddlewareFault, string>> = {
  missing: '',
  off: ' is of provider kubernetescrd, which is off: none of its objects is read',
  nothing: ' does nothing',
  several: ' does several things at once, and one is allowed',
  empty: ' lacks what it needs to do anything',
  network: ' has an address that is none',
  status: ' has a code of an answer that is none',
  pattern: ' has a pattern that cannot be read',
  value: ' lacks a value that it needs, or has one that is refused',
  time: ' has a time that is none',
  expression: ' has a condition that cannot be read',
  plugin: ' is a plugin with which Traefik was not started',
  users: ' names a Secret in which a line is no user and hash, or that has none',
  authority: ' names a Secret that holds no certificate of an authority',
  namespace: ' names one of another namespace, and allowCrossNamespace is off',
  loop: ' leads back to itself',
  secret: ' lacks the Secret that it names, or what it needs of it',
  service: ' names a Service that cannot answer',
  former: ' is of traefik.containo.us, which Traefik has not read since 3.0',
  newer: ' is of traefik.io, which Traefik reads since 2.10',
  plain: ' names others by plain texts, where each has to be an object: the API server refuses it',
}

export const middlewareCures: Readonly<Record<MiddlewareFault, (name: string) => string | null>> = {
  missing: (name) => `Create the Middleware that ${name} stands for, or take it out of the router.`,
  off: (name) => `Start Traefik with --providers.kubernetescrd, or take ${name} out of the router.`,
  nothing: (name) => `Write what ${name} is to do, or take it out of the router.`,
  several: (name) => `Make a Middleware of its own of each thing that ${name} does, and name all of them.`,
  empty: (name) => `Write what ${name} lacks, or take it out of the router.`,
  network: (name) => `Write addresses and networks (10.0.0.0/8) into ${name}.`,
  status: (name) => `Write codes and ranges of codes (404, 500-599) into ${name}.`,
  pattern: (name) => `Write patterns as Go reads them into ${name}.`,
  value: (name) => `Mend what ${name} says, or take it out of the router.`,
  time: (name) => `Write seconds, or a time with its unit (10s, 1m30s), into ${name}.`,
  expression: (name) => `Write a comparison with its functions, like NetworkErrorRatio() > 0.30, into ${name}.`,
  plugin: (name) => `Start Traefik with --experimental.plugins.NAME.modulename, or take ${name} out of the router.`,
  users: (name) =>
    `Write lines of NAME:HASH and no others into the Secret that ${name} names; for digestAuth NAME:REALM:HASH.`,
  authority: (name) =>
    `Write the certificate of the authority as PEM into the key ca.crt of the Secret that ${name} names.`,
  namespace: (name) => `Let ${name} name those of its own namespace alone.`,
  loop: (name) => `Take ${name} out of the chain.`,
  secret: (name) => `Create the Secret that ${name} names, with the users under one key.`,
  service: (name) => `Create the Service that ${name} names, or take it out of the router.`,
  former: (name) => `Write apiVersion: traefik.io/v1alpha1 into ${name}.`,
  newer: (name) => `Write apiVersion: traefik.containo.us/v1alpha1 into ${name}, or let Traefik be 2.10 or newer.`,
  plain: (name) => `Write each that ${name} names as an object: - name: NAME.`,
}

export const routeFaults: Readonly<Record<RouteFault, string>> = {
  namespace: 'is of another namespace, and allowCrossNamespace is off',
  off: 'is of provider kubernetescrd, which is off: none of its objects is read',
  unwatched: 'is in a namespace that the controller does not watch',
  nobody: 'does not exist',
  nothing: 'does not say how it shares out requests',
  loop: 'leads back to itself',
  empty: 'are empty',
  former: 'is one that Traefik has not read since 3.0',
  newer: 'is one that Traefik reads since 2.10',
  plain: 'are plain texts, where each has to be an object: the API server refuses it',
  inner: 'stand on one that names a parent, which alone may have them',
  middle: 'stand on one that names a parent, and is named as one',
  kind: 'is of no kind that a route can name',
  scheme: 'has a scheme that is none of http, https and h2c',
  strategy: 'has a strategy that is not known',
  'health-check': 'has a health check, and only a Service of type ExternalName can have one',
  'entry-point': 'is none of those that Traefik is started with',
  handshake: 'does not exist, and TLS for its hosts ends in the handshake',
  options: 'is refused, and TLS for its hosts ends in the handshake',
  unchecked: 'has no health check, without which there is no failover',
  percent: 'gets a percentage that is none',
  panic:
    'has a rule with one service, and the same rule with several, at which Traefik stops reading objects of traefik.io',
}

export const routeCures: Readonly<Record<RouteFault, (subject: string) => string | null>> = {
  namespace: (subject) => `Name one of the same namespace in the place of ${subject}.`,
  unwatched: (subject) => `Name one of a namespace that is watched in the place of ${subject}.`,
  off: (subject) => `Start Traefik with --providers.kubernetescrd, or take ${subject} out.`,
  nobody: (subject) => `Create ${subject}, or take it out.`,
  loop: (subject) => `Take ${subject} out of what it leads to.`,
  nothing: (subject) => `Write weighted, mirroring, highestRandomWeight or failover into ${subject}.`,
  empty: (subject) => (subject === 'its match' ? 'Write a match.' : 'Write a service.'),
  former: () => 'Write apiVersion: traefik.io/v1alpha1.',
  newer: () => 'Write apiVersion: traefik.containo.us/v1alpha1, or let Traefik be 2.10 or newer.',
  plain: () => 'Write each as an object: - name: NAME.',
  inner: () => 'Take the entry points and the TLS section out.',
  middle: () => 'Take its services out: the routes behind it have their own.',
  kind: () => 'Name a Service or a TraefikService.',
  scheme: () => 'Write http, https or h2c.',
  strategy: () => 'Write wrr, p2c, hrw or leasttime.',
  'health-check': () => 'Take the health check out.',
  handshake: (subject) => `Create ${subject}, or take it out.`,
  options: (subject) =>
    subject.startsWith('clientAuth')
      ? `Let each Secret in ${subject} hold the certificate of an authority as PEM under ca.crt.`
      : `Write names as Go has them (TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, CurveP256) into ${subject}.`,
  unchecked: (subject) => `Give ${subject} a health check, or write errors into the failover.`,
  percent: () => 'Write a percentage between 0 and 100.',
  'entry-point': () => 'Name an entry point that its flags have.',
  panic: (subject) => `Write the services of ${subject} under one route.`,
}

type AnnotationFault = PriorityFacts['annotation-refused']['fault']

export const annotationFaults: Readonly<Record<AnnotationFault, string>> = {
  unknown: 'is none that it knows',
  incomplete: 'says nothing by itself',
  integer: 'is no whole number',
  boolean: 'is neither true nor false',
  matcher: 'is none of Path, PathPrefix and PathRegexp',
  snippet: 'is a snippet, and none is taken unless allowSnippetAnnotations is on',
  headless: 'asks for the address of the Service, which has none',
}

export const annotationCures: Readonly<Record<AnnotationFault, string>> = {
  unknown: 'Remove the annotation, or correct its name.',
  incomplete: 'Remove the annotation.',
  integer: 'Write a whole number.',
  boolean: 'Write "true" or "false".',
  matcher: 'Write Path, PathPrefix or PathRegexp.',
  snippet: 'Remove the annotation, or start the controller with allowSnippetAnnotations=true.',
  headless: 'Remove the annotation.',
}
