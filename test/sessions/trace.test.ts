/** Command lines of `trace`, as a person sees them: on the demo, on a cluster whose replicas tell little, and on bad input. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeApi, type FakeApiOptions, fakeApi } from '../support/cluster/fake-api.js'
import { controllerPod, type FakeInside, insideOf, oneController } from '../support/cluster/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { type SessionOptions, session, transcript } from '../support/program/session.js'
import { conf, objects, pathUrls, urls } from '../support/worlds/any-query.js'

const words = (line: string) => line.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", '')) ?? []
const named = (folder: string, name: string) => `golden/${folder}/${name.replaceAll(/[^\w.=-]+/g, '_')}.txt`

describe('on the demo, by the words of the documentation', () => {
  it.each([
    'http://prod/dev',
    'prod/ -o table',
    'prod/ dev:8080/x 198.51.100.0/prodx',
    'prod/ -o wide --no-headers',
    'prod/ -o name',
    'prod/ -o yaml',
    'prod/ nowhere.example -o json',
    'prodd/',
    '198.51.100.0/Prod',
    "prod/ -H 'X-Canary: always' --cookie a=b -X POST --from-ip 192.0.2.7 --http1.0",
    "prod/ -H 'Host:'",
    'prod/ --probe',
    'prod/ -o mermaid',
  ])('trace %s', async (line) => {
    const whole = `trace ${line} --semantics spec --from demo`
    await expect(transcript(whole, await session(words(whole)))).toMatchFileSnapshot(named('trace-demo', line))
  })
})

describe('on the demo, by the rules of its controller and by what it serves', () => {
  it.each([
    'http://prod/dev',
    'prod/ dev:8080/x 198.51.100.0/prodx https://prod/ nowhere/dev/..',
    '198.51.100.0/Prod -o tree',
    '--all',
    '--all -n default -o name',
    '--all -n kube-system',
    'prod/ -n kube-system -o name',
    'https://prod/ -o dot',
    'prod/ -o json',
  ])('trace %s', async (line) => {
    const whole = `trace ${line} --from demo`
    await expect(transcript(whole, await session(words(whole)))).toMatchFileSnapshot(named('trace-demo', `own ${line}`))
  })
})

describe('bad words', () => {
  it.each([
    '',
    'http://ann:secret@shop.example.com/',
    'ftp://shop.example.com/',
    'prod/ -o drawing',
    'prod/ -X POST --probe',
    'prod/ --http1.0 --probe',
    'prod/ --semantics nginx',
    'prod/ -H nothing',
    '--input - --from -',
    '--input nowhere.txt',
    'prod/ --controller nope',
    'prod/ --pod nope',
  ])('trace %s', async (line) => {
    const whole = `trace ${line}${line.includes('--from') ? '' : ' --from demo'}`
    await expect(transcript(whole, await session(words(whole)))).toMatchFileSnapshot(named('trace-demo', `bad ${line}`))
  })
})

const around = {
  Ingress: [
    ingress('web', { ingressClassName: 'nginx', rules: [rule('shop.example.com', '/', 'web')] }),
    ingress('wicked', { ingressClassName: '\u001b[31m\u202e"', rules: [rule('shop.example.com', '/', 'web')] }),
  ],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Service: [service('web', { ports: [{ port: 80, targetPort: 8080 }] })],
  EndpointSlice: [slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })],
  Namespace: [{ metadata: { name: 'default' } }, { metadata: { name: 'edge' } }],
}

let api: FakeApi | undefined
afterEach(() => api?.close())

async function told(
  line: string,
  { objects = oneController, ...more }: Partial<FakeApiOptions> = {},
  { inside = {}, ...options }: SessionOptions & { readonly inside?: FakeInside } = {},
): Promise<string> {
  api = await fakeApi({ objects: { ...around, ...objects }, upgrade: insideOf(inside), ...more })
  const file = join(mkdtempSync(join(tmpdir(), 'tkng-trace-')), 'config')
  writeFileSync(file, api.kubeconfig())
  const seen = await session(words(line), { env: { KUBECONFIG: file }, ...options })
  // How long an answer takes is the machine's affair.
  const text = transcript(line, seen, { [`127.0.0.1:${api.port}`]: 'SERVER', [file]: 'KUBECONFIG' })
  return text.replaceAll(/in \d+ ms/g, 'in N ms').replaceAll(/"milliseconds": [\d.]+/g, '"milliseconds": N')
}

const shop = 'trace http://shop.example.com/x --semantics spec'

describe('a cluster', () => {
  it.each<[name: string, line: string, Partial<FakeApiOptions>, FakeInside]>([
    ['replicas that tell nothing', shop, {}, {}],
    ['probe', `${shop} --probe`, {}, { port: 80, pages: { '/x': 'hello' } }],
    ['probe as json', `${shop} --probe -o json`, {}, { port: 80, pages: { '/x': 'hello' } }],
    ['probe where nobody listens', `${shop} --probe`, {}, {}],
    ['no controller', shop, { objects: {} }, {}],
    ['no controller, as a graph', `${shop} -o dot`, { objects: {} }, {}],
    [
      'two controllers',
      shop,
      {
        objects: {
          Pod: ['one', 'two'].map((name) => controllerPod({ name: `${name}-1`, owner: ['DaemonSet', name] })) as never,
        },
      },
      {},
    ],
    ['Services forbidden', shop, { objects: {}, deny: [{ kind: 'Service' }] }, {}],
    ['Ingresses forbidden', shop, { objects: {}, deny: [{ kind: 'Ingress' }] }, {}],
    ['pods forbidden', shop, { deny: [{ kind: 'Pod' }] }, {}],
  ])('%s', async (name, line, options, inside) => {
    const text = await told(line, options, { inside })
    expect(text).not.toMatch(/[\u001b\u202e]/)
    await expect(text).toMatchFileSnapshot(named('trace', name))
  })
})

describe('--input', () => {
  const lines = [
    '# URLs, JSON and a line of a log',
    '',
    'http://shop.example.com/x',
    'shop.example.com',
    'ftp://shop.example.com',
    '{"host": "SHOP.example.com", "path": "//y", "method": "POST"}',
    '{"host": 7}',
    'http://other.example.com/',
    '192.0.2.7 - - [24/Nov/2026:03:00:00 +0000] "GET /z HTTP/1.1" 200 1 "-" "-" 1 0.001 [default-web-80] [] 10.0.0.1:8080 1 0.001 200 id',
  ].join('\n')

  it.each(['', '-o json', "-H 'Host: shop.example.com' --no-headers"])('- %s', async (flags) => {
    const text = await told(`trace --input - --semantics spec ${flags}`, { objects: {} }, { stdin: lines })
    await expect(text).toMatchFileSnapshot(named('trace', `input ${flags}`))
  })

  it('of an access log, by the format that the controller is told', async () => {
    const objects = {
      Pod: [
        controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], args: ['--configmap=edge/conf'] }),
      ] as never,
      ConfigMap: [
        { metadata: { namespace: 'edge', name: 'conf' }, data: { 'log-format-upstream': '$host "$request" $status' } },
      ] as never,
    }
    const stdin = 'shop.example.com "GET /x HTTP/1.1" 200\nshop.example.com "POST /y HTTP/1.1" 404\n'
    const text = await told('trace --input - --semantics spec', { objects }, { stdin })
    await expect(text).toMatchFileSnapshot(named('trace', 'input log'))
  })

  it('is a file, beside URLs', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'tkng-trace-'))
    writeFileSync(join(cwd, 'urls.txt'), 'dev/\n')
    const { stdout, code } = await session(words('trace prod/ --input urls.txt --semantics spec --from demo -o name'), {
      cwd,
    })
    expect([stdout, code]).toEqual(['ingress.networking.k8s.io/default/tkng-2\n', 0])
  })

  it('counts bad lines instead of keeping them all', async () => {
    const line = 'trace --input - --semantics spec --from demo -o json'
    const { stdout, code } = await session(words(line), { stdin: `prod/\n${'ftp://x\n'.repeat(5000)}dev/\n` })
    const { items, gaps } = JSON.parse(stdout)
    expect([items.length, gaps.filter(({ kind }: { kind: string }) => kind === 'Input').length, code]).toEqual([
      2, 101, 2,
    ])
    expect(gaps.at(-1)).toMatchObject({ reason: 'invalid', message: '4900 more lines' })
  })

  it('is empty: nothing was asked, so nothing is wrong', async () => {
    const { stdout, code } = await session(words('trace --input - --semantics spec --from demo'), { stdin: '# none\n' })
    expect([stdout, code]).toEqual(['', 0])
  })

  it('a URL of 200 KB is answered, as nginx does', async () => {
    const url = `http://prod/${'x'.repeat(200_000)}`
    const { stdout, code } = await session(words('trace --input - --from demo'), { stdin: url })
    expect(stdout.replace(url, 'URL').split('\n')[1]?.split(/ {3,}/)).toEqual([
      'URL',
      'denied',
      '414',
      '-',
      '-',
      '-',
      'yes',
      '-',
    ])
    expect(code).toBe(1)
  })
})

describe('--input of URLs that differ in their query or in the end of their path', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'tkng-any-query-'))
  writeFileSync(join(cwd, 'objects.yaml'), objects)
  writeFileSync(join(cwd, 'nginx.conf'), conf)
  const inQuery = urls.join('\n')
  const inPath = pathUrls.join('\n')
  const asked = async (format: string, stdin: string) =>
    (await session(words(`trace --input - --from objects.yaml --from nginx.conf -o ${format}`), { stdin, cwd })).stdout

  it('says of each what it says of it alone', async () => {
    const { items } = JSON.parse(await asked('json', inQuery))
    expect(items).toEqual(JSON.parse(await asked('jsonpath={.items}', inQuery)))
    const queries = (await asked('table --no-headers', inQuery))
      .split('\n')
      .map((row) => row.split(/ {2,}/, 1)[0]?.split('?')[1])
    expect(queries.slice(0, -1)).toEqual(
      items.map(({ request }: { request: { path: string } }) => request.path.split('?')[1]),
    )
  })

  it('says of each path what it says of it alone', async () => {
    const { items } = JSON.parse(await asked('json', inPath))
    expect(items).toEqual(JSON.parse(await asked('jsonpath={.items}', inPath)))
  })
})
