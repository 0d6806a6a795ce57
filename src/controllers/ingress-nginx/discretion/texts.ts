/** What a replica said, with the fields that are known to be harmless and no others. */
import type { Backend } from '../../../domain/controllers/replica-facts.js'
import { certificatesIn } from '../../../domain/masking/certificates.js'
import { maskText } from '../../../domain/masking/text.js'
import { maskUrl } from '../../../domain/masking/url.js'
import { bareMask, isPlain, plainWord } from '../../../domain/masking/words.js'
import { record, text, type Wire } from '../../../domain/objects/project-fields.js'
import { jsonOf } from '../../../domain/text/values-in.js'
import { maskConf } from '../../shared/nginx/mask/conf.js'
import { files } from '../observe/files.js'

const rules: Readonly<Record<string, (text: string) => string>> = {
  [files.conf]: maskConf,
  [files.backends]: maskBackends,
  [files.metrics]: maskMetrics,
  [files.build]: (text) => inJson(text, maskBuild),
  [files.certificates]: (text) => inJson(text, maskCertificates),
  [files.log]: maskLog,
}

/** @param file as a capture names it; @returns null: no text of ours has this name */
export function maskReplicaText(file: string, text: string): string | null {
  return Object.hasOwn(rules, file) ? (rules[file]?.(text) ?? null) : null
}

/** What cannot be read says nothing that is kept. */
function inJson(text: string, change: (value: Wire) => object): string {
  try {
    return `${JSON.stringify(change(record(jsonOf(text))), null, 2)}\n`
  } catch {
    return '{}\n'
  }
}

/** A list without members is as it is; what is no list says nothing that is kept. */
function maskBackends(text: string): string {
  try {
    const list = jsonOf(text)
    return Array.isArray(list)
      ? JSON.stringify(list.map((backend) => only(backend, backendFields)))
      : text.trim() === '' || list === null
        ? text
        : '{}'
  } catch {
    return text.trim() === '' ? text : '{'
  }
}

/** A field of a backend: kept as it is, where it is plain, or with these fields of its own. */
type Fields = { readonly [name: string]: true | 'plain' | Fields }

const meta: Fields = { name: true, namespace: true }
const cookie: Fields = {
  ...{
    name: true,
    expires: true,
    maxage: true,
    locations: true,
    path: true,
    domain: true,
    samesite: true,
    secure: true,
  },
  ...{ conditional_samesite_none: true, change_on_failure: true },
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/pkg/apis/ingress/types.go (Backend) */
const backendFields: Fields = {
  ...{ name: true, port: true, sslPassthrough: true, noServer: true, 'load-balance': true, alternativeBackends: true },
  ...{ source: true, protocol: true },
  service: {
    metadata: meta,
    spec: {
      ...{ ports: true, type: true, clusterIP: true, clusterIPs: true, externalName: true, selector: true },
      ...{ sessionAffinity: true, ipFamilies: true, ipFamilyPolicy: true, publishNotReadyAddresses: true },
      ...{ internalTrafficPolicy: true, externalTrafficPolicy: true, trafficDistribution: true },
    },
    status: { loadBalancer: { ingress: { ip: true, hostname: true } } },
  },
  endpoints: { address: true, port: true, target: { kind: true, namespace: true, name: true } },
  sessionAffinityConfig: { name: true, mode: true, cookieSessionAffinity: cookie },
  upstreamHashByConfig: {
    'upstream-hash-by': true,
    'upstream-hash-by-subset': true,
    'upstream-hash-by-subset-size': true,
  },
  trafficShapingPolicy: {
    weight: true,
    weightTotal: true,
    header: true,
    headerValue: 'plain',
    headerPattern: 'plain',
    cookie: true,
  },
}

/** One entry of the list: objects that Kubernetes put in there come with annotations and more. */
export function maskBackend(backend: Backend): Backend {
  return { ...(only(backend, backendFields) as object), name: backend.name }
}

function only(value: unknown, fields: Fields): unknown {
  if (Array.isArray(value)) return value.map((one) => only(one, fields))
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? bareMask : value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const inside = Object.hasOwn(fields, name) ? fields[name] : undefined
      if (inside === undefined) return []
      if (inside === 'plain') return [[name, typeof member === 'string' ? plainWord(member) : member]]
      return [[name, inside === true ? member : only(member, inside)]]
    }),
  )
}

/** Only what the time of the last reload is read from: other metrics name hosts, paths and whatever a label may hold. */
const keptMetric = /^(nginx_ingress_controller_config_last_reload_\w+)(?:\{[^\n]*\})?[ \t]+([\d.eE+-]+|NaN)/

function maskMetrics(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const [, name, value] = keptMetric.exec(line.slice(0, 1000)) ?? []
      return name === undefined ? [] : [`${name} ${value}\n`]
    })
    .join('')
}

function maskBuild(build: Wire): object {
  const shown = (['release', 'build', 'repository', 'proxy', 'nginx'] as const).flatMap((name) => {
    const said = text(build[name])
    return said === null ? [] : [[name, maskOfBuild(said)]]
  })
  return Object.fromEntries(shown)
}

/** A version, a commit, the address of a repository. */
export function maskOfBuild(said: string): string {
  if (said.includes('://')) return maskUrl(said)
  return isPlain(said) || /^(?:git-)?[\da-f]{7,40}$/.test(said) ? said : bareMask
}

/** null stays: nothing is registered under that name. */
function maskCertificates(certificates: Wire): object {
  const shown = Object.entries(certificates).map(([name, pem]) => [
    name,
    pem === null ? null : certificatesIn(text(pem) ?? ''),
  ])
  return Object.fromEntries(shown)
}

/** Lines stay lines. Of a request the query and the name of its user may be anybody's secret. */
export function maskLog(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      maskText(line.replaceAll(/\?[^\s"]*/g, `?${bareMask}`).replace(/^(\S+ - )(?!- \[)\S+(?= \[)/, `$1${bareMask}`)),
    )
    .join('\n')
}
