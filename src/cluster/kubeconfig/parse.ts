/** Turns the text of one kubeconfig file into its entries, with the strictness of client-go and with line and column. */
import { dirname, isAbsolute, join, sep } from 'node:path'
import { Composer, LineCounter, Parser, type Tags } from 'yaml'
import { problem } from '../../domain/problem.js'
import { valuesIn } from '../../domain/text/values-in.js'
import { collectionAsKey } from '../../domain/text/yaml-keys.js'
import { yamlParsed } from '../../domain/text/yaml-parser.js'
import { present } from '../list/present.js'
import type { AuthProvider, ClusterEntry, ContextEntry, ExecSettings, Kubeconfig, UserEntry } from './types.js'

/**
 * @param path absolute; relative paths inside the file start from its folder, as in
 * https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/loader.go (ResolveLocalPaths)
 * @throws Problem `kubeconfig-invalid`
 */
export function parseKubeconfig(source: string, path: string): Kubeconfig {
  try {
    return readKubeconfig({ value: parseYaml(source), at: '' }, dirname(path))
  } catch (error) {
    if (error instanceof FieldError) throw problem('kubeconfig-invalid', { path, detail: error.message })
    throw error
  }
}

function readKubeconfig(root: Field, folder: string): Kubeconfig {
  const [apiVersion = 'v1', kind = 'Config'] = [text(member(root, 'apiVersion')), text(member(root, 'kind'))]
  if (apiVersion !== 'v1' || kind !== 'Config') throw new FieldError(`it is a ${apiVersion} ${kind}, not a v1 Config`)
  return present({
    currentContext: text(member(root, 'current-context')),
    clusters: named(member(root, 'clusters'), (entry, name) => readCluster(member(entry, 'cluster'), name, folder)),
    users: named(member(root, 'users'), (entry, name) => readUser(member(entry, 'user'), name, folder)),
    contexts: named(member(root, 'contexts'), (entry) => readContext(member(entry, 'context'))),
  })
}

function named<T>(list: Field, read: (entry: Field, name: string) => T): Map<string, T> {
  const found = new Map<string, T>()
  for (const entry of items(list)) {
    const name = text(member(entry, 'name')) ?? ''
    if (found.has(name)) throw new FieldError(`${list.at} has two entries with the name "${name}"`)
    found.set(name, read(entry, name))
  }
  return found
}

function readCluster(field: Field, name: string, folder: string): ClusterEntry {
  const extension = items(member(field, 'extensions')).find(
    (entry) => text(member(entry, 'name')) === 'client.authentication.k8s.io/exec',
  )
  return present({
    name,
    server: text(member(field, 'server')),
    tlsServerName: text(member(field, 'tls-server-name')),
    skipTLSVerify: flag(member(field, 'insecure-skip-tls-verify')),
    caFile: located(text(member(field, 'certificate-authority')), folder),
    caData: base64(member(field, 'certificate-authority-data')),
    proxyUrl: text(member(field, 'proxy-url')),
    disableCompression: flag(member(field, 'disable-compression')),
    execConfig: extension && member(extension, 'extension').value,
  })
}

function readUser(field: Field, name: string, folder: string): UserEntry {
  const [provider, exec] = [member(field, 'auth-provider'), member(field, 'exec')]
  return present({
    name,
    certFile: located(text(member(field, 'client-certificate')), folder),
    certData: base64(member(field, 'client-certificate-data')),
    keyFile: located(text(member(field, 'client-key')), folder),
    keyData: base64(member(field, 'client-key-data')),
    token: text(member(field, 'token')),
    tokenFile: located(text(member(field, 'tokenFile')), folder),
    username: text(member(field, 'username')),
    password: text(member(field, 'password')),
    impersonateUser: text(member(field, 'as')),
    impersonateUid: text(member(field, 'as-uid')),
    impersonateGroups: texts(member(field, 'as-groups')),
    impersonateExtra: Object.fromEntries(
      entries(member(field, 'as-user-extra')).map(([key, values]) => [key, texts(values)]),
    ),
    authProvider: isAbsent(provider) ? undefined : readProvider(provider),
    exec: isAbsent(exec) ? undefined : readExec(exec, folder),
  })
}

function readContext(field: Field): ContextEntry {
  return present({
    cluster: text(member(field, 'cluster')),
    user: text(member(field, 'user')),
    namespace: text(member(field, 'namespace')),
  })
}

function readProvider(field: Field): AuthProvider {
  const config = entries(member(field, 'config')).map(([key, value]) => [key, text(value) ?? ''])
  return { name: text(member(field, 'name')) ?? '', config: Object.fromEntries(config) }
}

function readExec(field: Field, folder: string): ExecSettings {
  const command = text(member(field, 'command'))
  return present({
    apiVersion: text(member(field, 'apiVersion')),
    // Only a command with a folder in it is a path; any other is looked for on PATH.
    command: command?.includes(sep) ? located(command, folder) : command,
    args: texts(member(field, 'args')),
    env: items(member(field, 'env')).map((entry) =>
      present({ name: text(member(entry, 'name')), value: text(member(entry, 'value')) ?? '' }),
    ),
    installHint: text(member(field, 'installHint')),
    provideClusterInfo: flag(member(field, 'provideClusterInfo')),
    interactiveMode: text(member(field, 'interactiveMode')),
  })
}

function texts(field: Field): string[] {
  return items(field).map((item) => text(item) ?? '')
}

function isAbsent(field: Field): boolean {
  return (field.value ?? undefined) === undefined
}

function located(path: string | undefined, folder: string): string | undefined {
  return path === undefined || isAbsolute(path) ? path : join(folder, path)
}

/** A number with a fraction or an exponent has a digit: `e2` and `.` are texts to Go, and good names for a context. */
const float = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/,
  resolve: Number,
} as const

/** YAML 1.1, as Go reads it: `yes` is true, merge keys work, the last of two equal keys wins; but dates stay text. */
const dialect = {
  version: '1.1',
  uniqueKeys: false,
  // Pretty errors and warnings would quote the file, and with it its secrets.
  prettyErrors: false,
  logLevel: 'error',
  customTags: (tags: Tags): Tags => [...tags.filter((tag) => typeof tag === 'string' || !isForeign(tag)), float],
} as const

function isForeign({ tag, format }: { readonly tag: string; readonly format?: string }): boolean {
  return format === 'TIME' || tag.endsWith(':timestamp') || tag.endsWith(':float')
}

/** A kubeconfig of several thousand clusters has as many; a parser takes some seconds for them, whatever the bytes. */
const mostValues = 200_000

/**
 * The first document of the file, as Go: what follows it is not read.
 * @returns an empty mapping for a file without any
 * @throws FieldError with line and column
 */
function parseYaml(source: string): unknown {
  if (valuesIn(source, mostValues) > mostValues) throw new FieldError(`it holds more than ${mostValues} values`)
  const lines = new LineCounter()
  const document = yamlParsed(
    () => {
      const [first] = new Composer({ ...dialect, lineCounter: lines }).compose(
        new Parser(lines.addNewLine).parse(source),
      )
      return first
    },
    () => new FieldError('its values are nested too deeply'),
  )
  const [error] = document?.errors ?? []
  const key = collectionAsKey(document?.contents)
  const wrong = error === undefined ? key : error.pos[0]
  if (wrong !== null) {
    const { line, col } = lines.linePos(wrong)
    throw new FieldError(`${error?.message ?? 'a list or a mapping is no key'} (line ${line}, column ${col})`)
  }
  try {
    return document?.toJS() ?? {}
  } catch (aliasError) {
    throw new FieldError(aliasError instanceof Error ? aliasError.message : String(aliasError))
  }
}

/** A value of the file with the path that leads to it, for messages: `users[0].user`. */
interface Field {
  readonly value: unknown
  readonly at: string
}

/** What a field holds and what it should hold, never the value itself: it may be a secret. */
class FieldError extends Error {}

function member(field: Field, name: string): Field {
  const { value } = expect(field, 'object')
  const members = value as Readonly<Record<string, unknown>> | undefined
  const own = members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined
  return { value: own, at: field.at === '' ? name : `${field.at}.${name}` }
}

/** @returns undefined where the text is absent or empty */
function text(field: Field): string | undefined {
  return (expect(field, 'string').value as string | undefined) || undefined
}

function flag(field: Field): boolean {
  return (expect(field, 'boolean').value as boolean | undefined) ?? false
}

function items(field: Field): Field[] {
  const values = (expect(field, 'list').value as readonly unknown[] | undefined) ?? []
  return values.map((value, i) => ({ value, at: `${field.at}[${i}]` }))
}

function entries(field: Field): [name: string, value: Field][] {
  const members = (expect(field, 'object').value as Readonly<Record<string, unknown>> | undefined) ?? {}
  return Object.keys(members).map((name) => [name, member(field, name)])
}

/** @returns base64 that decodes */
function base64(field: Field): string | undefined {
  const encoded = text(field)?.replaceAll(/[\r\n]/g, '')
  if (encoded !== undefined && !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded))
    throw new FieldError(`${field.at} is not base64`)
  return encoded
}

type FieldType = 'string' | 'boolean' | 'list' | 'object'

function expect(field: Field, type: FieldType): { readonly value: unknown } {
  const value = field.value ?? undefined
  if (value !== undefined && typeOf(value) !== type)
    throw new FieldError(`${field.at || 'the file'} should be of type ${type}, and is of type ${typeOf(value)}`)
  return { value }
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value
}
