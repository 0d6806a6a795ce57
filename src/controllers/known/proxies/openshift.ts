/** The router of OpenShift, which makes Routes of Ingresses: https://github.com/openshift/router */
import type { Pod } from '../../../domain/objects/workloads.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'

const label = 'ingresscontroller.operator.openshift.io/deployment-ingresscontroller'

export const openshift: Family = {
  id: 'openshift',
  title: 'OpenShift router',
  speaks: { prefixes: ['haproxy.router.openshift.io', 'route.openshift.io'], guards: [] },
  runs: ({ path, argv }, pod) =>
    /(?:^|\/)(?:origin-|ose-)?haproxy-router(?:-rhel\d+)?$/.test(path) ||
    argv.some((word) => /(?:^|\/)openshift-router$/.test(word)) ||
    isOfRelease(path, pod),
  // Whether it takes an Ingress without class is up to its operator.
  // https://docs.openshift.com/container-platform/latest/networking/configuring_ingress_cluster_traffic/
  claims: () => [
    claim({ controllers: ['openshift.io/ingress-to-route'], names: ['openshift-default'], withoutClass: null }),
  ],
  ports: { http: 80, https: 443 },
}

/** All images of a release share one path, and only their digests differ: there the operator's label says which it is. */
function isOfRelease(path: string, { metadata }: Pod): boolean {
  return /(?:^|\/)(?:openshift-release-dev\/ocp-|okd\/)/.test(path) && metadata.labels?.[label] !== undefined
}
