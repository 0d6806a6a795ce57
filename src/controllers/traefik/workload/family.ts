/** Traefik: https://github.com/traefik/traefik, also as k3s and RKE2 ship it. */
import { traefikGatewayDialect } from '../../shared/gateways/traefik.js'
import { type Claim, claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { type Flags, isOn, listIn } from '../../shared/named/flags.js'
import { releases } from './releases.js'

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

export const traefik: Family = {
  id: 'traefik',
  title: 'Traefik',
  releases,
  speaks: { prefixes: ['traefik.ingress.kubernetes.io'], guards: [] },
  classFlag: '--providers.kubernetesingress.ingressclass',
  runs: ({ path, argv }) =>
    /(?:^|[/-])traefik(?:ee|-hub)?$/.test(path) ||
    argv.some((word) => /^--(?:providers\.kubernetes|entrypoints\.)/i.test(word)),
  claims,
  ports: { http: 8000, https: 8443 },
  gateway: traefikGatewayDialect,
  publishes: (flags) => {
    const said =
      flags.get(`${ingressProvider}.ingressendpoint.publishedservice`) ?? flags.get(`${nginxProvider}.publishservice`)
    const [namespace = '', name = ''] = said?.split('/') ?? []
    return name === '' ? null : { namespace, name }
  },
  flags: [
    ...[ingressProvider, nginxProvider, crdProvider, gatewayProvider, `${gatewayProvider}.experimentalchannel`],
    ...['ingressclass', 'namespaces', 'ingressendpoint.publishedservice'].map((name) => `${ingressProvider}.${name}`),
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
    ...['ingressclass', 'namespaces', 'allowcrossnamespace', ...switches].map((name) => `${crdProvider}.${name}`),
    ...['api', 'api.insecure', 'api.basepath', 'ping', 'ping.entrypoint', 'accesslog.format', 'core.defaultrulesyntax'],
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
