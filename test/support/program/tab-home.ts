/** A home with a kubeconfig for a fake cluster, and Tab in it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
// The second is for the cluster: what a test runner takes to load a file must not count.
import '../../../src/cluster/connect.js'
import '../../../src/cluster/kubeconfig/names.js'
import '../../../src/completion/cache.js'
import '../../../src/completion/candidates.js'
import '../../../src/controllers/index.js'
import { type FakeApi, type FakeApiOptions, fakeApi } from '../cluster/fake-api.js'
import { ingress, rule, service } from '../objects.js'
import { completed } from './completed.js'

const inShop = <T extends { metadata: object }>(object: T): T => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'shop' },
})
const objects = {
  Namespace: ['default', 'shop', 'shop-test'].map((name) => ({ metadata: { name } })),
  Ingress: [
    inShop(ingress('web', { rules: [rule('www.example.com', '/', 'web'), rule('*.example.com', '/img', 'web')] })),
    ingress('tools', { rules: [rule('tools.example.com', '/', 'tools')] }),
  ],
  Service: [inShop(service('web', { ports: [{ name: 'http', port: 80 }] }))],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
}

/** For each test anew. */
export function tabHome() {
  let folder = ''
  let api: FakeApi | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tkng-tab-'))
  })
  afterEach(async () => {
    await api?.close()
    api = undefined
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    home: () => folder,
    serve: async (options: FakeApiOptions = {}): Promise<FakeApi> => {
      api = await fakeApi({ objects, ...options })
      mkdirSync(join(folder, '.kube'), { recursive: true })
      writeFileSync(join(folder, '.kube/config'), api.kubeconfig())
      return api
    },
    tab: (line: string, { env = {}, now }: { env?: object; now?: string } = {}) =>
      completed(line, { env: { HOME: folder, ...env }, ...(now ? { now } : {}) }),
  }
}
