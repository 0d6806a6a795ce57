/** Reads what a credential plugin wrote: an ExecCredential, in JSON or YAML, of the version that it was asked for. */
import { parseDocument } from 'yaml'
import { valuesIn } from '../../domain/text/values-in.js'
import { collectionAsKey } from '../../domain/text/yaml-keys.js'
import { yamlParsed } from '../../domain/text/yaml-parser.js'
import type { Credentials } from '../wire/connection.js'

export type PluginAnswer = { readonly credentials: Credentials } | { readonly failure: string }

type Members = Readonly<Record<string, unknown>>

/**
 * https://github.com/kubernetes/client-go/blob/master/plugin/pkg/client/auth/exec/exec.go (refreshCredsLocked)
 * @returns why it cannot be used, without a word of what it says: it may be secret
 */
export function readPluginAnswer(stdout: string, apiVersion: string): PluginAnswer {
  const answer = decode(stdout)
  if (!isMembers(answer) || answer.kind !== 'ExecCredential')
    return { failure: 'its output is not an ExecCredential in JSON or YAML' }
  if (answer.apiVersion !== apiVersion)
    return { failure: `its output has apiVersion ${String(answer.apiVersion)}, and ${apiVersion} was asked for` }
  if (!isMembers(answer.status)) return { failure: 'its output has no status' }
  return readStatus(answer.status)
}

function readStatus({ token, clientCertificateData, clientKeyData, expirationTimestamp }: Members): PluginAnswer {
  if (![token, clientCertificateData, clientKeyData].every(isText))
    return { failure: 'its token, certificate or key is not a text' }
  if (expirationTimestamp != null && Number.isNaN(Date.parse(String(expirationTimestamp))))
    return { failure: 'its expirationTimestamp is not a time' }
  if (!token && !clientCertificateData && !clientKeyData)
    return { failure: 'it gave neither a token nor a certificate with its key' }
  if (!clientCertificateData !== !clientKeyData) return { failure: 'it gave only one of certificate and key' }
  return {
    credentials: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(clientCertificateData ? { cert: String(clientCertificateData), key: String(clientKeyData) } : {}),
    },
  }
}

/** An ExecCredential has some ten; certificates come as one text each. */
const mostValues = 10_000

function decode(stdout: string): unknown {
  if (valuesIn(stdout, mostValues) > mostValues) return undefined
  try {
    const document = yamlParsed(
      () => parseDocument(stdout, { logLevel: 'error', prettyErrors: false }),
      (overflow) => overflow,
    )
    const isRead = document.errors.length === 0 && collectionAsKey(document.contents) === null
    return isRead ? document.toJS() : undefined
  } catch {
    return undefined
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string'
}
