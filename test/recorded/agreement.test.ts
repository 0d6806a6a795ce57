/** All verbs tell the same truth of recorded clusters, from the objects alone and beside each replica. */
import { describe, expect, it } from 'vitest'
import { contradictionsIn, linesOf } from '../agreement/contradictions.js'
import { gather, type Manifest } from '../agreement/gather.js'
import { observationsOf, recordedObservation } from '../support/recorded/observations.js'
import { recordedList, recordedObjects, recording } from '../support/recorded/recordings.js'

describe.each([
  ['guide', 4],
  ['zoo', 200],
] as const)('%s', (cluster, least) => {
  const api = recording(cluster, 'api')
  const ingresses = recordedObjects(cluster).Ingress as Manifest[]

  it('from the objects alone', async () => {
    const told = await gather({ from: [api] }, ingresses)
    expect(told.rules.filter(({ traces }) => traces.length > 0).length).toBeGreaterThanOrEqual(least)
    expect(linesOf(contradictionsIn(told, false))).toEqual([])
  })

  it.each([...observationsOf(cluster)])('beside what %s said', async (pod, said) => {
    const told = await gather({ from: [api, said], pod }, ingresses)
    expect(told.rules.some(({ traces }) => traces.some(({ served }) => served.length > 0))).toBe(true)
    expect(linesOf(contradictionsIn(told, true))).toEqual([])
  })
})

const controllers = {
  Traefik: {
    folder: ['controllers', 'traefik', 'api-insecure'],
    pod: { namespace: 'traefik', name: 'traefik-7864957d59-lgcgj' },
    texts: { 'rawdata.json': 'p8080_api_rawdata.body', 'api-certificates.json': 'p8080_api_certificates.body' },
  },
  "Traefik's provider for ingress-nginx": {
    folder: ['controllers', 'traefik-nginx-provider'],
    pod: { namespace: 'traefik', name: 'traefik-77fcc56fb-7nq7h' },
    texts: { 'rawdata.json': 'p8080_api_rawdata.body', 'api-certificates.json': 'p8080_api_certificates.body' },
  },
  Contour: {
    folder: ['controllers', 'contour'],
    pod: { namespace: 'projectcontour', name: 'envoy-7j9fr' },
    texts: { 'config-dump.json': 'p9001_config_dump__include_eds.body' },
  },
  F5: {
    folder: ['controllers', 'f5-nginx'],
    pod: { namespace: 'nginx-ingress', name: 'nginx-ingress-controller-6c466b9f4d-7q6j7' },
    texts: { 'nginx-files.txt': 'exec_nginx_-T.stdout' },
  },
} as const

describe.each(Object.entries(controllers))('%s', (_name, { folder, pod, texts }) => {
  const objects = recording(...folder, 'objects')
  const ingresses = recordedList('Ingress', ...folder, 'objects') as Manifest[]

  it('from the objects alone', async () => {
    const told = await gather({ from: [objects] }, ingresses)
    expect(told.rules.filter(({ traces }) => traces.length > 0).length).toBeGreaterThanOrEqual(20)
    expect(linesOf(contradictionsIn(told, false))).toEqual([])
  })

  it('beside what its replica said', async () => {
    const said = recordedObservation(
      pod,
      Object.fromEntries(Object.entries(texts).map(([name, file]) => [name, [...folder, 'answers', file]])),
    )
    const told = await gather({ from: [objects, said], pod: pod.name }, ingresses)
    expect(told.rules.some(({ traces }) => traces.some(({ served }) => served.length > 0))).toBe(true)
    expect(linesOf(contradictionsIn(told, true))).toEqual([])
  })
})
