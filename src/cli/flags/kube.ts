/** kubectl's global flags: declared as kubectl declares them, said → meant. */
import { type Command, Option } from 'commander'
import type { KubeFlags } from '../../domain/kube-flags.js'
import { usage } from '../../domain/problem.js'
import type { VerbScope } from '../command.js'
import { parseRequestTimeout } from '../words/duration.js'
import { type Flags, given, repeatable } from './given.js'

/** Flag and meaning; the order is help's. */
const declared: readonly (readonly [flags: string, meaning: string])[] = [
  ['--kubeconfig <file>', 'use this kubeconfig and no other'],
  ['--context <name>', 'the kubeconfig context to use'],
  ['--cluster <name>', 'the kubeconfig cluster to use'],
  ['--user <name>', 'the kubeconfig user to use'],
  ['-s, --server <url>', 'address of the API server'],
  ['--tls-server-name <name>', "name to check the server's certificate against"],
  ['--insecure-skip-tls-verify', "do not check the server's certificate"],
  ['--certificate-authority <file>', 'certificates to trust for the API server'],
  ['--client-certificate <file>', 'client certificate'],
  ['--client-key <file>', 'key of the client certificate'],
  ['--token <token>', 'bearer token'],
  ['--username <name>', 'name for basic authentication'],
  ['--password <password>', 'password for basic authentication'],
  ['--as <user>', 'user to impersonate'],
  ['--as-group <group>', 'group to impersonate (repeatable)'],
  ['--as-uid <uid>', 'UID to impersonate'],
  ['--as-user-extra <key=value>', 'extra to impersonate (repeatable)'],
  ['--request-timeout <duration>', 'give up on a request after this time, e.g. 1s, 2m (0: never)'],
  ['--disable-compression', 'do not ask for compressed answers'],
  ['-v, --v <level>', 'log requests to stderr: 6 lines, 7 headers, 8 bodies; never secrets'],
]

const namespaceMeans: { readonly [S in VerbScope]: string } = {
  routes: 'only Ingresses of this namespace',
  'all-routes': 'only Ingresses of this namespace (of all); the controller may be in any',
  controller: 'the namespace of the controller (all are searched)',
  none: 'a namespace',
}

/** Adds the connection flags, -n and -A: every verb has them, before and after its name. Help shows what has a meaning. */
export function declareKubeFlags(command: Command, scope: VerbScope): void {
  const named = new Option('-n, --namespace <name>', namespaceMeans[scope]).helpGroup('Scope:')
  const all = new Option('-A, --all-namespaces', 'the Ingresses of all namespaces').helpGroup('Scope:')
  command.addOption(named.hideHelp(scope === 'none')).addOption(all.hideHelp(scope !== 'routes'))
  for (const option of connectionOptions()) command.addOption(option.hideHelp())
}

/** Made afresh, since a command keeps those that it is given. */
export function connectionOptions(): readonly Option[] {
  return declared.map(([flags, meaning]) =>
    meaning.endsWith('(repeatable)') ? repeatable(flags, meaning) : new Option(flags, meaning),
  )
}

/** @throws Problem `usage` for values that can mean nothing */
export function meantKubeFlags(flags: Flags): KubeFlags {
  const verbosity = given.text(flags, 'v')
  const timeout = given.text(flags, 'requestTimeout')
  if (verbosity !== undefined && !/^\d{1,2}$/.test(verbosity))
    throw usage(`invalid value "${verbosity}" for -v: it is a level from 0 to 10`)
  return defined({
    kubeconfig: given.text(flags, 'kubeconfig'),
    context: given.text(flags, 'context'),
    cluster: given.text(flags, 'cluster'),
    user: given.text(flags, 'user'),
    namespace: given.text(flags, 'namespace'),
    allNamespaces: given.flag(flags, 'allNamespaces'),
    server: given.text(flags, 'server'),
    tlsServerName: given.text(flags, 'tlsServerName'),
    insecureSkipTlsVerify: given.flag(flags, 'insecureSkipTlsVerify'),
    certificateAuthority: given.text(flags, 'certificateAuthority'),
    clientCertificate: given.text(flags, 'clientCertificate'),
    clientKey: given.text(flags, 'clientKey'),
    token: given.text(flags, 'token'),
    username: given.text(flags, 'username'),
    password: given.text(flags, 'password'),
    as: given.text(flags, 'as'),
    asGroup: given.texts(flags, 'asGroup'),
    asUid: given.text(flags, 'asUid'),
    asUserExtra: given.texts(flags, 'asUserExtra'),
    requestTimeoutMs: timeout === undefined ? undefined : parseRequestTimeout(timeout),
    disableCompression: given.flag(flags, 'disableCompression'),
    verbosity: verbosity === undefined ? undefined : Number(verbosity),
  })
}

/** The flags of this file that were said and that a file as source makes meaningless, as typed: `--context`. */
export function connectionFlagsSaid(flags: Flags): string[] {
  return declared
    .map(([text]) => new Option(text))
    .filter((option) => flags[option.attributeName()] !== undefined && option.long !== '--v')
    .map((option) => option.long ?? '')
}

function defined<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
