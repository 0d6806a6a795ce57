/** Texts about objects that are none: what a person sees of them, or writes them with. */

const described = 'what "kubectl describe" prints, which leaves fields out'
const listed = 'what "kubectl get" prints without -o, which leaves fields out'

const shapes: readonly (readonly [shape: RegExp, what: string])[] = [
  // https://github.com/kubernetes/kubectl/blob/master/pkg/describe/describe.go
  [/^Name: {2,}\S.*\n(?:[\w ]+:.*\n| .*\n){0,20}(?:Namespace|Labels|Controller): {2,}/m, described],
  [/^(?:NAMESPACE {2,})?NAME {2,}[A-Z]+ {2,}[A-Z].*\n\S/m, listed],
  [/^[ \t]*resource[ \t]+"[\w-]+"[ \t]+"[\w-]+"[ \t]*\{/m, 'Terraform, which makes objects of it'],
]

/** @returns what it is, in words; null: it may hold objects */
export function otherShape(text: string): string | null {
  if (/^[ \t]*["']?(?:apiVersion|kind)["']?:/m.test(text)) return null
  return shapes.find(([shape]) => shape.test(text))?.[1] ?? null
}
