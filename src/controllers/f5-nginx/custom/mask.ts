/** What may be kept of VirtualServers, VirtualServerRoutes and Policies, of the fields that are read. */
import { maskUrl } from '../../../domain/masking/url.js'
import { bareMask, maskNamed, maskWords } from '../../../domain/masking/words.js'
import { isRecord, text, type Wire } from '../../../domain/objects/project-fields.js'
import { maskConf } from '../../shared/nginx/mask/conf.js'
import { virtualServerRoutes, virtualServers } from './kinds.js'
import { policies } from './policies/kinds.js'

export function maskCustom(kind: string, spec: Wire): Wire {
  return [virtualServers.kind, virtualServerRoutes.kind, policies.kind].includes(kind) ? walk(spec) : spec
}

/** As deep as the shape of the kind. */
function walk(value: Wire): Wire {
  const shown = 'value' in value ? { ...value, value: maskCondition(value) } : value
  return Object.fromEntries(
    Object.entries(shown).map(([field, one]) => [
      field,
      Array.isArray(one)
        ? one.map((each) => (isRecord(each) ? walk(each) : hidden.has(field) ? bareMask : each))
        : isRecord(one)
          ? walk(one)
          : maskField(field, one),
    ]),
  )
}

const urls = new Set(['url', 'rewritePath', 'authURI', 'authSigninURI', 'authSigninRedirectBasePath'])
const elsewhere = new Set(['jwksURI', 'authEndpoint', 'tokenEndpoint'])
const snippets = new Set(['http-snippets', 'server-snippets', 'location-snippets', 'authSnippets'])
/** Names of Secrets: what is no name may be what should stand in one. */
const names = new Set(['secret', 'clientSecret', 'tlsSecret', 'trustedCertSecret', 'clientCertSecret'])
/** Lists of which nothing is known but that they are there. */
const hidden = new Set(['header', 'query'])

/** Where somebody is sent, and to which path, with what is handed over; what nginx reads; words; who the controller is. */
function maskField(field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (urls.has(field)) return maskUrl(value)
  if (elsewhere.has(field)) return /^https?:/.test(value) ? maskUrl(value) : bareMask
  if (snippets.has(field)) return maskConf(value)
  if (field === 'realm') return maskWords(value, bareMask)
  if (field === 'clientID') return bareMask
  if (names.has(field)) return /^(?:[a-z0-9.-]+\/)?[a-z0-9][a-z0-9.-]{0,252}$/.test(value) ? value : bareMask
  return field === 'key' && !/^(?:\$\{?\w+\}?)+$/.test(value) ? bareMask : value
}

/** What a header, a cookie, an argument or a variable must be. A `!` before it turns it round. */
function maskCondition({ header, cookie, argument, variable, value }: Wire): unknown {
  if (typeof value !== 'string') return value
  const bare = value.replace(/^!/, '')
  const name = text(header) ?? text(argument) ?? text(variable) ?? (cookie === undefined ? '' : 'cookie')
  return value.slice(0, value.length - bare.length) + maskNamed(name, bare)
}
