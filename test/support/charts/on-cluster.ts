/** The charts as a cluster has them: beside a controller, a class of its own, and pods behind each Service. */
import { parseAllDocuments, stringify } from 'yaml'
import { ingressClass, proxy as nginxPod } from '../why/lint-table.js'
import { steering as contourPod, proxy as envoyPod } from '../worlds/contour-world.js'
import { f5Class, f5Pod } from '../worlds/f5-world.js'
import { traefikClasses, traefikPod } from '../worlds/traefik-world.js'

interface Installed {
  readonly pods: readonly object[]
  readonly ingressClass: { readonly metadata: { readonly name: string }; readonly spec: object }
  readonly readsNginx: boolean
}

/** Controllers that run with defaults. */
export const installed: Readonly<Record<string, Installed>> = {
  'ingress-nginx': { pods: [nginxPod()], ingressClass: ingressClass('nginx'), readsNginx: true },
  F5: { pods: [f5Pod()], ingressClass: f5Class, readsNginx: false },
  Traefik: { pods: [traefikPod()], ingressClass: traefikClasses[0] as Installed['ingressClass'], readsNginx: false },
  Contour: {
    pods: [contourPod(), envoyPod],
    ingressClass: ingressClass('contour', 'projectcontour.io/contour'),
    readsNginx: false,
  },
}

interface Document {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: object }
  readonly spec?: { readonly ports?: readonly { readonly name?: string; readonly port: number }[] }
}

/** @param texts manifests of charts. What they say to another controller is left out: nobody would write it there */
export function onCluster(texts: readonly string[], { pods, ingressClass: own, readsNginx }: Installed): string {
  const all = texts.flatMap((text) => parseAllDocuments(text).map((one) => one.toJS() as Document))
  const objects = all
    .filter(({ kind }) => kind !== 'IngressClass')
    .flatMap((one): object[] => {
      if (one.kind === 'Ingress') return [taken(one, own.metadata.name, readsNginx)]
      return one.kind === 'Service' ? [one, sliceOf(one)] : [one]
    })
  const classes = [{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', ...own }]
  const running = pods.map((one) => ({ apiVersion: 'v1', kind: 'Pod', ...one }))
  return [...running, ...classes, ...objects].map((one) => stringify(one)).join('---\n')
}

function taken({ metadata, spec, ...rest }: Document, ingressClassName: string, readsNginx: boolean): object {
  const isLeft = (name: string) =>
    name === 'kubernetes.io/ingress.class' ||
    name.startsWith('nginx.org/') ||
    (!readsNginx && name.startsWith('nginx.'))
  const kept = Object.entries(metadata.annotations ?? {}).filter(([name]) => !isLeft(name))
  return {
    ...rest,
    metadata: { ...metadata, annotations: Object.fromEntries(kept) },
    spec: { ...spec, ingressClassName },
  }
}

function sliceOf({ metadata: { name, namespace }, spec }: Document): object {
  return {
    ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4' },
    metadata: { name: `${name}-1`, namespace, labels: { 'kubernetes.io/service-name': name } },
    ports: (spec?.ports ?? []).map(({ name = '', port }) => ({ name, port, protocol: 'TCP' })),
    endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: true } }],
  }
}
