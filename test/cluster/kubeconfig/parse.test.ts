/** The text of one kubeconfig: what is read, what is refused and where, and that no secret is repeated. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseKubeconfig } from '../../../src/cluster/kubeconfig/parse.js'
import { Problem } from '../../../src/domain/problem.js'
import { problemOf } from '../../support/cluster/kube-home.js'

const parse = (text: string) => parseKubeconfig(text, '/home/ann/.kube/config')

describe('entries', () => {
  it('reads a cluster, with its paths made absolute', () => {
    const { clusters } = parse(`clusters:
- name: k
  cluster:
    server: https://k:6443
    certificate-authority: ../pki/ca.pem
    tls-server-name: api
    insecure-skip-tls-verify: on
    disable-compression: true
    proxy-url: http://p:1
    extensions: [{name: other, extension: 1}, {name: client.authentication.k8s.io/exec, extension: {a: 1}}]
`)
    expect(clusters.get('k')).toEqual({
      name: 'k',
      server: 'https://k:6443',
      caFile: '/home/ann/pki/ca.pem',
      tlsServerName: 'api',
      skipTLSVerify: true,
      disableCompression: true,
      proxyUrl: 'http://p:1',
      execConfig: { a: 1 },
    })
  })

  it('reads a user, with every way to be somebody', () => {
    const { users } = parse(`users:
- name: u
  user:
    client-certificate: c.pem
    client-key: /abs/k.pem
    token: t
    tokenFile: tokens/t
    username: ann
    password: p
    as: j
    as-uid: "7"
    as-groups: [a, b]
    as-user-extra: {k: [v]}
    auth-provider: {name: oidc, config: {client-id: x}}
`)
    expect(users.get('u')).toEqual({
      name: 'u',
      certFile: '/home/ann/.kube/c.pem',
      keyFile: '/abs/k.pem',
      token: 't',
      tokenFile: '/home/ann/.kube/tokens/t',
      username: 'ann',
      password: 'p',
      impersonateUser: 'j',
      impersonateUid: '7',
      impersonateGroups: ['a', 'b'],
      impersonateExtra: { k: ['v'] },
      authProvider: { name: 'oidc', config: { 'client-id': 'x' } },
    })
  })

  it.each([
    ['plug', 'plug'],
    ['./plug', '/home/ann/.kube/plug'],
    ['bin/plug', '/home/ann/.kube/bin/plug'],
    ['/bin/plug', '/bin/plug'],
  ])('a plugin %s is %s', (command, meant) => {
    const { users } = parse(`users: [{name: u, user: {exec: {command: ${command}, apiVersion: v, env: [{name: A}]}}}]`)
    expect(users.get('u')?.exec).toEqual({
      command: meant,
      apiVersion: 'v',
      args: [],
      env: [{ name: 'A', value: '' }],
      provideClusterInfo: false,
    })
  })

  it('takes empty and null for absent', () => {
    const parsed = parse('current-context: ""\nclusters: ~\nusers: [{name: u, user: {token: "", as-groups: null}}]\n')
    expect(parsed.currentContext).toBeUndefined()
    expect(parsed.users.get('u')).toEqual({ name: 'u', impersonateGroups: [], impersonateExtra: {} })
  })

  it('knows merge keys, and takes the last of two equal keys', () => {
    const { users } = parse('x: &x {token: one, as: j}\nusers: [{name: u, user: {<<: *x, token: two, token: three}}]')
    expect(users.get('u')).toMatchObject({ token: 'three', impersonateUser: 'j' })
  })

  it.each(['e2', 'E10', '.', '2020-01-01', '1:30', '12:30:45'])('takes %s for a text, as Go does', (name) => {
    expect([...parse(`contexts: [{name: ${name}}]`).contexts.keys()]).toEqual([name])
  })

  it('is not fooled by names of Object.prototype', () => {
    expect(parse('users: [{name: __proto__, user: {token: t}}]').users.get('__proto__')?.token).toBe('t')
    expect(parse('users: [{name: toString}]').users.get('toString')?.token).toBeUndefined()
  })
})

describe('what is refused', () => {
  it.each([
    ['tabs', 'clusters:\n\t- name: x\n', /Tabs.*\(line 2, column 1\)/],
    ['an open bracket', 'a: 1\nb: [\n', /\(line \d, column \d\)/],
    ['a text', 'hello', 'the file should be of type object, and is of type string'],
    ['a list', '- a', 'the file should be of type object, and is of type list'],
    ['another kind', 'kind: Pod\napiVersion: v1', 'it is a v1 Pod, not a v1 Config'],
    ['a mapping of users', 'users: {}', 'users should be of type list, and is of type object'],
    [
      'a number for a token',
      'users: [{name: u, user: {token: 1}}]',
      /^users\[0\]\.user\.token should be of type string/,
    ],
    [
      'a text for a switch',
      'clusters: [{cluster: {disable-compression: "no"}}]',
      /disable-compression should be of type boolean/,
    ],
    ['a name that is a switch', 'contexts: [{name: yes}]', /contexts\[0\]\.name should be of type string/],
    ['two of one name', 'contexts: [{name: a}, {name: a}]', 'contexts has two entries with the name "a"'],
    ['base64 that is none', 'users: [{user: {client-key-data: "*"}}]', 'users[0].user.client-key-data is not base64'],
    ['an unknown anchor', 'users: *nope', /nope/],
    ['a thousandfold alias', `a: &a [x]\nb: &b [${'*a,'.repeat(200)}]\nc: [${'*b,'.repeat(200)}]`, /alias/],
  ])('%s', async (_name, text, detail) => {
    const expected = typeof detail === 'string' ? detail : expect.stringMatching(detail)
    expect(await problemOf(() => parse(text))).toEqual({
      reason: 'kubeconfig-invalid',
      facts: { path: '/home/ann/.kube/config', detail: expected },
    })
  })

  it('never says more of a secret than its place', () => {
    const secret = 'hunter2hunter2'
    const places = [
      `users: [{user: {token: [${secret}]}}]`,
      `users: [{user: {client-key-data: "${secret}!"}}]`,
      `users: [{user: {token: ${secret}`,
      `users:\n- user:\n\ttoken: ${secret}`,
      `users: [{user: {auth-provider: {config: {client-secret: {${secret}: 1}}}}}]`,
    ]
    for (const text of places) expect(() => parse(text)).toThrow(expect.objectContaining({ value: expect.anything() }))
    for (const text of places) expect(JSON.stringify(thrownBy(() => parse(text)))).not.toContain(secret)
  })

  it('whatever the text, it is read or refused, never a crash', () => {
    const snippets = [
      'users:',
      'clusters',
      '- ',
      'name: ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '\n',
      '  ',
      '"',
      '!!',
      '<<: ',
      '~',
      '\t',
    ]
    const text = fc.array(fc.oneof(fc.constantFrom(...snippets), fc.string({ maxLength: 3 })), { maxLength: 30 })
    fc.assert(
      fc.property(text, (parts) => {
        const error = thrownBy(() => parse(parts.join('')))
        return error === undefined || error instanceof Problem
      }),
    )
  })
})

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error instanceof Problem ? Object.assign(error, { shown: error.value }) : error
  }
  return undefined
}
