/** Keys of the controller's ConfigMap that it does not read, though they are nearly those that it does, and values of others. */

import type { FindingFacts } from '../../../domain/findings/facts.js'
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { maskText } from '../../../domain/masking/text.js'
import { nearest } from '../../../domain/text/nearest.js'
import { parseBool } from '../../shared/go/values.js'
import { isConfigKey, numbers, ofBoth, sizes, switches, texts } from './config-keys.js'
import { onlyLogs } from './modsecurity.js'
import type { Policy } from './policy.js'
import { isSince } from './version.js'

/** A key that stands where this one was meant; null: none is near, or the key itself is there. */
export function misspelt({ entries }: Policy, key: string): string | null {
  const own = Object.keys(entries)
  return own.includes(key) ? null : (own.find((one) => nearKeys(one, [key]).length > 0) ?? null)
}

function misspeltKeys({ entries }: Policy): FindingFacts['unknown-key'][] {
  return Object.keys(entries).flatMap((key) => {
    // That of an annotation, prefix and all.
    const own = key.slice(key.indexOf('/') + 1)
    const near = isConfigKey(key)
      ? undefined
      : ofBoth.test(own) && own !== key
        ? own
        : nearKeys(key, [...switches, ...numbers, ...sizes, ...texts])[0]
    return near === undefined || entries[near] !== undefined ? [] : [{ key, near }]
  })
}

/** Annotations of the ConfigMap itself, which nobody reads, where there is a key of that name and purpose. */
function annotatedKeys({ entries, annotationsPrefix, configAnnotations }: Policy): FindingFacts['unknown-key'][] {
  return configAnnotations.flatMap((key) => {
    const near = key.startsWith(`${annotationsPrefix}/`) ? key.slice(annotationsPrefix.length + 1) : ''
    return ofBoth.test(near) && entries[near] === undefined ? [{ key, near, isAnnotation: true }] : []
  })
}

/** Each with the one that was meant. */
export function unknownKeys(policy: Policy): FindingFacts['unknown-key'][] {
  return [...annotatedKeys(policy), ...misspeltKeys(policy)]
}

const modSecurity = 'enable-modsecurity'

function isOn({ entries }: Policy, key: string): boolean {
  return parseBool((entries[key] ?? '').trim()) === true
}

/** How a proxy in front tells of the client is read only where one is believed. */
const ofProxies = ['forwarded-for-header', 'proxy-real-ip-cidr']
const fullList = 'compute-full-forwarded-for'
const allNetworks = '0.0.0.0/0'

/** What says more of another entry that is not there. */
function loneKeys(policy: Policy): readonly { readonly key: string; readonly needs: string }[] {
  const { entries, configMapSeen, realIpHeader } = policy
  if (!configMapSeen) return []
  const isTraced = isOn(policy, 'enable-opentelemetry') && !entries['otlp-collector-host']
  const unread = realIpHeader === null ? ofProxies.filter((key) => entries[key] && entries[key] !== allNetworks) : []
  const isFull = isOn(policy, fullList) && !policy.useForwardedHeaders && isSince(policy.version, [1, 0, 0])
  return [
    ...(isTraced ? [{ key: 'enable-opentelemetry', needs: 'otlp-collector-host' }] : []),
    ...[...unread, ...(isFull ? [fullList] : [])].map((key) => ({ key, needs: 'use-forwarded-headers: "true"' })),
  ]
}

/** What counts for nothing in the ConfigMap, or for less than it reads, whatever is said there. */
export function deadEntries(policy: Policy): Finding[] {
  if (policy.configMap === null) return []
  const source = { kind: 'ConfigMap', ...policy.configMap }
  return [
    ...unknownKeys(policy).map((facts) =>
      finding(told('unknown-key', facts), source, {
        field: facts.isAnnotation ? `metadata.annotations["${facts.key}"]` : `data["${facts.key}"]`,
      }),
    ),
    ...(policy.modSecurity && onlyLogs(policy)
      ? [
          finding(told('modsecurity-logs', { setting: modSecurity, isOfAll: true, isAllowed: false }), source, {
            field: `data["${modSecurity}"]`,
          }),
        ]
      : []),
    ...loneKeys(policy).map(({ key, needs }) =>
      finding(told('needs-another', { annotation: key, others: [], needs, effect: 'ignored' }), source, {
        field: `data["${key}"]`,
      }),
    ),
    ...unreadValues(policy).map((one) => {
      const facts = { ...one, value: maskText(one.value).slice(0, 100) }
      return finding(told('unread-value', facts), source, { field: `data["${one.key}"]` })
    }),
  ]
}

/** The closest first. What is merely the beginning of a key may be one of somebody else. */
function nearKeys(key: string, known: readonly string[]): string[] {
  if (others.has(key)) return []
  return nearest(
    key,
    known.filter((one) => !one.startsWith(key) || one.length - key.length <= 2),
  )
}

/** Keys that are no slips of others. */
const others: ReadonlySet<string> = new Set(['url', 'enable-opentracing'])

/** Values that the controller cannot read: the default stays, and of a size nginx' own. An empty one is off, or 0. */
function unreadValues({ entries }: Policy): FindingFacts['unread-value'][] {
  return Object.entries(entries).flatMap(([key, text]) => {
    const value = text.trim()
    const is = value === '' ? null : unreadAs(key, value)
    return is === null ? [] : [{ key, value, is }]
  })
}

function unreadAs(key: string, value: string): FindingFacts['unread-value']['is'] | null {
  // https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/balancer.lua
  if (key === 'load-balance') return /^(?:round_robin|ewma)$/.test(value) ? null : 'balancer'
  if (switches.has(key)) return parseBool(value) === null ? 'switch' : null
  if (numbers.has(key)) return /^[-+]?(?:0[xob])?[\da-f_]+$/i.test(value) ? null : 'number'
  return sizes.has(key) && !/^\d+[kmg]?$/i.test(value) ? 'size' : null
}
