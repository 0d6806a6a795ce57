/** `lint --assume-…`: what another release, setting or flag of the controller would bring, cure and move. */
import { describe, expect, it } from 'vitest'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { ingress, rule } from '../support/objects.js'
import { session } from '../support/program/session.js'

const prefixed = (annotations: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]))
const snippet = prefixed({ 'configuration-snippet': 'more_set_headers "A: b";' })
const passed = prefixed({ 'ssl-passthrough': 'true' })

const of = (annotations: object, path = '/') => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  ...ingress(
    'web',
    { ingressClassName: 'nginx', rules: [rule('web.test', path, 'web')] },
    { metadata: { annotations } },
  ),
})
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { ports: [{ port: 80 }] },
}
const controller = (image = 'registry.k8s.io/ingress-nginx/controller:v1.11.8@sha256:0', ...args: string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  ...controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], args, image }),
})
const settings = (data: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'map', namespace: 'edge' },
  data,
})

async function lint(objects: readonly object[], ...words: string[]) {
  const stdin = objects.map((one) => JSON.stringify(one)).join('\n---\n')
  const argv = ['lint', '-f', '-', '--no-headers', '--columns', 'severity,code', ...words]
  const { stdout, stderr, code } = await session(argv, { stdin })
  return {
    told: stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replaceAll(/ {2,}/g, ' ')),
    stderr,
    code,
  }
}

describe.each<[what: string, objects: readonly object[], words: readonly string[], told: readonly string[]]>([
  [
    'a release that drops Ingresses with snippets',
    [
      controller(undefined, '--configmap=edge/map'),
      settings({ 'allow-snippet-annotations': 'true' }),
      service,
      of(snippet),
    ],
    ['--assume-version', 'v1.12.0'],
    ['error, new annotation-risk', 'info, new route-changes', 'warning, cured snippets-on'],
  ],
  [
    'a setting that lets them in again',
    [
      controller('x/ingress-nginx/controller:v1.15.1', '--configmap=edge/map'),
      settings({ 'allow-snippet-annotations': 'true' }),
      service,
      of(snippet),
    ],
    ['--assume-config', 'annotations-risk-level=Critical'],
    ['warning, new snippets-on', 'info, new route-changes', 'error, cured annotation-risk'],
  ],
  [
    'a flag',
    [controller('x/ingress-nginx/controller:v1.15.1'), service, of(passed)],
    ['--assume-flag', 'enable-ssl-passthrough'],
    ['warning, cured passthrough-disabled'],
  ],
  [
    'files without a controller: a release',
    [service, of(snippet)],
    ['--assume-version', '1.11.0'],
    ['info, new route-changes', 'error, cured annotation-risk'],
  ],
  [
    'files without a controller: a setting',
    [service, of(snippet)],
    ['--assume-config', 'annotations-risk-level=Critical', '--assume-config', 'allow-snippet-annotations=true'],
    ['info, new route-changes', 'error, cured annotation-risk', 'warning, cured snippet-not-allowed'],
  ],
  ['nothing that counts', [service, of({})], ['--assume-version', '1.14.0'], []],
])('%s', (_, objects, words, told) => {
  it('is told', async () => {
    const found = await lint(objects, ...words)
    expect(found.told.filter((line) => told.includes(line))).toEqual(told)
    const changed = found.told.filter((line) => !line.includes('as before') && !/end-of-life|vulnerable/.test(line))
    expect(changed).toEqual(told)
  })
})

it('says that nobody was seen, and that something is supposed', async () => {
  const { stderr } = await lint([service, of({})], '--assume-version', '1.14.0')
  expect(stderr).toContain('with defaults, but for what is supposed')
})

it('says where a setting has no place', async () => {
  const { stderr } = await lint([controller(), service, of({})], '--assume-config', 'ssl-redirect=false')
  expect(stderr).toContain('edge/proxy names no ConfigMap, so that --assume-config changes nothing there')
})

describe.each([
  ['with a controller', [controller(undefined, '--configmap=edge/map')]],
  ['without one', []],
])('%s', (_, around) => {
  it.each([
    ['--assume-flag nonsense', '--assume-flag nonsense changes nothing'],
    ['--assume-flag enable-ssl-passthrough=perhaps', '--assume-flag enable-ssl-passthrough=perhaps changes nothing'],
    ['--assume-config nonsense=1', '--assume-config nonsense changes nothing'],
    ['--assume-flag enable-ssl-passthrough --assume-config proxy-body-size=1m', null],
  ])('of %s is told whether anybody reads it', async (words, line) => {
    const { stderr } = await lint([...around, service, of({})], ...words.split(' '))
    if (line === null) expect(stderr).not.toContain('changes nothing')
    else expect(stderr).toContain(`note: ${line}: no controller here reads it`)
  })
})

it('says that there is no such release', async () => {
  const { stderr } = await lint([controller(), service, of({})], '--assume-version', '1.99.0')
  expect(stderr).toContain('1.99.0 is no release that is known: judged as ingress-nginx 1.15.1')
})

it.each([
  ['--assume-version', 'latest'],
  ['--assume-config', 'ssl-redirect'],
  ['--assume-flag', 'a b'],
])('%s %s is refused', async (flag, value) => {
  const { stderr, code } = await lint([service], flag, value)
  expect([code, stderr]).toEqual([2, expect.stringContaining(`invalid ${flag}`)])
})
