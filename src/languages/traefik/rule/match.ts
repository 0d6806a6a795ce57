/** Does a rule take a request. https://github.com/traefik/traefik/blob/v3.7/pkg/muxer/http/matcher.go */

import { contains } from '../../networks.js'
import { type ProxyRequest, queryValues } from '../route/request.js'
import { matches, type Tried } from './regex.js'
import type { Rule } from './rule.js'

/** `untried`: a pattern that is not known here, or a client whose address nobody said, decides. */
export function takes(rule: Rule, request: ProxyRequest): Tried {
  switch (rule.is) {
    case 'not': {
      const inner = takes(rule.part, request)
      return inner === 'untried' ? inner : !inner
    }
    case 'and':
      return joined(rule.parts, request, false)
    case 'or':
      return joined(rule.parts, request, true)
    case 'matcher':
      return fits(rule, request)
  }
}

/** The first part that decides does so, whatever is not known of others. */
function joined(parts: readonly Rule[], request: ProxyRequest, deciding: boolean): Tried {
  let answer: Tried = !deciding
  for (const part of parts) {
    const one = takes(part, request)
    if (one === deciding) return deciding
    if (one === 'untried') answer = one
  }
  return answer
}

function fits({ name, args }: Extract<Rule, { is: 'matcher' }>, request: ProxyRequest): Tried {
  const [first = '', second = ''] = args
  switch (name) {
    case 'Host':
      return args.some((host) => isHost(host, request.host) || isBelow(host, request.host))
    case 'HostHeader':
      return args.some((host) => isHost(host, request.host))
    case 'HostSNI':
      return args.some((host) => host === '*' || isHost(host, request.host) || isBelow(host, request.host))
    case 'ALPN':
      return 'untried'
    case 'HostSNIRegexp':
      return any(args, (pattern) => matches(pattern, request.host))
    case 'HostRegexp':
      return any(args, (pattern) => request.host !== '' && matches(pattern, request.host))
    case 'Path':
      return args.includes(request.routingPath)
    case 'PathPrefix':
      return args.some((prefix) => request.routingPath.startsWith(prefix))
    case 'PathRegexp':
      return matches(first, request.routingPath)
    case 'Method':
      return args.some((method) => method.toUpperCase() === request.method)
    case 'Header':
    case 'Headers':
      return request.headers.get(first.toLowerCase()) === second
    case 'HeaderRegexp':
    case 'HeadersRegexp': {
      const value = request.headers.get(first.toLowerCase())
      return value !== undefined && matches(second, value)
    }
    case 'Query':
      return hasQuery(args, request)
    case 'QueryRegexp': {
      if (args.length === 1) return hasQuery(args, request)
      return any(queryValues(request).get(first) ?? [], (value) => matches(second, value))
    }
    case 'ClientIP':
      if (request.clientAddress === null) return 'untried'
      return args.some((network) => contains(network.trim(), request.clientAddress ?? ''))
  }
}

function any(all: readonly string[], one: (text: string) => Tried): Tried {
  const answers = all.map(one)
  return answers.includes(true) ? true : answers.includes('untried') ? 'untried' : false
}

/** A dot at the end counts for nothing. */
function isHost(wanted: string, host: string): boolean {
  if (host === '') return false
  const name = wanted.toLowerCase()
  return host === name || bare(host) === name || host === bare(name)
}

/** A star stands for one label, an empty one too. */
function isBelow(wanted: string, host: string): boolean {
  if (!wanted.startsWith('*.') || !host.includes('.')) return false
  return bare(host.slice(host.indexOf('.'))) === bare(wanted.toLowerCase().slice(1))
}

function bare(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name
}

function hasQuery(args: readonly string[], request: ProxyRequest): boolean {
  const [name = '', value = ''] = args
  return queryValues(request).get(name)?.includes(value) ?? false
}
