/** Traefik: https://github.com/traefik/traefik, also as k3s and RKE2 ship it. */
import { traefikGatewayDialect } from '../../shared/gateways/traefik.js'
import { type Claim, claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { type Flags, isOn, listIn } from '../../shared/named/flags.js'

const ingress = 'providers.kubernetesingress'
const nginx = 'providers.kubernetesingressnginx'

export const traefik: Family = {
  id: 'traefik',
  title: 'Traefik',
  classFlag: '--providers.kubernetesingress.ingressclass',
  runs: ({ path, argv }) =>
    /(?:^|[/-])traefik(?:ee)?$/.test(path) ||
    argv.some((word) => /^--(?:providers\.kubernetes|entrypoints\.)/i.test(word)),
  claims,
  ports: { http: 8000, https: 8443 },
  gateway: traefikGatewayDialect,
  publishes: (flags) => {
    const said = flags.get(`${ingress}.ingressendpoint.publishedservice`) ?? flags.get(`${nginx}.publishservice`)
    const [namespace = '', name = ''] = said?.split('/') ?? []
    return name === '' ? null : { namespace, name }
  },
  flags: [
    ...[ingress, nginx, 'providers.kubernetescrd', 'providers.kubernetesgateway'],
    ...['ingressclass', 'namespaces', 'ingressendpoint.publishedservice'].map((name) => `${ingress}.${name}`),
    ...['controllerclass', 'ingressclass', 'ingressclassbyname', 'watchingresswithoutclass', 'watchnamespace'].map(
      (name) => `${nginx}.${name}`,
    ),
    `${nginx}.publishservice`,
  ],
}

/** What is said in a file, in variables or in a store of keys stands in no argument. */
function claims(flags: Flags): readonly Claim[] {
  const names = [...flags.keys()]
  const has = (provider: string) => names.some((name) => name === provider || name.startsWith(`${provider}.`))
  if (!names.some((name) => name.startsWith('providers.'))) return [{ ...ofIngress(flags), isSure: false }]
  return [...(has(ingress) ? [ofIngress(flags)] : []), ...(has(nginx) ? [ofNginx(flags)] : [])]
}

/** https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress/ (ingressClass) */
function ofIngress(flags: Flags): Claim {
  const name = flags.get(`${ingress}.ingressclass`) || null
  return claim({
    controllers: ['traefik.io/ingress-controller'],
    names: [name ?? 'traefik'],
    by: name === null ? 'controller' : 'both',
    withoutClass: name === null,
    namespaces: listIn(flags, `${ingress}.namespaces`),
  })
}

/** The Ingresses of ingress-nginx: https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress-nginx/ */
function ofNginx(flags: Flags): Claim {
  return claim({
    controllers: [flags.get(`${nginx}.controllerclass`) || 'k8s.io/ingress-nginx'],
    names: [flags.get(`${nginx}.ingressclass`) || 'nginx'],
    by: isOn(flags, `${nginx}.ingressclassbyname`) ? 'either' : 'controller',
    withoutClass: isOn(flags, `${nginx}.watchingresswithoutclass`),
    namespaces: listIn(flags, `${nginx}.watchnamespace`),
  })
}
