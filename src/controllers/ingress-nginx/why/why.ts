/** Every Ingress that was asked about: is it served, rule by rule, and why where it is not. */
import { type ControllerRef, controllerRef } from '../../../domain/controllers/controller.js'
import { reloadFailure } from '../../../domain/controllers/reload-failure.js'
import { severityOf } from '../../../domain/findings/severity-by-code.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf, type Ref, refKey, refOf } from '../../../domain/objects/ref.js'
import { servedInPart, type WhyRow } from '../../../domain/why/why.js'
import type { WhySources } from '../../../domain/why/why-sources.js'
import { ofList } from '../answer/live-backend.js'
import type { Model } from '../model/types.js'
import { type Cause, causeOf, together } from './cause.js'
import { eventsByIngress, LogEvidence, noteEvents, reloadEvent } from './evidence/evidence.js'
import { loggedCauses } from './evidence/logged.js'
import { Notebook } from './evidence/notebook.js'
import { readSeen } from './evidence/seen.js'
import { type Live, replicaOf } from './live.js'
import { ruleJson } from './part.js'
import { Parts, type Whole, type WhyFacts } from './parts.js'
import { withStillServed } from './still-served.js'
import { configRows, streamRows } from './streams.js'

/** @param wanted what was asked about; all others count for the model nevertheless */
export async function whyIngresses(
  plan: WhyFacts,
  sources: WhySources,
  wanted: (ref: Ref) => boolean,
): Promise<WhyRow[]> {
  const { controller, facts, model } = plan
  const live = await liveOf(sources, model, facts.hosts ?? null)
  const notes = new Notebook()
  const note = notes.note.bind(notes)
  const parts = new Parts(plan, live, note)
  const asked = facts.ingresses
    .filter((one) => wanted(refOf(one)))
    .map((ingress) => ({ ref: refOf(ingress), ingress, whole: parts.of(ingress) }))
  const asking = await withStillServed(plan, sources, asked)
  const failed = await reloadCause(sources, live, plan)
  if (failed) noteFailure(failed, asking, note)
  await lookFurther(sources, live, asking, note)
  const logged = sources.hasConf()
    ? loggedCauses((await sources.logIfAny()) ?? [], plan)
    : new Map<string, readonly Cause[]>()
  const by = controllerRef(controller)
  const last = youngest(asking)
  return [
    ...asking.flatMap((one) => {
      const ofLog = logged.get(refKey(one.ref)) ?? []
      const whole = ofLog.length === 0 ? one.whole : { ...one.whole, causes: [...one.whole.causes, ...ofLog] }
      return rowsOf(one.ref, by, failed ? withFailure(whole, failed, one === last) : whole, notes)
    }),
    ...streamRows(plan.streams, by, wanted),
    ...configRows(plan, by, wanted),
  ]
}

interface JudgedIngress {
  readonly ref: Ref
  readonly ingress: Ingress
  readonly whole: Whole
}

async function liveOf(sources: WhySources, { upstreams }: Model, hosts: readonly string[] | null): Promise<Live> {
  const { replica } = sources
  // How the last reload went is asked for at the same time, and used later.
  const [conf, backends] = await Promise.all([
    sources.conf((bytes) => readSeen(bytes, hosts)),
    sources.backends(),
    sources.reload(),
  ])
  return {
    replica,
    conf,
    backends: backends && ofList(backends, upstreams),
    upstreams,
  }
}

/** null: the last reload went well, or it is not known how it went */
async function reloadCause(
  sources: WhySources,
  live: Live,
  { controller: { namespace }, brokenBy }: WhyFacts,
): Promise<Cause | null> {
  const reload = await sources.reload()
  if (reload === null || sources.replica === null || reload.successful) return null
  const [file, said, events] = await Promise.all([sources.failedConf(), sources.refusal(), sources.events([namespace])])
  const event = reloadEvent(events, sources.replica)
  const name = replicaOf(live)
  return causeOf(reloadFailure(live.replica, reload, brokenBy, said), false, {
    evidence: [
      `metric nginx_ingress_controller_config_last_reload_successful=0 of ${name}`,
      ...(event === null ? [] : [event]),
      ...(file === null ? [] : [`${file} of ${name} is the configuration that failed`]),
    ],
    marks: ['[emerg]'],
  })
}

/** The failure is evidence of whatever is said to have broken the configuration. */
function noteFailure(
  failed: Cause,
  told: readonly JudgedIngress[],
  note: (cause: Cause, evidence: string) => void,
): void {
  for (const { whole } of told)
    for (const one of [...whole.causes, ...whole.parts.flatMap(({ causes }) => causes)])
      if (one.blocks === null && one.shows === 'absent') for (const evidence of failed.evidence) note(one, evidence)
}

/** It concerns everybody, and is said once more than of those that lack a rule for it: of the Ingress that came last, which most likely brought it about. */
function youngest(told: readonly JudgedIngress[]): JudgedIngress | null {
  const age = ({ metadata }: Ingress) => metadata.creationTimestamp ?? ''
  return told.reduce<JudgedIngress | null>(
    (one, other) => (one && age(one.ingress) >= age(other.ingress) ? one : other),
    null,
  )
}

function withFailure({ parts, causes, fallback }: Whole, failed: Cause, isYoungest: boolean): Whole {
  return {
    fallback,
    causes: isYoungest ? [failed, ...causes] : causes,
    // What is not there for a reason that is not known is not there for this one.
    parts: parts.map((part) => ({
      ...part,
      causes: part.causes.map((one) => (one.code === 'not-in-conf' ? failed : one)),
    })),
  }
}

/** Log and Events are asked only where there is something to explain. */
async function lookFurther(
  sources: WhySources,
  live: Live,
  told: readonly JudgedIngress[],
  note: (cause: Cause, evidence: string) => void,
): Promise<void> {
  const open = told.flatMap(({ ref, whole }) => {
    const all = together(whole.causes, ...whole.parts.map(({ causes }) => causes))
    const causes = [...new Set(all)].filter(
      (one) => severityOf(one) !== 'info' && one.signs.length + one.marks.length > 0,
    )
    return causes.length === 0 ? [] : [{ ref, causes }]
  })
  if (open.length === 0) return
  const namespaces = [...new Set(open.map(({ ref }) => ref.namespace))]
  const [lines, events] = await Promise.all([sources.log(), sources.events(namespaces)])
  const log = new LogEvidence(lines ?? [], replicaOf(live))
  const remarks = eventsByIngress(events)
  for (const { ref, causes } of open) {
    noteEvents(remarks.get(nameOf(ref)) ?? [], causes, note)
    for (const cause of causes) log.note(ref, cause, note)
  }
}

function rowsOf(source: Ref, controller: ControllerRef, { parts, causes, fallback }: Whole, notes: Notebook): WhyRow[] {
  const served = servedInPart([...parts.map((part) => part.served), ...(fallback ? [fallback.served] : [])])
  const whole =
    causes.length > 0 || fallback !== null || parts.length === 0
      ? [
          {
            source,
            controller,
            rule: null,
            served,
            causes: notes.findings(causes, source),
          },
        ]
      : []
  return [
    ...whole,
    ...parts.map((part) => ({
      source,
      controller,
      rule: ruleJson(part.written),
      served: part.served,
      causes: notes.findings(part.causes, source),
    })),
  ]
}
