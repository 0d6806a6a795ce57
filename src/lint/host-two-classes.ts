/**
 * One host that Ingresses of two classes ask for, with different backends: each controller answers by its own, and DNS
 * decides which. Two controllers that are to serve the same are no finding.
 */
import { compare } from '../domain/compare.js'
import { finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import { classNameOf } from '../domain/objects/class-name.js'
import type { Ingress } from '../domain/objects/objects.js'
import { nameOf, type Ref, refOf } from '../domain/objects/ref.js'

interface Asking {
  readonly source: Ref
  readonly className: string
  readonly field: string
}

export const hostTwoClasses: LintRule = {
  codes: ['host-two-classes'],
  needs: [],
  find: ({ inventory: { ingresses } }) => {
    if (new Set(ingresses.map(classNameOf)).size < 2) return []
    const hosts = new Map<string, Map<string, { readonly first: Asking; readonly backends: Set<string> }>>()
    for (const ingress of byAge(ingresses.filter((one) => !isSolver(one)))) {
      const className = classNameOf(ingress)
      if (className === null) continue
      for (const [i, rule] of (ingress.spec?.rules ?? []).entries()) {
        if (!rule.host) continue
        const classes = hosts.get(rule.host.toLowerCase()) ?? new Map()
        hosts.set(rule.host.toLowerCase(), classes)
        const source = refOf(ingress)
        const own = classes.get(className) ?? {
          first: { source, className, field: `spec.rules[${i}].host` },
          backends: new Set(),
        }
        classes.set(className, own)
        for (const one of backendsOf(source.namespace, rule.http?.paths ?? [])) own.backends.add(one)
      }
    }
    return [...hosts].flatMap(([host, classes]) => {
      const [first, ...others] = [...classes.values()]
      return others.flatMap(({ first: own, backends }) =>
        first === undefined || isSame(first.backends, backends)
          ? []
          : [
              finding(
                told('host-two-classes', {
                  host,
                  class: own.className,
                  other: first.first.source,
                  otherClass: first.first.className,
                }),
                own.source,
                { field: own.field },
              ),
            ],
      )
    })
  },
}

/** What a certificate is asked for with comes and goes. https://cert-manager.io/docs/configuration/acme/http01/ */
function isSolver({ metadata }: Ingress): boolean {
  return metadata.labels?.['acme.cert-manager.io/http01-solver'] === 'true'
}

type Paths = NonNullable<NonNullable<NonNullable<NonNullable<Ingress['spec']>['rules']>[number]['http']>['paths']>

function backendsOf(namespace: string, paths: Paths): string[] {
  return paths.map(({ path, backend }) => {
    const { name, port } = backend?.service ?? {}
    return [path || '/', namespace, name ?? '', port?.name ?? port?.number ?? ''].join(' ')
  })
}

function byAge(ingresses: readonly Ingress[]): readonly Ingress[] {
  return [...ingresses].sort(
    (a, b) =>
      compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
      compare(nameOf(refOf(a)), nameOf(refOf(b))),
  )
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one))
}
