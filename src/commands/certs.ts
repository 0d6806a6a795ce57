/** `certs`: which certificate each host really shows, and whether it is the right one. */

import { defineCommand } from '../cli/command.js'
import type { Facts } from '../cli/context.js'
import { declareControllerFlags, meantController } from '../cli/flags/controller.js'
import { type Flags, given } from '../cli/flags/given.js'
import { parseHost } from '../cli/host.js'
import type { Result } from '../cli/result.js'
import { controllerRef } from '../domain/controllers/controller.js'
import { nearest } from '../domain/nearest.js'
import type { Ingress } from '../domain/objects/objects.js'
import { asOf } from '../domain/ports.js'
import { problem } from '../domain/problem.js'
import { hostAnswers } from '../domain/routes/match-host.js'
import { type CertificateRow, certsView } from '../print/views/certs.js'
import { inOrder } from '../questions/attempt.js'
import { gatherCertificates } from '../questions/certificates/gather.js'
import { type Judged, judge } from '../questions/certificates/judge.js'
import type { ControllerSelection } from '../questions/worlds/choose-controller.js'
import { openWorlds, worldsMeant } from '../questions/worlds/worlds.js'

interface CertsOptions {
  readonly selection: ControllerSelection
  readonly host: string | undefined
  readonly warnDays: number
  readonly probe: boolean
}

export const certs = defineCommand({
  name: 'certs',
  aliases: ['cert'],
  group: 'Inside the controller',
  summary: 'Show which certificate each host really shows, and whether it is the right one; never a key',
  scope: 'all-routes',
  insteadOfArgument: '--host',
  examples: [
    ['certs', 'every host; exit code 1 where one is not in order'],
    ['certs --host shop.example.com', 'one host, and wildcards that cover it'],
    ['certs --probe', 'compare with what a TLS handshake shows'],
    ['certs --warn-days 14 -o json', 'for a monitor'],
  ],
  view: certsView,
  declare: (command) =>
    declareControllerFlags(command)
      .option('--host <host>', 'only this host, and wildcards that cover it')
      .option('--warn-days <days>', 'call it expiring from so many days on (30)')
      .option('--probe', 'make a TLS handshake for each host, and compare'),
  meant: meantCerts,
  run: runCerts,
})

function meantCerts(_args: readonly string[], flags: Flags): CertsOptions {
  const host = given.text(flags, 'host')
  const warnDays = given.text(flags, 'warnDays') ?? '30'
  if (!/^\d{1,5}$/.test(warnDays))
    throw problem('usage', { message: `invalid --warn-days "${warnDays}"`, hint: 'it is a number of days' })
  return {
    selection: meantController(flags),
    host: host === undefined ? undefined : parseHost(host),
    warnDays: Number(warnDays),
    probe: given.flag(flags, 'probe') === true,
  }
}

async function runCerts(
  context: Facts,
  { selection, host, warnDays, probe }: CertsOptions,
): Promise<Result<CertificateRow>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const now = asOf(cluster, context.now)
  const worlds = await openWorlds(cluster, controllers, {
    selection,
    namespace: null,
    semantics: null,
    now,
  })
  const wanted = (one: string) => host === undefined || one === host || hostAnswers(one, host)
  const told = await Promise.all(
    worldsMeant(worlds, selection, null).map(async (chosen) => {
      const world = await worlds.open(chosen, host === undefined ? null : [host])
      const certificates = await gatherCertificates(controllers, world, { namespace: context.namespace, wanted, probe })
      const isOpen = (one: Judged) => world.replica !== null && one.served === null
      return { controller: controllerRef(chosen.controller), certificates, isOpen, gaps: inOrder(world.gaps) }
    }),
  )
  const rows = told.flatMap(({ controller, certificates }) =>
    certificates.map((one) => ({ ...one, ...judge(one, now, warnDays), controller })),
  )
  const isFinding = rows.some(
    ({ state, asked }) => !['ok', 'unknown'].includes(state) && (asked || state !== 'default'),
  )
  const isOpen =
    rows.length > 0 &&
    (rows.every(({ state }) => state === 'unknown') || told.every((one) => one.certificates.every(one.isOpen)))
  return {
    kind: 'rows',
    rows,
    gaps: [...worlds.gaps, ...told.flatMap(({ gaps }) => gaps)],
    asOf: cluster.takenAt,
    allNamespaces: told.length > 1,
    empty: emptySentence(host, context.namespace, worlds.inventory.ingresses),
    verdict: isFinding ? 'findings' : isOpen ? 'unanswered' : 'clean',
  }
}

function emptySentence(host: string | undefined, namespace: string | null, ingresses: readonly Ingress[]): string {
  const where = namespace === null ? '' : ` in namespace "${namespace}"`
  if (host === undefined) return `No Ingress of the controller${where} names a host.`
  const known = ingresses.flatMap(({ spec }) => (spec?.rules ?? []).flatMap((rule) => rule.host ?? []))
  const near = nearest(host, new Set(known))
  return `No Ingress of the controller${where} names ${host}${near.length === 0 ? '.' : `: did you mean ${near.join(' or ')}?`}`
}
