/** What is an ingress-nginx controller, what only looks like one, and which release it is. */
import { describe, expect, it } from 'vitest'
import { isIngressNginx } from '../../../src/controllers/ingress-nginx/workload/own.js'
import { releaseOf } from '../../../src/controllers/ingress-nginx/workload/release.js'
import { supportOf } from '../../../src/controllers/ingress-nginx/workload/support.js'

const its = (image: string | null, args: readonly string[] = [], command: readonly string[] = []) =>
  isIngressNginx({ name: 'c', image, args, command })

describe('is one', () => {
  it.each<[string, string | null, string[], string[]?]>([
    [
      'the chart',
      'registry.example/ingress-nginx/controller:v1.15.1@sha256:0',
      ['/nginx-ingress-controller', '--election-id=x'],
    ],
    ['the chroot image', 'registry.example/ingress-nginx/controller-chroot:v1.11.5', []],
    ['an old one', 'quay.example/kubernetes-ingress-controller/nginx-ingress-controller:0.33.0', []],
    ['a private copy under another name', 'registry.example:5000/infra/proxy:7', ['/nginx-ingress-controller']],
    ['RKE2', 'rancher/nginx-ingress-controller:v1.12.4-hardened1', []],
    ['a mirrored one', 'rancher/mirrored-ingress-nginx-controller:v1.10.1', []],
    ['AKS', 'mcr.example/oss/kubernetes/ingress/nginx-ingress-controller:v1.11.5', []],
    [
      'Bitnami, whose args have no program',
      'bitnami/nginx:1',
      ['--configmap=x/y', '--election-id=z', '--status-port=11246'],
    ],
    ['a copy with a class of its own', 'x/y:1', ['--controller-class=k8s.io/internal', '--ingress-class', 'internal']],
    [
      'a wrapper that gets the program as an argument',
      'x/y:1',
      [],
      ['/usr/bin/dumb-init', '--', '/nginx-ingress-controller'],
    ],
    ['no image at all', null, ['/nginx-ingress-controller']],
  ])('%s', (_name, image, args, command = []) => {
    expect(its(image, args, command)).toBe(true)
  })
})

describe('only looks like one', () => {
  it.each<[string, string, string[]]>([
    ["F5's", 'nginx/nginx-ingress:5.5.4', ['-nginx-configmaps=x/y', '-ingress-class=nginx']],
    ["F5's with Plus", 'private-registry.example/nginx-ic/nginx-plus-ingress:5.5.4', ['-nginx-plus']],
    [
      'haproxy-ingress, which shares the flags',
      'quay.example/jcmoraisjr/haproxy-ingress:v0.16.1',
      ['--configmap=x/y', '--election-id=z'],
    ],
    ['Traefik with its nginx provider', 'traefik:3.7', ['--providers.kubernetesingressnginx=true']],
    ['Kong', 'kong/kubernetes-ingress-controller:3.5', ['--publish-service=x/y', '--election-id=z']],
    [
      'the job that makes the webhook certificate',
      'registry.example/ingress-nginx/kube-webhook-certgen:v1.6',
      ['create'],
    ],
    ['the default backend', 'registry.example/defaultbackend-amd64:1.5', []],
    ['nginx itself', 'nginx:1.27', []],
  ])('%s', (_name, image, args) => {
    expect(its(image, args)).toBe(false)
  })
})

describe('the release of an image', () => {
  it.each([
    ['registry.example/ingress-nginx/controller:v1.15.1@sha256:abc', '1.15.1', 'upstream'],
    ['registry.example:5000/ingress-nginx/controller', null, 'upstream'],
    ['rancher/nginx-ingress-controller:nginx-1.2.1-hardened7', '1.2.1', 'rancher'],
    ['bitnami/nginx-ingress-controller:1.13.1-debian-12-r0', '1.13.1', 'bitnami'],
    ['ghcr.example/forkline/ingress-nginx/controller:v2026.9.15', '2026.9.15', 'forkline'],
    ['cgr.dev/chainguard/ingress-nginx-controller:latest', null, 'chainguard'],
    ['x@sha256:abc', null, 'upstream'],
    ['mcr.example/oss/v2/kubernetes/ingress-nginx-controller:v1.13.3-2', '1.13.3', 'aks'],
    ['registry.example/fury/ingress-nginx/controller:v1.15.5-chainguard', '1.15.5', 'chainguard'],
    ['harbor.example/mirror/ingress-nginx-controller:nginx-1.11.3-rancher1', '1.11.3', 'rancher'],
    // Beside the number of a release stands that of a build, a date or a chart.
    ['gcr.example/k8s-staging-ingress-nginx/controller:v20230312-helm-chart-4.5.2-28-g66a7607', null, 'upstream'],
    ['gcr.example/k8s-staging-ingress-nginx/controller:v20240209-controller-v1.9.6-3-g1', '1.9.6', 'upstream'],
    ['harbor.example/k8s/ingress-nginx-controller:2024.06.1-1.10.1', '1.10.1', 'upstream'],
    ['registry.example/platform/ingress:3.4.0', null, 'upstream'],
  ])('%s is %s of %s', (image, version, origin) => {
    expect(releaseOf(image)).toEqual({ image, version, origin })
  })
})

describe('public flaws', () => {
  it.each([
    ['1.15.1', 0, undefined],
    ['1.15.0', 1, 'CVE-2026-4342'],
    ['1.14.5', 0, undefined],
    ['1.12.8', 6, 'CVE-2026-4342'],
    ['1.11.4', 12, 'CVE-2025-1974'],
    ['0.49.3', 19, 'CVE-2025-1974'],
  ])('of %s are %i, the worst %s', (version, count, worst) => {
    const { flaws } = supportOf({ image: '', version, origin: 'upstream' })
    expect([flaws?.length, flaws?.[0]]).toEqual([count, worst])
  })

  it('of a fork are not told by its number', () => {
    expect(supportOf({ image: '', version: '1.30.1', origin: 'baranchen' }).flaws).toBeNull()
  })

  it.each([
    ['aks', 'with critical fixes of AKS through November 2026'],
    ['rancher', 'until November 2027'],
    ['baranchen', 'which has a life of its own'],
  ])('the build of %s is told by what its builder says', (origin, says) => {
    expect(supportOf({ image: '', version: '1.14.3', origin }).sentence).toContain(says)
  })
})
