/**
 * A controller that nobody has: it serves exact hosts only, tells its routes in lines of text and its backends in JSON,
 * and has no metrics, no versions and no processes worth a look. All that it takes to be known is this folder.
 */
import { outOfReach, reachOf } from '../../../src/controllers/shared/reach.js'
import { isAssumed } from '../../../src/domain/controllers/controller.js'
import type { Dialect } from '../../../src/domain/controllers/dialect.js'
import { finding, told } from '../../../src/domain/findings/finding.js'
import type { ControllerRule } from '../../../src/domain/lint/rule.js'
import type { IngressClass } from '../../../src/domain/objects/objects.js'
import { namedBy } from '../../../src/domain/objects/ref.js'
import { resolveService } from '../../../src/domain/routes/resolve-service.js'
import { readBackends, serviceNames } from './backends.js'
import { observationOf } from './observation.js'
import { planOf } from './plan.js'

const controllerClass = 'example.com/toy'

/** It tells whoever asks: a rule of its own. */
const apiOpen: ControllerRule = {
  codes: ['api-insecure'],
  needs: [],
  find: ({ controller, dialect: { title } }) =>
    isAssumed(controller)
      ? []
      : [finding(told('api-insecure', { title, flag: '--open', port: 9000 }), namedBy(controller))],
}

export const toy = {
  id: 'toy',
  title: 'toy',
  reads: { rules: true, inside: true },
  classFlag: null,
  assumption: 'told is what a toy would do',
  recognise: (pod) => {
    const container = pod.spec?.containers?.find(({ image }) => /^example\.com\/toy(?::|$)/.test(image ?? ''))
    if (container === undefined) return null
    return { container, ...usual(), release: releaseOf(container.image ?? '') }
  },
  usual,
  suggests: ({ spec }, ingressClass) => {
    const found = ingressClass(spec?.ingressClassName ?? '')
    return found !== undefined && isOfClass(found)
  },
  owns: (_controller, { spec }, classOf) => {
    const name = spec?.ingressClassName
    if (!name || classOf === null) return name ? null : false
    return classOf(name)?.spec?.controller === controllerClass
  },
  ownership: () => null,
  hasClass: (_controller, ingressClass) => isOfClass(ingressClass),
  hostNames: (_controller, { spec }) => (spec?.rules ?? []).flatMap(({ host }) => host || []),
  needs: () => ({ configMaps: [], secrets: [] }),
  counting:
    (_controller, { inventory }) =>
    () =>
    (service, port) =>
      resolveService(inventory, service, port, 'TCP'),
  plan: planOf,
  observe: (pods, replica) => observationOf(replica, reachOf(pods, replica), pods),
  replay: (saved, replica) => observationOf(replica, outOfReach(replica, saved), saved),
  savedByHand: (text) => (text.startsWith('# toy\n') ? { 'toy.conf': text } : null),
  texts: ['toy.conf', 'toy-backends.json'],
  backends: { names: serviceNames, read: readBackends, harmless: (backend) => backend },
  rules: [apiOpen],
  discretion: {
    annotation: () => null,
    setting: () => null,
    argument: () => null,
    text: (file, text) => (file.startsWith('toy') ? text : null),
  },
} satisfies Dialect

function usual() {
  return {
    dialect: 'toy',
    traits: {
      className: 'toy',
      controllerClass,
      watches: { namespace: null, labels: null, withoutClass: false },
      ports: { http: 8000, https: 8443 },
      publishService: null,
      lease: null,
      configMap: null,
      configMaps: [],
      webhook: null,
    },
    settings: { colour: 'red' },
    release: releaseOf(''),
  }
}

function isOfClass({ spec }: IngressClass): boolean {
  return spec?.controller === controllerClass
}

function releaseOf(image: string) {
  return { image, version: /:([\d.]+)$/.exec(image)?.[1] ?? null, origin: 'upstream' }
}
