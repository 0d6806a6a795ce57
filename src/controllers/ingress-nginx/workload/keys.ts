/** Keys of the controller's ConfigMap that it does not read, though they are nearly those that it does. */

import type { ConfigMap } from '../../../domain/objects/workloads.js'
import { nearest } from '../../../domain/text/nearest.js'
import { writtenEntries } from '../model/flaws/config.js'
import { forAllAlone, ofBoth } from './config-keys.js'
import { type Policy, policyOf } from './policy.js'
import { proxySettings } from './proxy-settings.js'
import { usualSettings } from './settings.js'

/** A key that stands where this one was meant; null: none is near, or the key itself is there. */
export function misspelt({ entries }: Policy, key: string): string | null {
  const own = Object.keys(entries)
  return own.includes(key) ? null : (own.find((one) => isNear(one, key)) ?? null)
}

/** Each with the one that was meant. */
export function misspeltKeys({ entries }: Policy): { key: string; near: string }[] {
  return Object.keys(entries).flatMap((key) => {
    // That of an annotation, prefix and all.
    const own = key.slice(key.indexOf('/') + 1)
    const isKnown = keys().has(key) || others.has(key) || forAllAlone.test(key)
    const near = isKnown
      ? undefined
      : ofBoth.test(own) && own !== key
        ? own
        : [...keys()].find((one) => isNear(key, one))
    return near === undefined || entries[near] !== undefined ? [] : [{ key, near }]
  })
}

/** Annotations of the ConfigMap itself, which nobody reads, where there is a key of that name and purpose. */
export function annotatedKeys(
  { entries, annotationsPrefix }: Policy,
  { metadata }: ConfigMap,
): { key: string; near: string }[] {
  return Object.keys(metadata.annotations ?? {}).flatMap((key) => {
    const near = key.startsWith(`${annotationsPrefix}/`) ? key.slice(annotationsPrefix.length + 1) : ''
    return ofBoth.test(near) && entries[near] === undefined ? [{ key, near }] : []
  })
}

function isNear(key: string, known: string): boolean {
  return !others.has(key) && nearest(key, [known]).length > 0 && !known.startsWith(key)
}

/** Keys that are no slips of others. */
const others: ReadonlySet<string> = new Set(['log-format-stream', 'url'])

let read: ReadonlySet<string> | undefined

/** Those that decide something here: whatever is read of a ConfigMap. */
function keys(): ReadonlySet<string> {
  if (read !== undefined) return read
  const found = new Set<string>()
  const noted = (_: object, key: string | symbol) => {
    found.add(String(key))
    return undefined
  }
  const data: Record<string, string> = new Proxy({}, { get: noted })
  const configMap = { kind: 'ConfigMap', metadata: {}, data } as const
  const release = { image: '', version: null, origin: 'upstream' }
  policyOf({ settings: usualSettings, release }, configMap)
  proxySettings({ namespace: '', name: '' }, configMap)
  writtenEntries(data)
  read = found
  return read
}
