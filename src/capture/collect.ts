/** Documents of a stranger's source → our objects: what we know is kept, by kind; what we do not read is left out. */

import type { Gap } from '../domain/gap.js'
import { addTo } from '../domain/groups.js'
import { type CustomKind, type CustomObject, customName, isFormer, projectCustom } from '../domain/objects/custom.js'
import { apiVersionOf, type Kind, type Kinds, kinds } from '../domain/objects/objects.js'
import { project, shapeOf } from '../domain/objects/project.js'
import { isRecord, text, type Wire } from '../domain/objects/project-fields.js'
import { nameOf, refKey, refOf } from '../domain/objects/ref.js'
import type { Refused } from '../domain/objects/refusals/refusal.js'
import { refusalsOf } from '../domain/objects/refusals/refused.js'
import type { Coverage, ReplicaTexts } from '../domain/ports.js'
import { problem } from '../domain/problem.js'
import { Packed } from '../files/packed.js'
import { bothCoverages, coverageByNamespace, coverageOfPart, hasSecretElsewhere, hasStranger } from './coverage.js'
import { captureVersion, type Manifest, readManifest } from './format.js'
import { limits, mebibyte } from './limits.js'
import { type ObservationKey, readObservation } from './observation.js'
import { isOfIngressBeta, recognise } from './older-versions.js'
import type { Origin, Spot } from './places/origin.js'
import { encrypted, ofStranger, oldVersion, placeholders, Remarks, refused } from './remarks.js'
import { templateOf } from './template-of.js'

const root: readonly (string | number)[] = []
/** Items of an IngressList carry neither kind nor apiVersion: the list has them. */
const noList = { kind: '', apiVersion: '' }

/** Characters: above it a text is packed. */
const long = 2 * mebibyte

/** That are named of what is not read. */
const fewStrangers = 3

/** What one source holds; the later of two objects with the same identity counts. */
export class Collection {
  readonly manifests: Manifest[] = []
  readonly observations = new Map<ObservationKey, ReplicaTexts>()
  readonly remarks = new Remarks()
  /** the pods that workloads are to have, as their templates say: what runs where no pod is kept */
  readonly templates = new Map<string, Kinds['Pod']>()
  /** where objects stand, by `refKey`, as far as that was said */
  readonly spots = new Map<string, Spot>()
  /** `KIND of VERSION` of objects that are not read, a few of them */
  readonly strangers = new Set<string>()
  /** what an API server would refuse, by `refKey` */
  readonly refusals = new Map<string, Refused>()
  private readonly objects = new Map<Kind, Map<string, Kinds[Kind]>>()
  private readonly custom = new Map<string, Map<string, CustomObject>>()
  private readonly leftOut = new Map<string, Gap>()
  private readonly namespace: string
  private count = 0
  #hasSecretsElsewhere = false
  private readonly customKinds: readonly CustomKind[]
  private readonly customByKind = new Map<string, CustomKind[]>()

  /**
   * @param namespace where an object belongs that names none, as with `kubectl apply`
   * @param customKinds that are kept beside those of the API
   */
  constructor(namespace: string, customKinds: readonly CustomKind[]) {
    this.namespace = namespace
    this.customKinds = customKinds
    for (const one of customKinds) addTo(this.customByKind, one.kind, one)
  }

  /**
   * @param document an object, a list of some, or a capture's manifest; anything else is ignored
   * @param origin what it was parsed from, where it shall be known later
   * @throws Problem `source-version`, `source-too-large`
   */
  add(document: unknown, path: string, origin?: Origin): void {
    // A list may hold lists, to any depth: a queue has no stack that could overflow.
    const queue = [{ value: document, at: root, of: noList }]
    const push = (items: readonly unknown[], at: readonly (string | number)[], of = noList) => {
      for (const [i, value] of items.entries())
        if (typeof value === 'object') queue.push({ value, at: origin === undefined ? root : [...at, i], of })
    }
    // An alias of YAML may name what it stands in, and one value may stand in many places.
    const seen = new Set<unknown>()
    for (const { value: next, at, of } of queue) {
      if (seen.has(next)) continue
      seen.add(next)
      if (Array.isArray(next)) push(next, at)
      if (!isRecord(next)) continue
      const { kind, apiVersion } = next.kind
        ? { kind: text(next.kind) ?? '', apiVersion: text(next.apiVersion) ?? '' }
        : of
      if (kind === 'Observation' && apiVersion === captureVersion) this.observe(...readObservation(next))
      else if (kind === 'Capture' && apiVersion.startsWith('tkng.dev/')) this.addManifest(next, apiVersion, path)
      else if (kind.endsWith('List') || (kind === '' && 'items' in next)) {
        const items = this.itemsOf(next, kind, apiVersion)
        const list = { kind: kind.slice(0, -'List'.length), apiVersion }
        push(items, origin?.isItems && at === root ? root : [...at, 'items'], list)
      } else this.addObject(next, kind, apiVersion, path, origin && { origin, path: at })
    }
  }

  /** Once it is known whose it is, a long text waits until it is asked for. */
  observe(key: ObservationKey, observation: ReplicaTexts): void {
    const held = Object.entries(observation).map(([name, text]) => [
      name,
      typeof text === 'string' && text.length > long ? Packed.of(text) : text,
    ])
    this.observations.set(key, { ...this.observations.get(key), ...Object.fromEntries(held) })
  }

  /** By identity; undefined: there is nothing of this kind, not even an empty list. */
  of(kind: Kind): ReadonlyMap<string, Kinds[Kind]> | undefined {
    return this.objects.get(kind)
  }

  /** Kinds of controllers of which it has objects. */
  customHeld(): readonly string[] {
    return this.customKinds.flatMap((kind) => ((this.ofCustom(kind)?.size ?? 0) > 0 ? [kind.kind] : []))
  }

  /** As {@link of}, of a kind that a controller brought with it. */
  ofCustom(kind: CustomKind): ReadonlyMap<string, CustomObject> | undefined {
    return this.custom.get(customName(kind))
  }

  customCoverage(kind: CustomKind): Coverage {
    const said = this.manifests.map(({ custom }) => custom?.[customName(kind)]).filter((one) => one !== undefined)
    if (said.length > 0) return said.reduce(bothCoverages)
    return this.custom.has(customName(kind)) ? 'all' : 'none'
  }

  /**
   * A manifest knows; a plain file is taken to hold all there is of the kinds that are in it.
   * @param isPart what people write down is only a part of what there will be
   * @param asking where objects stand that ask for Services, in all sources
   */
  coverage(kind: Kind, isPart: boolean, asking: ReadonlySet<string>): Coverage {
    const said = this.manifests.map(({ kinds }) => kinds[kind]).filter((coverage) => coverage !== undefined)
    if (said.length > 0) return said.reduce(bothCoverages)
    const objects = this.objects.get(kind)
    if (objects === undefined) return 'none'
    // A cluster made the pods of a controller, and classes beside them are those of the cluster.
    const isOfPods = this.objects.has('Pod')
    if (kind === 'ConfigMap' && (!isPart || isOfPods)) return coverageByNamespace([...objects.values()])
    return (isPart && !(kind === 'IngressClass' && isOfPods)) ||
      (kind === 'Service' && hasStranger(objects, asking)) ||
      (kind === 'Secret' && this.#hasSecretsElsewhere)
      ? coverageOfPart(kind, [...objects.values()], (name) => this.objects.get('Service')?.get(name))
      : 'all'
  }

  /** The namespaces of Ingresses, and of what controllers read beside them. */
  asking(): readonly string[] {
    const groups = [this.of('Ingress'), ...this.custom.values()]
    return groups.flatMap((group) => [...(group?.values() ?? [])].flatMap(({ metadata }) => metadata.namespace || []))
  }

  gaps(kind: string): Gap[] {
    const recorded = this.manifests.flatMap(({ gaps }) => gaps)
    return [...recorded, ...this.leftOut.values()].filter((gap) => gap.kind === kind)
  }

  /** An API server names what it keeps. */
  get isOfCluster(): boolean {
    return [...this.objects.values(), ...this.custom.values()].some((group) =>
      [...group.values()].some(({ metadata }) => metadata.uid),
    )
  }

  get isEmpty(): boolean {
    return (
      this.objects.size + this.custom.size + this.manifests.length + this.leftOut.size + this.observations.size === 0
    )
  }

  private addManifest(document: Wire, apiVersion: string, path: string): void {
    if (apiVersion !== captureVersion)
      throw problem('source-version', { path, found: apiVersion, known: captureVersion })
    this.manifests.push(readManifest(document))
  }

  /** An empty list is knowledge too. */
  private itemsOf({ items }: Wire, listKind: string, apiVersion: string): readonly unknown[] {
    const itemKind = listKind.slice(0, -'List'.length)
    const known = recognise(apiVersion, itemKind)
    if (known?.reading) this.group(known.kind)
    const custom = known ? undefined : this.customKind(apiVersion, itemKind)
    if (custom) this.customGroup(custom)
    if (!Array.isArray(items)) return []
    const broken = items.filter((item) => !isRecord(item)).length
    if (broken > 0 && (known || custom)) this.leaveOut(itemKind, `${broken} items of a ${listKind} are no objects`)
    return items
  }

  private addObject(document: Wire, name: string, apiVersion: string, path: string, spot: Spot | undefined): void {
    if (++this.count > limits.objects)
      throw problem('source-too-large', { path, limit: `${limits.objects.toLocaleString('en')} objects` })
    const known = recognise(apiVersion, name)
    const isElsewhere = hasSecretElsewhere(name, document)
    this.#hasSecretsElsewhere ||= isElsewhere
    if (name === 'Secret' && isElsewhere) {
      this.remark(encrypted(path))
      return
    }
    if (!known) {
      const custom = this.customKind(apiVersion, name)
      if (custom) this.addCustom(custom, document, spot)
      else if (name !== '' && apiVersion !== '' && this.strangers.size < fewStrangers)
        this.strangers.add(`${name} of ${apiVersion}`.slice(0, 100))
      if (!custom) this.remark(ofStranger(name, apiVersion, path))
      return
    }
    const { kind, reading } = known
    if (!reading) {
      this.leaveOut(kind, `${kind} of ${apiVersion} is left out: ${apiVersionOf(kind)} is read`)
      return
    }
    const object = this.placed(kind, project(kind, reading(document)))
    if (refOf(object).name === '') {
      this.leaveOut(kind, `${kind} without a name is left out`)
      return
    }
    const template = templateOf(object, document)
    if (template !== null) this.templates.set(`${kind} ${nameOf(refOf(object))}`, template)
    if (template === object) return
    const group = this.group(kind)
    // Of two objects that wait for the API server to name them, neither is the other.
    const key = object.metadata.name ? nameOf(refOf(object)) : `${nameOf(refOf(object))}/${group.size}`
    const before = group.get(key)
    if (isOfIngressBeta(apiVersion)) this.remark(oldVersion(apiVersion, kind, path))
    else this.addRefusals(object, document, path, spot)
    if (before !== undefined) this.remarks.addTwice(object, before, path)
    if (object.kind === 'Ingress') for (const one of placeholders(object, path)) this.remark(one)
    group.set(key, object)
    if (spot !== undefined) this.spots.set(refKey(refOf(object)), spot)
  }

  /** Whatever has a uid was taken by an API server. */
  private addRefusals(object: Kinds[Kind], document: Wire, path: string, spot: Spot | undefined): void {
    const { kind } = object
    const shape = object.metadata.uid ? null : shapeOf(kind)
    if (shape === null) return
    const of = refOf(object)
    const found = refusalsOf(kind, shape, document)
    if (found.length > 0) this.refusals.set(refKey(of), { of, found })
    // Where it is known where objects stand, it is told with the place.
    if (spot === undefined) for (const one of found) this.remark(refused(`${kind} ${nameOf(of)}`, one, path))
  }

  /** By its group, or the one before it: versions of it are read alike. */
  private customKind(apiVersion: string, name: string): CustomKind | undefined {
    const of = apiVersion.replace(/\/.*/, '')
    return this.customByKind.get(name)?.find(({ group, formerGroup }) => of === group || of === formerGroup)
  }

  private addCustom(kind: CustomKind, document: Wire, spot: Spot | undefined): void {
    const object = projectCustom(kind, document)
    if (!object.metadata.name) {
      this.leaveOut(kind.kind, `${kind.kind} without a name is left out`)
      return
    }
    const namespace = kind.namespaced ? object.metadata.namespace || this.namespace : null
    const placed = { ...object, metadata: { ...object.metadata, namespace } }
    const group = this.customGroup(kind)
    const name = nameOf(refOf(placed))
    // While a cluster moves to another group, both are there.
    if (isFormer(kind, placed) && group.has(name)) return
    group.set(name, placed)
    if (spot !== undefined) this.spots.set(refKey(refOf(placed)), spot)
  }

  private customGroup(kind: CustomKind): Map<string, CustomObject> {
    const group = this.custom.get(customName(kind)) ?? new Map<string, CustomObject>()
    this.custom.set(customName(kind), group)
    return group
  }

  private placed<K extends Kind>(kind: K, object: Kinds[K]): Kinds[K] {
    const namespace = kinds[kind].namespaced ? object.metadata.namespace || this.namespace : null
    return { ...object, metadata: { ...object.metadata, namespace } }
  }

  private remark(sentence: string | null): void {
    if (sentence !== null) this.remarks.add(sentence)
  }

  private leaveOut(kind: string, message: string): void {
    this.leftOut.set(message, { kind, namespace: null, reason: 'invalid', message })
  }

  private group(kind: Kind): Map<string, Kinds[Kind]> {
    const group = this.objects.get(kind) ?? new Map<string, Kinds[Kind]>()
    this.objects.set(kind, group)
    return group
  }
}
