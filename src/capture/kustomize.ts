/** Folders of kustomize: which of their files are patches, and no objects of their own. https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
import { dirname, join, normalize } from 'node:path'
import { parseDocuments } from './read/parse-documents.js'
import type { SourceFile } from './text-of.js'

export function isKustomization(path: string): boolean {
  return /(?:^|[/\\])kustomization\.ya?ml$/i.test(path)
}

/** A patch stands under the name of what it changes, and would be taken for it. */
export function withoutPatches(files: readonly SourceFile[]): readonly SourceFile[] {
  const patches = new Set(files.filter(({ path }) => isKustomization(path)).flatMap(patchesOf))
  return patches.size === 0 ? files : files.filter(({ path }) => !patches.has(normalize(path)))
}

function patchesOf({ path, text }: SourceFile): string[] {
  const [first] = parseDocuments(text, path)
  const { patches, patchesStrategicMerge, patchesJson6902 } = (first?.value ?? {}) as Record<string, unknown>
  const named = [patches, patchesStrategicMerge, patchesJson6902].flatMap((list) => (Array.isArray(list) ? list : []))
  return named.flatMap((one: unknown) => {
    const file = typeof one === 'string' ? one : (one as { readonly path?: unknown } | null)?.path
    return typeof file === 'string' ? [normalize(join(dirname(path), file))] : []
  })
}
