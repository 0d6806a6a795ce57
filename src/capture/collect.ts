/** Documents of a stranger's file → our objects: what we know is kept, by kind; what we do not read is left out. */
import { type Kind, type Kinds, kinds, refKey, refOf } from '../domain/objects.js'
import { problem } from '../domain/problem.js'
import { project } from '../domain/project.js'
import { captureVersion, type Manifest, readManifest } from './format.js'
import { ingressFromBeta } from './ingress-from-beta.js'

type Wire = Readonly<Record<string, unknown>>

/** What all sources together hold; the first of two objects with the same identity counts. */
export class Collection {
  readonly manifests: Manifest[] = []
  private readonly objects = new Map<Kind, Map<string, Kinds[Kind]>>()

  /** @throws Problem `source-version`, `source-invalid` */
  add(document: unknown, path: string): void {
    if (!isRecord(document)) return
    const kind = String(document.kind ?? '')
    const apiVersion = String(document.apiVersion ?? '')
    if (kind === 'Capture' && apiVersion.startsWith('tkng.dev/')) this.addManifest(document, apiVersion, path)
    else if (Array.isArray(document.items)) this.addList(document.items, kind, apiVersion, path)
    else this.addObject(document, kind, apiVersion)
  }

  /** undefined: the sources say nothing of this kind, not even that there is none */
  items<K extends Kind>(kind: K): readonly Kinds[K][] | undefined {
    const found = this.objects.get(kind)
    if (found) return [...found.values()] as Kinds[K][]
    return this.manifests.some((manifest) => manifest.kinds.includes(kind)) ? [] : undefined
  }

  /** grows with everything that was understood: manifests, objects, and lists that are empty */
  get size(): number {
    return [...this.objects.values()].reduce((sum, group) => sum + 1 + group.size, this.manifests.length)
  }

  private addManifest(document: Wire, apiVersion: string, path: string): void {
    if (apiVersion !== captureVersion)
      throw problem('source-version', { path, found: apiVersion, known: captureVersion })
    this.manifests.push(readManifest(document))
  }

  /** Items of an IngressList carry neither kind nor apiVersion: the list has them. An empty list is knowledge too. */
  private addList(items: readonly unknown[], listKind: string, apiVersion: string, path: string): void {
    const itemKind = listKind.endsWith('List') ? listKind.slice(0, -'List'.length) : ''
    const known = knownKind(itemKind, apiVersion)
    if (known) this.of(known)
    for (const item of items)
      this.add(isRecord(item) && !item.kind ? { ...item, kind: itemKind, apiVersion } : item, path)
  }

  private addObject(document: Wire, kind: string, apiVersion: string): void {
    const known = knownKind(kind, apiVersion)
    if (!known) return
    const object = project(known, known === 'Ingress' ? ingressFromBeta(document) : document)
    const key = refKey(refOf(object))
    const group = this.of(known)
    if (!group.has(key)) group.set(key, object)
  }

  private of(kind: Kind): Map<string, Kinds[Kind]> {
    const group = this.objects.get(kind) ?? new Map<string, Kinds[Kind]>()
    this.objects.set(kind, group)
    return group
  }
}

/** By group as well: others have a kind Service or Ingress too. Ingress was once in `extensions`. */
function knownKind(kind: string, apiVersion: string): Kind | undefined {
  if (!Object.hasOwn(kinds, kind)) return undefined
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  const ours = kinds[kind as Kind].group
  return group === ours || (kind === 'Ingress' && group === 'extensions') ? (kind as Kind) : undefined
}

function isRecord(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
