/** Turns of phrase that pages share. */

import type { AnnotationEffect, Consequence } from '../domain/findings/annotation-facts.js'
import { maskRemark } from '../domain/masking/text.js'
import { type NamespacedName, nameOf } from '../domain/objects/ref.js'

/** A value in a sentence: short, on one line, without what may be a secret. */
export function quote(value: string): string {
  // HTTP2, H2C: too short for a secret.
  if (/^[A-Za-z\d]{1,5}$/.test(value)) return `"${value}"`
  const line = maskRemark(value.slice(0, 2_000)).replace(/\s+/g, ' ')
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`
}

/** `Ingress shop/web`; who it is may not be known. */
export function ingress(name: NamespacedName | null, otherwise = 'another Ingress'): string {
  return name === null ? otherwise : `Ingress ${nameOf(name)}`
}

/** A sentence that stands beside others. */
export function ended(sentence: string): string {
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`
}

export function replica(name: NamespacedName | null): string {
  return name === null ? 'the replica' : `replica ${nameOf(name)}`
}

const effects: Readonly<Record<AnnotationEffect, string>> = {
  dropped: 'the whole Ingress is dropped',
  denied: 'its paths answer 503',
  'server-denied': 'every request to its hosts is answered with 403',
  'fail-open': 'requests are not authenticated',
  ignored: 'it does nothing',
  other: 'it takes effect otherwise than it reads',
}

export function effect(what: AnnotationEffect): string {
  return effects[what]
}

export function consequenceText(consequence: Consequence): string {
  switch (consequence.is) {
    case 'counts-as':
      return consequence.value === null ? 'it counts as not set' : `it counts as ${consequence.value}`
    case 'group':
      return `nothing of the group ${consequence.name} takes effect`
    case 'unguarded':
      return 'its paths are served without authentication'
    case 'no-client-certificate':
      return 'no client is asked for a certificate'
    case 'unverified':
      return 'the certificates of the backends are not verified, and they are shown none'
    case 'no-own-certificate':
      return 'the backends are shown no certificate'
    case 'no-limit':
      return 'none of the limits is in force'
    case 'nobody':
      return 'whatever user and password are sent, requests are answered with 401'
    case 'passed-over':
      return 'that is passed over'
    case 'nothing':
      return effects.ignored
    default:
      return effects[consequence.is]
  }
}

export const docs = 'https://kubernetes.io/docs'
export const controllerDocs = 'https://kubernetes.github.io/ingress-nginx'
export const controllerSource = 'https://github.com/kubernetes/ingress-nginx/blob/main'
export const nginxDocs = 'https://nginx.org/en/docs'
