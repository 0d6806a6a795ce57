/** The annotations of an Ingress → what the controller makes of them. */
import type { Ingress } from '../../../domain/objects/objects.js'
import type { Policy } from '../workload/policy.js'
import { Draft, type Looks } from './draft.js'
import { checkPaths, checkPlaces, checkRisk, checkWords, inspect, snippetsOf } from './gates.js'
import { GroupReader } from './group.js'
import { accessOf } from './kinds/access.js'
import {
  affinityOf,
  aliasesOf,
  checkBalancing,
  customHttpErrors,
  defaultBackend,
  mirrors,
  serviceUpstream,
  sslPassthrough,
} from './kinds/backend.js'
import { canaryOf } from './kinds/canary.js'
import { authTls } from './kinds/client-certificate.js'
import { checkProxy } from './kinds/proxy.js'
import { proxySsl } from './kinds/proxy-ssl.js'
import { redirectOf } from './kinds/redirect.js'
import { rewriteOf } from './kinds/rewrite.js'
import { checkForeign, checkNames, isForeign } from './known/names.js'
import type { Annotations, Reading } from './reading.js'

const nothing: ReadonlyMap<string, string> = new Map()

/** Most Ingresses have no annotation of ours: what they all read as, by policy. */
const plain = new WeakMap<Policy, Reading>()

/**
 * Reads as the controller does when it takes an Ingress in; a flaw that it would stop at does not hide the ones behind it.
 * @param look what annotations point at; of an object that may not be seen, the best is taken and {@link Reading.unseen} names it
 */
export function readAnnotations(ingress: Ingress, policy: Policy, look: Looks): Reading {
  const prefix = `${policy.annotationsPrefix}/`
  let values: Map<string, string> | null = null
  let foreign: string[] | null = null
  const written = ingress.metadata.annotations
  for (const name in written) {
    if (name.startsWith(prefix)) {
      values ??= new Map()
      values.set(name.slice(prefix.length), written[name] ?? '')
    } else if (isForeign(name, policy.annotationsPrefix)) {
      foreign ??= []
      foreign.push(name)
    }
  }
  const places = inspect(ingress, policy)
  if (values === null && foreign === null && places.length === 0 && policy.pathRule === null)
    return plainReading(policy, look)
  const draft = new Draft(values ?? nothing, ingress, policy, look)
  checkPlaces(draft, places)
  checkPaths(draft)
  checkForeign(draft, foreign ?? [])
  checkWords(draft)
  checkRisk(draft)
  const annotations = annotationsOf(draft)
  checkNames(draft)
  return { annotations: draft.dropped ? null : annotations, flaws: draft.flaws, unseen: [...new Set(draft.unseen)] }
}

function plainReading(policy: Policy, look: Looks): Reading {
  const known = plain.get(policy)
  if (known) return known
  const annotations = annotationsOf(new Draft(nothing, { kind: 'Ingress', metadata: {} }, policy, look))
  for (const part of [annotations, annotations.rewrite, annotations.redirect, annotations.access]) Object.freeze(part)
  const reading = Object.freeze({ annotations, flaws: [], unseen: [] })
  plain.set(policy, reading)
  return reading
}

function annotationsOf(draft: Draft): Annotations {
  const { access, authSnippet } = accessOf(draft)
  const text = (annotation: string) => new GroupReader(draft).text(annotation)
  const read = {
    canary: canaryOf(draft),
    rewrite: rewriteOf(draft),
    redirect: redirectOf(draft),
    access,
    authTls: authTls(draft),
    proxySsl: proxySsl(draft),
    aliases: aliasesOf(draft),
    serviceUpstream: serviceUpstream(draft),
    defaultBackend: defaultBackend(draft),
    customHttpErrors: customHttpErrors(draft),
    sslPassthrough: sslPassthrough(draft),
    backendProtocol: (text('backend-protocol') ?? 'HTTP').toUpperCase(),
    upstreamVhost: text('upstream-vhost') ?? '',
    snippets: snippetsOf(draft, authSnippet),
    affinity: affinityOf(draft),
    mirrors: mirrors(draft),
  }
  checkBalancing(draft)
  checkProxy(draft)
  // Last, since each of the above may deny.
  return { ...read, denied: draft.denied }
}
