/**
 * What makes the controller reject a VirtualServer or a VirtualServerRoute as a whole.
 * https://github.com/nginx/kubernetes-ingress/blob/main/pkg/apis/configuration/validation/virtualserver.go
 */
import { integer, record, text, type Wire, wires } from '../../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import { forms } from '../model/annotation-values.js'
import { type Faults, fault, someOf } from '../model/rejections.js'
import type { Rejection } from '../model/types.js'
import type { F5Settings } from '../workload/settings.js'
import { policiesOf, type Virtual } from './read.js'
import { wrongRoute } from './wrong-routes.js'

/** All that is wrong with it by itself; empty: nothing is, as far as it is read. */
export function wrongVirtual({ object }: Virtual, settings: F5Settings): readonly Rejection[] {
  return someOf(faultsOf(object.spec, refOf(object).namespace, settings))
}

function* faultsOf(spec: Wire, namespace: string, settings: F5Settings): Faults {
  if (!isHost(text(spec.host) ?? '')) yield fault('spec.host', 'value', text(spec.host))
  yield* wrongTls(spec.tls)
  yield* wrongPolicies(spec, namespace, 'spec.policies')
  const upstreams = yield* wrongUpstreams(spec, settings)
  if (text(spec.dos) && !settings.hasAppProtectDos) yield fault('spec.dos', 'paid-only')
  const isPart = spec.routes == null && spec.subroutes != null
  const field = isPart ? 'subroutes' : 'routes'
  const paths = new Set<string>()
  for (const [i, one] of wires(spec[field]).entries()) {
    const at = `spec.${field}[${i}]`
    yield* wrongRoute(one, at, { isPart, upstreams, settings })
    yield* wrongPolicies(one, namespace, `${at}.policies`)
    const path = normal(text(one.path) ?? '')
    if (paths.has(path)) yield fault(`${at}.path`, 'twice', path)
    paths.add(path)
  }
}

/** Blanks behind a modifier say nothing. */
export function normal(path: string): string {
  return path.replace(/^(~\*|~|\^~|=)\s+/, '$1')
}

export function isHost(host: string): boolean {
  const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/
  return (
    host.length <= 253 &&
    host
      .replace(/^\*\./, '')
      .split('.')
      .every((one) => label.test(one))
  )
}

function* wrongTls(tls: unknown): Faults {
  const { code, basedOn } = record(record(tls).redirect)
  if (code != null && ![301, 302, 307, 308].includes(Number(code)))
    yield fault('spec.tls.redirect.code', 'value', String(code))
  if (text(basedOn) && !['scheme', 'x-forwarded-proto'].includes(text(basedOn) ?? ''))
    yield fault('spec.tls.redirect.basedOn', 'value', text(basedOn))
}

function* wrongPolicies(spec: Wire, namespace: string, field: string): Faults {
  const names = (policiesOf(spec, namespace) ?? []).map(nameOf)
  const twice = names.find((one, i) => names.indexOf(one) !== i)
  if (twice !== undefined) yield fault(field, 'twice', twice)
}

const upstreamForms: Readonly<Record<string, (value: string, settings: F5Settings) => boolean>> = {
  'lb-method': forms.balancing,
  'next-upstream': forms.nextUpstream,
  'client-max-body-size': forms.offset,
  ...{ 'buffer-size': forms.size, 'busy-buffers-size': forms.size },
  ...Object.fromEntries(
    ['connect-timeout', 'read-timeout', 'send-timeout', 'next-upstream-timeout', 'fail-timeout', 'slow-start'].map(
      (field) => [field, forms.time],
    ),
  ),
}

const label = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/

/** @returns their names */
export function* wrongUpstreams(spec: Wire, settings: F5Settings): Generator<Rejection, ReadonlySet<string>> {
  const names = new Set<string>()
  for (const [i, one] of wires(spec.upstreams).entries()) {
    yield* wrongUpstream(one, `spec.upstreams[${i}]`, names, settings)
    names.add(text(one.name) ?? '')
  }
  return names
}

function* wrongUpstream(one: Wire, at: string, known: ReadonlySet<string>, settings: F5Settings): Faults {
  const { isPlus } = settings
  const [name, service] = [text(one.name) ?? '', text(one.service) ?? '']
  const port = integer(one.port)
  if (!label.test(name)) yield fault(`${at}.name`, 'value', name)
  if (known.has(name)) yield fault(`${at}.name`, 'twice', name)
  if (!label.test(service.replace(/^[a-z0-9-]+\//, ''))) yield fault(`${at}.service`, 'value', service)
  if (port === null || port < 1 || port > 65535) yield fault(`${at}.port`, 'value', String(one.port ?? ''))
  if (one['use-cluster-ip'] === true && one.subselector != null)
    yield fault(`${at}.subselector`, 'conflict', 'use-cluster-ip')
  for (const [field, isRight] of Object.entries(upstreamForms)) {
    const value = text(one[field])
    if (value && !isRight(value, settings)) yield fault(`${at}.${field}`, 'value', value)
  }
  if (!['', 'http', 'grpc'].includes(text(one.type) ?? '')) yield fault(`${at}.type`, 'value', text(one.type))
  const paid = ['healthCheck', 'slow-start', 'queue', 'ntlm'].find(
    (field) => one[field] != null && one[field] !== false,
  )
  if (paid !== undefined && !isPlus) yield fault(`${at}.${paid}`, 'paid-only')
  const [backup, backupPort] = [text(one.backup), integer(one.backupPort)]
  if ((backup === null) !== (backupPort === null)) yield fault(`${at}.backup`, 'needs', 'backup and backupPort')
  if (backup !== null && /hash|random/.test(text(one['lb-method']) ?? ''))
    yield fault(`${at}.backup`, 'conflict', 'lb-method')
}
