/** What the routes of an object of a controller's own kind have in common, whatever it asks for. */
import type { ControllerRef } from '../../domain/controllers/controller.js'
import type { CustomObject } from '../../domain/objects/custom.js'
import { text, wires } from '../../domain/objects/project-fields.js'
import { refOf } from '../../domain/objects/ref.js'
import type { Route } from '../../domain/routes/route.js'

type Common = Pick<Route, 'source' | 'parents' | 'class' | 'controller' | 'createdAt' | 'deletingSince'>

/** @param className null: it names none */
export function ofObject(object: CustomObject, className: string | null, controller: ControllerRef): Common {
  const { creationTimestamp, deletionTimestamp } = object.metadata
  const isField = className === text(object.spec.ingressClassName)
  return {
    ...{ source: refOf(object), parents: [], controller },
    class: {
      ...{ name: className, exists: null, controller: null },
      from: className === null ? 'none' : isField ? 'field' : 'annotation',
    },
    createdAt: creationTimestamp ?? null,
    deletingSince: deletionTimestamp ?? null,
  }
}

/** @param list of its status, with addresses and names of load balancers */
export function addressesIn(list: unknown): readonly string[] {
  return wires(list).flatMap(({ ip, hostname }) => text(ip) || text(hostname) || [])
}
