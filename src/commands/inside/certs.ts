/** `certs`: which certificate each host really shows, and whether it is the right one. */

import { defineCommand } from '../../cli/command.js'
import type { Facts, Screen } from '../../cli/context.js'
import { declareControllerFlags, meantController } from '../../cli/flags/controller.js'
import { type Flags, given } from '../../cli/flags/given.js'
import { choice, type OutputOptions } from '../../cli/flags/output.js'
import { nextLines } from '../../cli/next.js'
import type { Result } from '../../cli/result.js'
import { parseHost } from '../../cli/words/host.js'
import { controllerRef } from '../../domain/controllers/controller.js'
import { isNotCaptured } from '../../domain/gap.js'
import { hides } from '../../domain/objects/gateway/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { asOf } from '../../domain/ports.js'
import { usage } from '../../domain/problem.js'
import { hostAnswers } from '../../domain/routes/match-host.js'
import { counted, tallied } from '../../domain/text/counted.js'
import { nearest } from '../../domain/text/nearest.js'
import { type CertificateRow, certsView } from '../../print/views/certs.js'
import { inOrder } from '../../questions/attempt.js'
import { gatherCertificates } from '../../questions/certificates/gather.js'
import { type CertificateState, type Judged, judge } from '../../questions/certificates/judge.js'
import { byUrgency, certificateStates, isUnasked } from '../../questions/certificates/order.js'
import { listenerCertificates } from '../../questions/gateways/listener-certificates.js'
import { openBoth, withoutOtherWorld } from '../../questions/worlds/both-worlds.js'
import type { ControllerSelection } from '../../questions/worlds/choose-controller.js'
import { passedOver, readsRules } from '../../questions/worlds/read-ones.js'
import { worldsMeant } from '../../questions/worlds/worlds.js'

interface CertsOptions {
  readonly selection: ControllerSelection
  readonly host: string | undefined
  readonly warnDays: number
  readonly probe: boolean
  /** empty: all */
  readonly states: readonly CertificateState[]
  /** hosts on which not asked for TLS are counted, where a person looks at many */
  readonly folds: boolean
}

export const certs = defineCommand({
  scope: 'all-routes',
  insteadOfArgument: '--host',
  examples: [
    ['certs', 'every host, problems first; exit code 1 where one is not in order'],
    ['certs --state expired,expiring', 'only these'],
    ['certs --host shop.example.com', 'one host, and wildcards that cover it'],
    ['certs --probe', 'compare with what a TLS handshake shows'],
    ['certs --warn-days 14 -o json', 'for a monitor'],
  ],
  view: certsView,
  declare: (command) =>
    declareControllerFlags(command)
      .option('--host <host>', 'only this host, and wildcards that cover it')
      .option('--state <states>', `only certificates in these states: ${certificateStates.join(', ')}`)
      .option('--warn-days <days>', 'call it expiring from so many days on (30)')
      .option('--probe', 'make a TLS handshake for each host, and compare'),
  meant: meantCerts,
  watches: { watched: ['Ingress', 'IngressClass', 'Service', 'EndpointSlice'], polled: true },
  run: runCerts,
})

function meantCerts(_args: readonly string[], flags: Flags, { format }: OutputOptions): CertsOptions {
  const host = given.text(flags, 'host')
  const states = given.text(flags, 'state')
  const warnDays = given.text(flags, 'warnDays') ?? '30'
  if (!/^\d{1,5}$/.test(warnDays)) throw usage(`invalid --warn-days "${warnDays}"`, 'it is a number of days')
  return {
    selection: meantController(flags),
    host: host === undefined ? undefined : parseHost(host),
    warnDays: Number(warnDays),
    probe: given.flag(flags, 'probe') === true,
    states: states?.split(',').map((state) => choice('--state', state.trim(), certificateStates)) ?? [],
    folds: format === 'table' && host === undefined && states === undefined,
  }
}

async function runCerts(
  context: Facts & Pick<Screen, 'columns'>,
  { selection, host, warnDays, probe, states, folds }: CertsOptions,
): Promise<Result<CertificateRow>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const now = asOf(cluster, context.now)
  const { worlds, opened } = await openBoth(
    cluster,
    controllers,
    { selection, namespace: null, semantics: null, now },
    false,
  )
  const wanted = (one: string) => host === undefined || one === host || hostAnswers(one, host)
  // Who names a controller asks nobody else.
  const isChosen = Object.values(selection).some((one) => one !== undefined)
  const ofGateways = isChosen ? [] : listenerCertificates(opened, context.namespace, wanted)
  const isUnread = worlds.chosen.length > 0 && worlds.chosen.every((one) => !readsRules(controllers, one))
  const isBesides = isUnread && ofGateways.some(({ certificates }) => certificates.length > 0)
  const isAlone = isBesides || (!isChosen && worlds.inventory.ingresses.length === 0 && opened.plan.gateways.length > 0)
  const told = await Promise.all(
    (isAlone ? [] : worldsMeant(controllers, worlds, selection)).map(async (chosen) => {
      const question = { namespace: context.namespace, wanted, hosts: host === undefined ? null : [host], probe }
      const { certificates, world, gaps } = await gatherCertificates(controllers, worlds, chosen, question)
      const isOpen = (one: Judged) => world.replica !== null && one.served === null
      return {
        controller: controllerRef(chosen.controller),
        certificates,
        isOpen,
        hasOthers: (world.plan.customRoutes ?? []).length > 0,
        gaps: inOrder([...world.gaps, ...gaps]),
      }
    }),
  )
  const rows = [...told, ...ofGateways]
    .flatMap(({ controller, certificates }) =>
      certificates.map((one) => ({ ...one, ...judge(one, now, warnDays), controller })),
    )
    .filter(({ state }) => states.length === 0 || states.includes(state))
    .sort(byUrgency)
  const isFinding = rows.some(
    ({ state, asked }) => !['ok', 'unknown'].includes(state) && (asked || state !== 'default'),
  )
  const others = passedOver(controllers, worlds.chosen, 'inside', isBesides)
  const all = [...worlds.gaps, ...opened.gaps, ...others, ...told.flatMap((one) => one.gaps)]
  const gaps = withoutOtherWorld(all, opened.inventory)
  // What nobody keeps in files is no reason to fail.
  const isOpen =
    !gaps.some(isNotCaptured) &&
    (rows.length === 0
      ? worlds.inventory.coverage === 'none' || hides(opened.inventory, ['Gateway', 'ListenerSet'], cluster.scope)
      : rows.every(({ state }) => state === 'unknown') ||
        (ofGateways.length === 0 && told.every((one) => one.certificates.every(one.isOpen))))
  // Where nothing else is to be shown, they are what there is.
  const shown = folds && context.columns !== undefined ? rows.filter((row) => !isUnasked(row)) : rows
  return {
    kind: 'rows',
    rows: shown.length > 0 ? shown : rows,
    gaps,
    asOf: cluster.takenAt,
    allNamespaces: told.length + ofGateways.length > 1,
    empty:
      states.length > 0
        ? `No certificate is ${states.join(' or ')}.`
        : isAlone
          ? noneOfListeners(host, context.namespace)
          : emptySentence(
              host,
              context.namespace,
              worlds.inventory.ingresses,
              told.some(({ hasOthers }) => hasOthers),
            ),
    summary: rows.length === 0 ? null : summaryOf(rows, shown.length > 0 ? shown.length : rows.length, context.again),
    verdict: isFinding ? 'findings' : isOpen ? 'unanswered' : 'clean',
  }
}

/** @param shown how many of them */
function summaryOf(rows: readonly CertificateRow[], shown: number, again: string): string {
  const states = rows.flatMap((row) => (isUnasked(row) ? [] : row.state))
  const counts = tallied(states, certificateStates)
  const unasked = rows.filter(isUnasked).length
  const folded = rows.length > shown ? ' (-o wide shows them)' : ''
  const [worst] = rows.filter((row) => !isUnasked(row) && row.state !== 'ok')
  return [
    `${counted(rows.length, 'host')}: ${[
      ...counts,
      ...(unasked === 0 ? [] : [`${unasked} without TLS, which show the default certificate${folded}`]),
    ].join(', ')}`,
    ...(worst === undefined
      ? []
      : [nextLines([`why -A --code ${worst.found.code}`, `explain ${worst.found.code}`], again)]),
  ].join('; ')
}

/** Where there are Gateways alone. */
function noneOfListeners(host: string | undefined, namespace: string | null): string {
  const where = namespace === null ? '' : ` in namespace "${namespace}"`
  const named = host === undefined ? '' : ` for ${host}`
  return `No listener of a Gateway${where} speaks TLS${named}, and there are no Ingresses.`
}

/** @param hasOthers does the controller take routes of other kinds, of which those are shown that ask for TLS */
function emptySentence(
  host: string | undefined,
  namespace: string | null,
  ingresses: readonly Ingress[],
  hasOthers: boolean,
): string {
  const where = namespace === null ? '' : ` in namespace "${namespace}"`
  const others = hasOthers ? ', and none of its other routes asks for TLS' : ''
  if (host === undefined) return `No Ingress of the controller${where} names a host${others}.`
  const known = ingresses.flatMap(({ spec }) => (spec?.rules ?? []).flatMap((rule) => rule.host ?? []))
  const near = nearest(host, new Set(known))
  return `No Ingress of the controller${where} names ${host}${near.length === 0 ? '.' : `: did you mean ${near.join(' or ')}?`}`
}
