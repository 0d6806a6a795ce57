/** The JSON of a Trace, field by field. */

import type { ControllerRef } from '../../../domain/controllers/controller.js'
import type { FindingCode } from '../../../domain/findings/facts.js'
import { severityOf } from '../../../domain/findings/severity-by-code.js'
import type { Gap } from '../../../domain/gap.js'
import type { NamespacedName, Ref } from '../../../domain/objects/ref.js'
import type { Answer, AnswerCore, LastHop, Probe, Trace, TraceRequest } from '../../../domain/requests/trace.js'
import { fixOf, linkOf, sentenceOf } from '../../../findings/catalogue.js'
import { fieldsOf } from '../../fields.js'
import type { FindingItem } from '../why/view.js'

export interface TraceItem {
  readonly request: RequestItem
  readonly controller: ControllerRef | null
  /** the Gateway that is asked; null: a controller of Ingresses is */
  readonly gateway: Ref | null
  /** as the objects ask for it; null: it could not be worked out (the gaps say why) */
  readonly asked: AnswerItem | null
  /** as the proxy's configuration serves it */
  readonly served: AnswerItem | null
  /** null where one of the two is missing or unknown */
  readonly agree: boolean | null
  /** where the replica does not follow the objects, beside what the two answers say */
  readonly findings: readonly FindingItem[]
  /** the redirects that were followed from here, one trace each; the last one is where it ends */
  readonly followed: readonly TraceItem[]
  /** the redirects come back to where they were */
  readonly isLoop: boolean
  readonly probe: Probe | null
  /** the same request as others answer it that may serve the host, too, each by its own address */
  readonly beside: readonly TraceItem[]
  readonly gaps: readonly Gap[]
}

export interface AnswerItem extends AnswerCore {
  /** how the backend is spoken to; null: none gets it, or that is not known */
  readonly lastHop: LastHop | null
  /** rules that did not get it, the nearest miss first */
  readonly losers: readonly LoserItem[]
}

export interface LoserItem {
  readonly source: Ref
  readonly host: string | null
  readonly path: string | null
  readonly pathType: string | null
  /** stable, for programs */
  readonly code: FindingCode
  readonly message: string
}

export interface RequestItem
  extends Omit<TraceRequest, 'scheme' | 'target' | 'headers' | 'auth' | 'stream' | 'port' | 'address' | 'gateway'> {
  readonly scheme: 'http' | 'https' | 'tcp' | 'udp'
  /** path and query, raw */
  readonly path: string
  /** names in lower case, without Host; credentials are masked */
  readonly headers: { readonly [name: string]: string }
  /** how those decide who are asked for it, as `--auth` says; null: not said */
  readonly auth: 'pass' | 'deny' | null
  /** where it arrives; null: at the port of the Host header, else of the scheme */
  readonly port: number | null
  /** of the URL, where the Host header is another one; null: it is sent to where its host leads */
  readonly address: string | null
  /** to which it is sent; null: any that may serve the host */
  readonly gateway: NamespacedName | null
}

/** Field by field: a name inside may change, this contract may not. */
export function traceJson(trace: Trace): TraceItem {
  const { request, controller, gateway, asked, served, agree, findings, followed, isLoop, probe, beside, gaps } = trace
  return {
    request: requestJson(request),
    controller,
    gateway,
    asked: asked && answerJson(asked),
    served: served && answerJson(served),
    agree,
    findings: findings.map((one) => ({
      code: one.code,
      severity: severityOf(one),
      message: sentenceOf(one),
      fix: fixOf(one),
      link: linkOf(one),
    })),
    followed: followed.map(traceJson),
    isLoop,
    probe,
    beside: beside.map(traceJson),
    gaps: gaps.map((one) => fieldsOf(one, 'kind', 'namespace', 'reason', 'message')),
  }
}

function requestJson(request: TraceRequest): RequestItem {
  const { method, scheme, host, target, headers, auth, stream, port, address, gateway } = request
  return {
    method,
    scheme: stream ?? scheme,
    host,
    path: target,
    headers: Object.fromEntries(headers),
    ...fieldsOf(request, 'clientAddress', 'httpVersion', 'sni'),
    auth: auth ?? null,
    port: port ?? null,
    address: address ?? null,
    gateway: gateway ?? null,
  }
}

function answerJson(answer: Answer): AnswerItem {
  const { lastHop, split, outcomes, hops, losers } = answer
  return {
    ...fieldsOf(answer, 'verdict', 'status', 'location', 'upstreamUri', 'source', 'backend', 'upstream', 'endpoints'),
    lastHop: lastHop ? lastHopJson(lastHop) : null,
    split: split.map((one) => fieldsOf(one, 'upstream', 'endpoints', 'percent', 'when')),
    outcomes: outcomes.map((one) => fieldsOf(one, 'when', 'condition', 'verdict', 'status', 'location')),
    hops: hops.map((one) => fieldsOf(one, 'kind', 'subject', 'detail')),
    losers: losers.map((one) => ({
      ...fieldsOf(one, 'source', 'host', 'path', 'pathType', 'code'),
      message: sentenceOf(one),
    })),
  }
}

function lastHopJson(hop: LastHop): LastHop {
  const { hosts, tls } = hop
  return {
    ...fieldsOf(hop, 'protocol', 'reached', 'port'),
    hosts: [...hosts],
    tls: tls && fieldsOf(tls, 'serverName', 'verifiedFor', 'hasCertificate'),
  }
}
