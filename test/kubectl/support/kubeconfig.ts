/** Writes kubeconfigs for the cases: one cluster, one user, one context, each as YAML in flow style. */
import type { Scene, World } from './both.js'

/** What stands between the braces of `cluster: {…}` and so on; each has a default that works. */
export interface Parts {
  readonly cluster?: string
  readonly user?: string
  readonly context?: string
  readonly current?: string
  /** more lines at the end */
  readonly more?: string
}

/** Without parts: server `a`, its authority, the token `tok`, no namespace. */
export function kubeconfig(world: World, parts: Parts = {}): string {
  const { cluster = trusted(world, 'a'), user = 'token: tok', context = 'cluster: k, user: u' } = parts
  const { current = 'c', more = '' } = parts
  return `apiVersion: v1
kind: Config
current-context: ${current}
clusters:
- {name: k, cluster: {${cluster}}}
users:
- {name: u, user: {${user}}}
contexts:
- {name: c, context: {${context}}}
${more}
`
}

/** A scene with a kubeconfig in the usual place. */
export function given(parts: (world: World) => Parts, rest: (world: World) => Scene = () => ({})) {
  return (world: World): Scene => {
    const { files, ...others } = rest(world)
    return { files: { '.kube/config': kubeconfig(world, parts(world)), ...files }, ...others }
  }
}

/** A scene with the working kubeconfig in the usual place. */
export function beside(rest: (world: World) => Scene) {
  return given(() => ({}), rest)
}

export function flags(...args: readonly string[]) {
  return beside(() => ({ args }))
}

export function url(world: World, server: keyof World['port'], host = '127.0.0.1'): string {
  return `${server === 'plain' ? 'http' : 'https'}://${host}:${world.port[server]}`
}

/** A TLS server with its authority as data. */
export function trusted(world: World, server: 'a' | 'b', host?: string): string {
  return `server: "${url(world, server, host)}", ${caData(world)}`
}

export function caData({ certificates }: World): string {
  return `certificate-authority-data: ${base64(certificates.ca.cert)}`
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
