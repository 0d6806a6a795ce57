/** Builds of ingress-nginx by others: each is judged by its own release, where its tag tells that. */
import { expect, it } from 'vitest'
import { releaseOf } from '../../src/controllers/ingress-nginx/workload/release.js'
import { numberOf, versionOf } from '../../src/controllers/ingress-nginx/workload/version.js'
import { allowed } from '../support/reported/words.js'
import { told } from '../support/why/told.js'

/** An image, and whether a snippet of 1.11 passes there: since 1.12 its risk is too high. */
const builds: readonly (readonly [image: string, says: string])[] = [
  ['mcr.microsoft.com/oss/kubernetes/ingress/nginx-ingress-controller:v1.11.5', 'yes'],
  ['mcr.microsoft.com/oss/v2/kubernetes/ingress/nginx-ingress-controller:v1.12.1', 'NO annotation-risk'],
  ['docker.io/bitnami/nginx-ingress-controller:1.11.3-debian-12-r0', 'yes'],
  ['docker.io/bitnamilegacy/nginx-ingress-controller:1.13.0-debian-12-r1', 'NO annotation-risk'],
  ['rancher/nginx-ingress-controller:nginx-1.9.6-rancher1', 'yes'],
  ['rancher/nginx-ingress-controller:v1.12.0-hardened3', 'NO annotation-risk'],
  ['cgr.dev/chainguard/ingress-nginx-controller:1.11', 'yes'],
  ['cgr.dev/chainguard/ingress-nginx-controller:1.12.2-r0', 'NO annotation-risk'],
  ['registry.deckhouse.io/deckhouse/ce/ingress-nginx/controller-1-10:1.10.6', 'yes'],
  ['registry.example/platform/ingress-nginx-controller:1.12.4-corp.7', 'NO annotation-risk'],
  ['registry.example/platform/ingress-nginx-controller:v1.8.1-20260101', 'yes'],
  ['registry.example/fury/ingress-nginx/controller:v1.15.5-chainguard', 'NO annotation-risk'],
  ['harbor.example/k8s/ingress-nginx-controller:2025.06.1-1.11.5', 'yes'],
  ['us.icr.example/iks/ingress-nginx:1.5.1_3703_iks', 'yes'],
]

it.each(builds)('%s, judged by its own release: %s', async (image, says) => {
  const version = numberOf(versionOf(releaseOf(image)))
  const words = allowed({ 'configuration-snippet': 'set $a b;' })
  const first = (await told({ ...words, version: version.replace(/^(\d+\.\d+)$/, '$1.99') }))['shop/a a.test/'] ?? 'yes'
  expect(first).toBe(says)
})
