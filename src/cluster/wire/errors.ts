/** Errors of sockets, TLS and HTTP parsing become problems: the one place that knows the codes of Node and OpenSSL. */
import { Problem, problem } from '../../domain/problem.js'
import { clean } from './clean.js'

type Simple =
  | 'refused'
  | 'unreachable'
  | 'tls-unknown-authority'
  | 'tls-expired'
  | 'tls-name'
  | 'tls-other'
  | 'not-kubernetes'
  | 'cut-short'

/** https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes */
const reasons: Readonly<Record<string, Simple>> = {
  ECONNREFUSED: 'refused',
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name',
  CERT_SIGNATURE_FAILURE: 'tls-unknown-authority',
  CERT_UNTRUSTED: 'tls-unknown-authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-unknown-authority',
  INVALID_CA: 'tls-unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-unknown-authority',
}

/** What a TLS client hears from a server that speaks plain text. */
const plainText = /wrong version number|packet length too long|http request/

/**
 * @param error from a socket or a request; a Problem passes through
 * @param stage a reset before a connection stands means "unreachable"; after it, an answer cut short
 */
export function problemOfSocket(error: unknown, server: string, stage: 'connecting' | 'connected'): Problem {
  if (error instanceof Problem) return error
  const code = errorField(error, 'code')
  const detail = detailOf(error)
  if (code === 'ENOTFOUND' || code.startsWith('EAI_'))
    return problem('dns', { server, host: errorField(error, 'hostname'), detail }, error)
  return problem(reasonOf(code, stage), { server, detail }, error)
}

/** A header value that cannot be sent is the fault of a setting; Node's message names the header, not the value. */
export function problemOfRequest(error: unknown): unknown {
  return errorField(error, 'code') === 'ERR_INVALID_CHAR'
    ? problem('invalid-setting', { setting: 'a credential or header', detail: clean(detailOf(error)) }, error)
    : error
}

/** PEM that OpenSSL cannot use: a certificate without its key, a file that is something else. */
export function problemOfCredentials(error: unknown): Problem {
  const setting = 'certificate-authority, client-certificate or client-key'
  return problem('invalid-setting', { setting, detail: detailOf(error) }, error)
}

/** Did the server close a kept connection at the moment in which it was used again? */
export function isReset(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(errorField(error, 'code'))
}

/** A library's error in one clean line; never with a stack. */
export function detailOf(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(detailOf))].join('; ')
  if (!(error instanceof Error)) return clean(String(error))
  const words = clean(errorField(error, 'reason') || error.message)
  return plainText.test(words) ? `${words} (it does not seem to speak TLS)` : words
}

function reasonOf(code: string, stage: 'connecting' | 'connected'): Simple {
  const known = reasons[code]
  if (known !== undefined) return known
  if (code.startsWith('HPE_')) return 'not-kubernetes'
  if (/^(?:ERR_SSL|ERR_TLS|ERR_OSSL|EPROTO)/.test(code)) return 'tls-other'
  return stage === 'connected' ? 'cut-short' : 'unreachable'
}

function errorField(error: unknown, key: 'code' | 'reason' | 'hostname'): string {
  if (typeof error !== 'object' || error === null) return ''
  const value = (error as Readonly<Record<string, unknown>>)[key]
  return typeof value === 'string' ? value : ''
}
