/**
 * What the templates write around the routing of a block: statements with values of annotations, fields and the ConfigMap,
 * of which the controller does not try all.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/version1/nginx.ingress.tmpl
 */
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { Context } from '../../../languages/nginx/check/directives.js'
import { bytesIn } from '../../../languages/nginx/text/size.js'
import { parseBool, parseInteger } from '../../shared/go/values.js'
import { busyRefusal, fileRefusal } from '../../shared/nginx/buffers.js'
import type { Policy } from '../workload/policy.js'
import { forms } from './annotation-values.js'

/** Where a text comes from that stands in a block as it is. */
export interface Origin {
  /** an annotation, a field, or a key of the ConfigMap */
  readonly key: string
  /** null: it is no key of the ConfigMap */
  readonly configMap: NamespacedName | null
  readonly value: string
  readonly isSnippet: boolean
}

/** One line of a block, or some. by null: the template has it whatever is said. */
export interface Statement {
  readonly text: string
  readonly by: Origin | null
}

/** What may stand in a file beside servers. */
export interface Block {
  readonly context: Context
  readonly statements: readonly Statement[]
  /** directives that stand there already */
  readonly beside?: ReadonlySet<string>
}

/** What stands in a block beside its routing. */
export interface Surround {
  readonly before: readonly Statement[]
  readonly snippet: Statement | null
  readonly after: readonly Statement[]
  /** sizes that nginx refuses together */
  readonly refused: { readonly by: Origin; readonly refusal: string } | null
}

/** Says the value of a key, by the name that the ConfigMap has for it; undefined: nothing is said. */
export type Said = (key: string) => Omit<Origin, 'configMap' | 'isSnippet'> | undefined

export const fixed = (text: string): Statement => ({ text, by: null })

/** @param text undefined or '': none */
export function snippetBy(key: string, text: string | undefined, configMap: NamespacedName | null): Statement | null {
  return text ? { text, by: { key, configMap, value: text, isSnippet: true } } : null
}

/** Of these the controller takes a right value alone. */
const tried: Readonly<Record<string, (value: string) => boolean>> = {
  'proxy-buffers': (value) => /^\d+ \d+[kKmM]?$/.test(value.trim()),
  'proxy-buffer-size': forms.size,
  'proxy-busy-buffers-size': forms.size,
  keepalive: isNumber,
  'max-fails': isNumber,
}

function isNumber(value: string): boolean {
  return parseInteger(value) !== null
}

export class Statements {
  readonly #said: Said
  readonly #policy: Policy

  constructor(said: Said, policy: Policy) {
    this.#said = said
    this.#policy = policy
  }

  /** @param isVirtual of a VirtualServer, whose template has more of them where nginx speaks gRPC */
  ofProxy(isGrpc: boolean, isVirtual: boolean): readonly Statement[] {
    const family = isGrpc ? 'grpc' : 'proxy'
    const timeouts = ['connect', 'read', 'send'].map((one) =>
      this.#one(`${family}_${one}_timeout`, `proxy-${one}-timeout`, '60s'),
    )
    const ofBoth = [
      this.#one('client_max_body_size', 'client-max-body-size', '1m'),
      this.#one('proxy_max_temp_file_size', 'proxy-max-temp-file-size'),
      fixed('proxy_buffering on;'),
    ]
    const next = isVirtual ? ['next_upstream_timeout 0s;', 'next_upstream_tries 0;'] : []
    const ofNext = next.map((one) => fixed(`${family}_${one}`))
    if (isGrpc)
      return present([
        ...timeouts,
        ...(isVirtual ? ofBoth : []),
        this.#one('grpc_buffer_size', 'proxy-buffer-size'),
        ...ofNext,
      ])
    return present([
      ...[fixed('proxy_http_version 1.1;'), ...timeouts, ...ofBoth],
      ...['proxy-buffers', 'proxy-buffer-size', 'proxy-busy-buffers-size'].map((key) =>
        this.#one(key.replaceAll('-', '_'), key),
      ),
      ...(isVirtual ? [fixed('proxy_pass_request_headers on;')] : []),
      ...ofNext,
    ])
  }

  /** Eight buffers of a page each, where nobody says otherwise; of what has a part in it the first. */
  refusedBuffers(): Surround['refused'] {
    if (this.#policy.settings.adjustsBuffers) return null
    const keys = ['proxy-buffer-size', 'proxy-buffers', 'proxy-busy-buffers-size', 'proxy-max-temp-file-size']
    const [first, buffers, busy, file] = keys.map((key) => this.#of(key)?.value.trim() ?? '')
    const [number = '8', size = '4k'] = (buffers ?? '').split(/\s+/).filter((word) => word !== '')
    const sizes = { first: bytesIn(first ?? '') ?? 4096, number: Number(number), size: bytesIn(size) ?? 4096 }
    const busyFault = busyRefusal({ ...sizes, busy: bytesIn(busy ?? '') })
    const refusal = busyFault ?? fileRefusal(sizes, bytesIn(file ?? ''))
    const ofFile = busyFault === null ? [...keys].reverse() : keys
    const parts = ofFile.flatMap((key) => this.#of(key) ?? [])
    // What the object says itself comes first.
    const by = parts.find(({ configMap }) => configMap === null) ?? parts[0]
    return refusal === null || by === undefined ? null : { by, refusal }
  }

  /** Of each upstream that is written. */
  ofUpstream(): readonly Statement[] {
    const size = this.#of('upstream-zone-size')?.value ?? '512k'
    const server = ['max-fails', 'fail-timeout', 'max-conns'].map((key) => {
      const own = this.#of(key)
      return { text: own === null ? '' : `server 127.0.0.1 ${key.replace('-', '_')}=${own.value};`, by: own }
    })
    const keepalive = this.#of('keepalive')
    return present([
      size === '0' ? null : this.#one('zone x', 'upstream-zone-size', '512k'),
      ...server.filter(({ by }) => by !== null),
      keepalive === null || Number(keepalive.value) === 0 ? null : this.#one('keepalive', 'keepalive'),
    ])
  }

  /** Of the server of an Ingress, or of a VirtualServer. */
  ofServer(): readonly Statement[] {
    const { entries, realIpHeader } = this.#policy
    const list = (key: string, directive: string) =>
      (entries[key]?.split(',') ?? []).map((one) => this.#by(`${directive} ${one.trim()};`, key))
    return [
      fixed('server_tokens on;'),
      ...list('set-real-ip-from', 'set_real_ip_from'),
      ...(realIpHeader === '' ? [] : [this.#by(`real_ip_header ${realIpHeader};`, 'real-ip-header')]),
      ...(parseBool(entries['real-ip-recursive'] ?? '') ? [fixed('real_ip_recursive on;')] : []),
    ]
  }

  /** Those of an Ingress alone. */
  hiddenHeaders(): readonly Statement[] {
    return ['hide', 'pass'].flatMap((verb) =>
      (this.#policy.entries[`proxy-${verb}-headers`]?.split(',') ?? []).map((one) =>
        this.#by(`proxy_${verb}_header ${one};`, `proxy-${verb}-headers`),
      ),
    )
  }

  #by(text: string, key: string): Statement {
    return { text, by: this.#ofConfig(key) }
  }

  /** @param usual absent: it is written where something is said, and an empty word says nothing */
  #one(directive: string, key: string, usual = ''): Statement | null {
    const by = this.#of(key)
    const value = by?.value ?? usual
    return value === '' && usual === '' ? null : { text: `${directive} ${value};`, by }
  }

  #of(key: string): Origin | null {
    const own = this.#said(key)
    return own === undefined ? this.#ofConfig(key) : { ...own, configMap: null, isSnippet: false }
  }

  #ofConfig(key: string): Origin | null {
    const { entries, settings } = this.#policy
    const value = entries[key]
    const isTaken = value !== undefined && (tried[key]?.(value) ?? true)
    return isTaken ? { key, configMap: settings.configMap, value, isSnippet: false } : null
  }
}

/** All upstreams of a file have the same. */
export function upstreamBlock(statements: Statements): Block {
  return { context: 'h', statements: [fixed('upstream x {'), ...statements.ofUpstream(), fixed('server a; }')] }
}

function present<T>(all: readonly (T | null)[]): T[] {
  return all.filter((one) => one !== null)
}
