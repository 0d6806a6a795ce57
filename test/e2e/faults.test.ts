/** Faults made in a live cluster and its replica: a certificate, a reload, a canary; and two clusters held beside each other. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { fakeApi } from '../support/cluster/fake-api.js'
import { ingress, rule } from '../support/objects.js'
import { runPlugin } from '../support/program/plugin.js'
import {
  apply,
  asking,
  count,
  deployment,
  follow,
  kubectl,
  own,
  refuse,
  service,
  withReplica,
} from './support/replica.js'

withReplica()

const folder = mkdtempSync(join(tmpdir(), 'tkng-faults-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeEach(async () => {
  await count('web', 1)
  await count('cart', 2)
})

const annotation = (name: string) => `nginx.ingress.kubernetes.io/${name}`

/** A new one each time, as whoever renews it has it. */
function secret(host: string) {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const words = `req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=${host} -addext subjectAltName=DNS:${host} -keyout ${key} -out ${certificate}`
  execFileSync('openssl', words.split(' '), { stdio: 'pipe' })
  const data = (file: string) => readFileSync(file).toString('base64')
  return {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: own, name: 'secure-tls' } },
    ...{ type: 'kubernetes.io/tls', data: { 'tls.crt': data(certificate), 'tls.key': data(key) } },
  }
}

interface DriftItem {
  readonly what: string
  readonly change: string
  readonly subject: string | null
  readonly cause: unknown
}

/** What `drift` tells of the replica, a line each, and its exit code. */
async function drifted(): Promise<readonly string[]> {
  const { stdout, stderr, code } = await runPlugin(['drift', '-o', 'json', '--controller', `${own}/proxy`])
  if (code === 2) expect.fail(stderr)
  const items: readonly DriftItem[] = JSON.parse(stdout).items
  return [...items.map(({ what, change, subject }) => `${what} ${change} ${subject ?? '-'}`), `exit ${code}`]
}

it('a certificate that was replaced is told until the replica has it', async () => {
  const tls = [{ hosts: ['secure.test'], secretName: 'secure-tls' }]
  apply(secret('secure.test'), asking('secure', 'secure.test', '/', 'web', own, { spec: { tls } }))
  try {
    await follow()
    expect(await drifted()).toEqual(['exit 0'])
    apply(secret('secure.test'))
    expect(await drifted()).toEqual(['certificate different secure.test', 'exit 1'])
    await follow()
    expect(await drifted()).toEqual(['exit 0'])
  } finally {
    kubectl('-n', own, 'delete', 'ingress/secure', 'secret/secure-tls')
  }
})

it('a reload that was refused is told with what broke it, and what is not served for it', async () => {
  await follow()
  apply(
    asking('odd', '*.odd.test', '/', 'web', own, {
      metadata: { annotations: { [annotation('from-to-www-redirect')]: 'true' } },
    }),
  )
  refuse('2026/11/23 08:49:31 [emerg] 57#57: invalid server name or wildcard "www.*.odd.test"')
  try {
    expect(await drifted()).toEqual(['reload different -', 'route missing *.odd.test/', 'exit 1'])
    const { stdout, stderr } = await runPlugin(['why', '-n', own, '--controller', `${own}/proxy`])
    expect(stderr).toContain(
      `nginx refused the last configuration of replica ${own}/proxy, most likely for Ingress ${own}/odd (from-to-www-redirect on *.odd.test makes the server name www.*.odd.test, which nginx refuses), and said: invalid server name or wildcard "www.*.odd.test"`,
    )
    expect(stderr).not.toContain(`no pod of controller`)
    expect(stdout).toMatch(/odd .* no .* www-of-wildcard/)
  } finally {
    kubectl('-n', own, 'delete', 'ingress', 'odd')
    await follow()
  }
  expect(await drifted()).toEqual(['exit 0'])
})

it('another weight of a canary is told as requests that go elsewhere, before it is applied', async () => {
  const canary = (weight: string) =>
    asking('next', 'shop.test', '/cart', 'next', own, {
      metadata: { annotations: { [annotation('canary')]: 'true', [annotation('canary-weight')]: weight } },
    })
  apply(deployment('next', 1), service('next'), canary('30'))
  try {
    await count('next', 1)
    writeFileSync(join(folder, 'next.json'), JSON.stringify(canary('50')))
    const words = ['lint', '-f', join(folder, 'next.json'), '--live', '--controller', `${own}/proxy`, '-o', 'json']
    const { stdout } = await runPlugin(words)
    const items: readonly { readonly code: string; readonly bucket: string; readonly message: string }[] =
      JSON.parse(stdout).items
    expect(items.flatMap(({ code, message }) => (code === 'route-changes' ? message : []))).toEqual([
      `shop.test/cart: ${own}/cart (70 % ${own}-cart-80, 30 % ${own}-next-80) → ${own}/cart (50 % ${own}-cart-80, 50 % ${own}-next-80)`,
    ])
  } finally {
    kubectl('-n', own, 'delete', 'ingress/next', 'service/next', 'deployment/next')
  }
})

it('two contexts are held beside each other, and a route of one alone is told', async () => {
  const other = await fakeApi({
    objects: { Ingress: [ingress('elsewhere', { rules: [rule('only.test', '/', 'web')] })] },
  })
  try {
    const files = [join(folder, 'other'), process.env.KUBECONFIG ?? '']
    writeFileSync(files[0] ?? '', other.kubeconfig())
    const here = kubectl('config', 'current-context').trim()
    const env = { KUBECONFIG: files.join(':') }
    const diff = async (...sides: readonly string[]) => {
      const words = ['diff', ...sides.map((name) => `context:${name}`), '-o', 'json']
      const { stdout, code } = await runPlugin(words, { env })
      const items: readonly { readonly change: string; readonly subject: string }[] = JSON.parse(stdout).items
      return [...items.map(({ change, subject }) => `${change} ${subject}`), `exit ${code}`]
    }
    const told = await diff(here, 'fake')
    expect(told).toEqual(expect.arrayContaining(['gone shop.test', 'added only.test', 'exit 1']))
    expect(await diff(here, here)).toEqual(['exit 0'])
  } finally {
    await other.close()
  }
})
