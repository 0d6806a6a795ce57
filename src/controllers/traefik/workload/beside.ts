/** What there is beside objects, by the flags. */
import type { Flags } from '../../shared/named/flags.js'
import { hasProvider } from './family.js'

/** Whatever else has names that objects can call. */
export interface Beside {
  /** as names end that are theirs: `file`, `plugin-NAME` */
  readonly providers: readonly string[]
  /** services of its own: `ping@internal` */
  readonly internals: readonly string[]
  readonly plugins: readonly string[]
}

/** https://github.com/traefik/traefik/blob/v3.7/pkg/server/service/internalhandler.go */
export function besideIn(flags: Flags): Beside {
  const named = (start: RegExp) => namedIn(flags, start)
  const has = (name: string) => hasProvider(flags, name) && flags.get(name) !== 'false'
  const services = {
    ...{ noop: true, api: has('api'), dashboard: has('api') && flags.get('api.dashboard') !== 'false' },
    ...{ ping: has('ping'), prometheus: has('metrics.prometheus'), rest: has('providers.rest') },
    'acme-http': [...flags.keys()].some((flag) => /^certificatesresolvers\..*\.httpchallenge(?:$|\.)/.test(flag)),
  }
  const plugins = named(/^providers\.plugin\.([^.]+)/).map((name) => `plugin-${name}`)
  return {
    providers: [
      ...named(/^providers\.([^.]+)/).filter((name) => name !== 'plugin' && name !== 'providersthrottleduration'),
      ...plugins,
    ].map((name) => (name === 'kubernetesingress' ? 'kubernetes' : name)),
    internals: Object.entries(services).flatMap(([name, isThere]) => (isThere ? [`${name}@internal`] : [])),
    plugins: named(/^experimental\.(?:local)?plugins\.([^.]+)/),
  }
}

/** Whatever has a name of its own in flags. @param start has it as its first group */
export function namedIn(flags: Flags, start: RegExp): readonly string[] {
  return [...new Set([...flags.keys()].flatMap((flag) => start.exec(flag)?.[1] ?? []))]
}
