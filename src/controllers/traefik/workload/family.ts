/** Traefik: https://github.com/traefik/traefik, also as k3s and RKE2 ship it. */
import { traefikGatewayDialect } from '../../shared/gateways/traefik.js'
import { fullKey } from '../../shared/go/values.js'
import { type Claim, claim, labelsIn } from '../../shared/named/claim.js'
import type { Family, Releases } from '../../shared/named/family.js'
import { type Flags, isOn, listIn } from '../../shared/named/flags.js'
import { nginxWords } from './nginx-words.js'

export const ingressProvider = 'providers.kubernetesingress'
export const nginxProvider = 'providers.kubernetesingressnginx'
export const crdProvider = 'providers.kubernetescrd'
export const gatewayProvider = 'providers.kubernetesgateway'

const switches = [
  'allowemptyservices',
  'allowexternalnameservices',
  'strictprefixmatching',
  'disableingressclasslookup',
  'disableclusterscoperesources',
  'nativelbbydefault',
]

/**
 * Traefik's lines of releases that have ended, and its public flaws. The newest of these are those of https://github.com/traefik/traefik/security/advisories.
 */
const releases: Releases = {
  // https://doc.traefik.io/traefik/deprecation/releases/: until the next minor release; 2.11 and 3.6 still get some.
  ends: [
    ...['1.7 2021-12-31', '2.0 2019-12-11', '2.1 2020-03-25', '2.2 2020-09-23', '2.3 2021-01-19', '2.4 2021-08-17'],
    ...['2.5 2022-01-24', '2.6 2022-05-24', '2.7 2022-06-29', '2.8 2022-10-03', '2.9 2023-04-24', '2.10 2024-02-12'],
    ...['3.0 2024-07-15', '3.1 2024-10-28', '3.2 2025-01-06'],
    ...['3.3 2025-05-05', '3.4 2025-07-23', '3.5 2025-11-07'],
  ],
  flaws: [
    'CVE-2026-85597 3.0.0 3.7.11',
    'CVE-2026-85596 3.7.0 3.7.11',
    'CVE-2026-71327 3.0.0 3.6.25 3.7.0 3.7.10',
    'CVE-2026-71326 3.6.11 3.6.25 3.7.0 3.7.10',
    'CVE-2026-71325 0 2.11.54 3.0.0 3.6.25 3.7.0 3.7.10',
    'CVE-2026-71324 0 2.11.53 3.0.0 3.6.24 3.7.0 3.7.9',
    'CVE-2026-67309 3.7.0 3.7.8',
    'CVE-2026-65602 3.6.0 3.6.23 3.7.0 3.7.7',
    'CVE-2026-65601 3.7.0 3.7.7',
    'CVE-2026-65600 0 2.11.52 3.0.0 3.6.23 3.7.0 3.7.7',
    'CVE-2026-54765 3.7.0 3.7.6',
    'CVE-2026-54764 0 2.11.51 3.0.0 3.6.22 3.7.0 3.7.6',
    'CVE-2026-54763 0 2.11.51 3.0.0 3.6.22 3.7.0 3.7.6',
    'CVE-2026-54762 3.7.0 3.7.5',
    'CVE-2026-54761 3.0.0 3.6.21 3.7.0 3.7.5',
    'CVE-2026-53622 0 2.11.51 3.0.0 3.7.3',
    'CVE-2026-48491 0 2.11.48 3.7.0 3.7.3',
    'CVE-2026-48020 0 2.11.48 3.0.0 3.6.19 3.7.0 3.7.3',
    'CVE-2026-44774 0 2.11.46 3.0.0 3.6.17 3.7.0 3.7.1',
    'CVE-2026-41263 0 2.11.43 3.0.0 3.6.14',
    'CVE-2026-41181 0 2.11.44 3.0.0 3.6.15',
    'CVE-2026-41174 0 2.11.43 3.0.0 3.6.14',
    'CVE-2026-40912 0 2.11.43 3.0.0 3.6.14',
    'CVE-2026-39858 0 2.11.43 3.0.0 3.6.14',
    'CVE-2026-35051 0 2.11.43 3.0.0 3.6.14',
    'CVE-2026-33433 0 2.11.42 3.0.0 3.6.12',
    'CVE-2026-32695 3.0.0 3.6.11',
    'CVE-2026-32595 0 2.11.41 3.0.0 3.6.11',
    'CVE-2026-32305 0 2.11.41 3.0.0 3.6.11',
    'CVE-2026-29777 3.0.0 3.6.10',
    'CVE-2026-29054 2.11.9 2.11.38 3.1.3 3.6.9',
    'CVE-2026-26999 0 2.11.38 3.0.0 3.6.9',
    'CVE-2026-26998 0 2.11.38 3.0.0 3.6.9',
    'CVE-2026-25949 3.0.0 3.6.8',
    'CVE-2026-22045 0 2.11.35 3.0.0 3.6.7',
    'CVE-2025-66491 3.5.0 3.6.3',
    'CVE-2025-66490 0 2.11.32 3.0.0 3.6.3',
    'CVE-2025-54386 0 2.11.28 3.0.0 3.4.5',
    'CVE-2025-47952 0 2.11.25 3.0.0 3.4.1',
    'CVE-2025-32431 0 2.11.23 3.0.0 3.3.6',
    'CVE-2024-52003 0 2.11.14 3.0.0 3.2.1',
    'CVE-2024-45410 0 2.11.9 3.0.0 3.1.3',
    'CVE-2024-39321 0 2.11.6 3.0.0 3.0.4',
    'CVE-2024-28869 0 2.11.2',
    'CVE-2023-47633 0 2.10.6',
    'CVE-2023-47124 0 2.10.6',
    'CVE-2023-47106 0 2.10.6',
    'CVE-2022-46153 0 2.9.6',
    'CVE-2022-23632 0 2.6.1',
    'CVE-2022-23469 0 2.9.6',
    'CVE-2021-32813 0 2.4.13',
    'CVE-2020-9321 0 2.1.4',
    'CVE-2019-12452 1.7.0 1.7.12',
    'CVE-2018-15598 1.6.0 1.6.6',
    'GHSA-rvj4-q8q5-8grf 0 2.11.5 3.0.0 3.0.3',
    'GHSA-hxr6-2p24-hf98 0 2.11.15 3.0.0 3.2.2',
    'GHSA-gv8r-9rw9-9697 0 2.11.37 3.0.0 3.6.8',
    'GHSA-f7cq-5v43-8pwp 0 2.11.3 3.0.0 3.0.1',
    'GHSA-7jmw-8259-q9jx 0 2.11.4 3.0.0 3.0.2',
    'GHSA-7f4j-64p6-5h5v 0 2.11.2',
    'GHSA-5423-jcjm-2gpv 0 2.11.24 3.0.0 3.3.6',
    'GHSA-4hjq-9h5c-252j 0 2.11.40 3.0.0 3.6.10',
    'GHSA-46wh-3698-f2cx 0 2.11.42 3.0.0 3.6.12',
  ],
}

export const traefik: Family = {
  id: 'traefik',
  title: 'Traefik',
  releases,
  speaks: { prefixes: ['traefik.ingress.kubernetes.io'], guards: [], instead: nginxWords },
  classFlag: '--providers.kubernetesingress.ingressclass',
  runs: ({ path, argv }) =>
    /(?:^|[/-])traefik(?:ee|-hub)?$/.test(path) ||
    argv.some((word) => /^--(?:providers\.kubernetes|entrypoints\.)/i.test(word)),
  claims,
  ports: { http: 8000, https: 8443 },
  gateway: traefikGatewayDialect,
  publishes: (flags) =>
    fullKey(
      flags.get(`${ingressProvider}.ingressendpoint.publishedservice`) ?? flags.get(`${nginxProvider}.publishservice`),
    ),
  flags: [
    ...[ingressProvider, nginxProvider, crdProvider, gatewayProvider, `${gatewayProvider}.experimentalchannel`],
    ...['ingressclass', 'namespaces', 'labelselector', 'ingressendpoint.publishedservice'].map(
      (name) => `${ingressProvider}.${name}`,
    ),
    ...switches.map((name) => `${ingressProvider}.${name}`),
    ...['controllerclass', 'ingressclass', 'ingressclassbyname', 'watchingresswithoutclass', 'watchnamespace'].map(
      (name) => `${nginxProvider}.${name}`,
    ),
    ...['strictvalidatepathtype', 'allowsnippetannotations', 'allowcrossnamespaceresources', 'customhttperrors']
      .concat([
        'publishservice',
        'httpentrypoint',
        'httpsentrypoint',
        'defaultbackendservice',
        'disablesvcexternalname',
      ])
      .concat('globalallowedresponseheaders')
      .map((name) => `${nginxProvider}.${name}`),
    ...['ingressclass', 'namespaces', 'labelselector', 'allowcrossnamespace', ...switches].map(
      (name) => `${crdProvider}.${name}`,
    ),
    ...[
      'api',
      'api.insecure',
      'api.basepath',
      'ping',
      'ping.entrypoint',
      'accesslog.format',
      'core.defaultrulesyntax',
    ].concat('serverstransport.insecureskipverify'),
  ],
}

/** What is said in a file, in variables or in a store of keys stands in no argument. */
function claims(flags: Flags): readonly Claim[] {
  if (![...flags.keys()].some((name) => name.startsWith('providers.'))) return [{ ...ofIngress(flags), isSure: false }]
  return [
    ...(hasProvider(flags, ingressProvider) ? [ofIngress(flags)] : []),
    ...(hasProvider(flags, nginxProvider) ? [ofNginx(flags)] : []),
  ]
}

/** It is on where it is named, or anything of it is said. */
export function hasProvider(flags: Flags, provider: string): boolean {
  return [...flags.keys()].some((name) => name === provider || name.startsWith(`${provider}.`))
}

/** https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress/ (ingressClass) */
function ofIngress(flags: Flags): Claim {
  const name = flags.get(`${ingressProvider}.ingressclass`) || null
  // Without looking at classes it takes none that an Ingress names by the field.
  const isBlind = ['disableingressclasslookup', 'disableclusterscoperesources'].some((flag) =>
    isOn(flags, `${ingressProvider}.${flag}`),
  )
  return claim({
    controllers: isBlind ? [] : ['traefik.io/ingress-controller'],
    names: [name ?? 'traefik'],
    by: name === null ? 'controller' : 'both',
    withoutClass: name === null,
    namespaces: listIn(flags, `${ingressProvider}.namespaces`),
    labels: labelsIn(flags.get(`${ingressProvider}.labelselector`)),
  })
}

/** The Ingresses of ingress-nginx: https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress-nginx/ */
function ofNginx(flags: Flags): Claim {
  return claim({
    controllers: [flags.get(`${nginxProvider}.controllerclass`) || 'k8s.io/ingress-nginx'],
    names: [flags.get(`${nginxProvider}.ingressclass`) || 'nginx'],
    by: isOn(flags, `${nginxProvider}.ingressclassbyname`) ? 'either' : 'controller',
    withoutClass: isOn(flags, `${nginxProvider}.watchingresswithoutclass`),
    namespaces: listIn(flags, `${nginxProvider}.watchnamespace`),
  })
}
