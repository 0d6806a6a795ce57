/**
 * What the controller is told for all Ingresses: by its flags and its ConfigMap, as far as routing goes.
 * https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
 */
import type { Maybe } from '../../../domain/objects/meta.js'
import type { ConfigMap } from '../../../domain/objects/workloads.js'
import { parseBool } from '../../shared/go/values.js'
import type { F5Settings } from './settings.js'

export interface Policy {
  readonly settings: F5Settings
  /** of the ConfigMap */
  readonly entries: Readonly<Record<string, string>>
  readonly sslRedirect: boolean
  readonly redirectToHttps: boolean
  readonly redirectCode: number
  readonly httpSnippets: string
  readonly serverSnippets: string
  readonly locationSnippets: string
  /** of the body of a request, at most */
  readonly bodySize: string
  /** what the server of all other hosts answers */
  readonly defaultReturn: string
  readonly realIpHeader: string
  readonly trustedProxies: readonly string[]
  readonly isRecursive: boolean
  /** keys of templates that somebody wrote himself: then nothing is sure */
  readonly templates: readonly string[]
  /** it may not be looked at, so that defaults stand in */
  readonly isUnseen: boolean
}

/** @param configMap undefined: there is none; null: it may not be looked at */
export function policyOf(settings: F5Settings, configMap: Maybe<ConfigMap>): Policy {
  const data = configMap?.data ?? {}
  const text = (key: string) => data[key] ?? ''
  const isTrue = (key: string, usual: boolean) => parseBool(text(key)) ?? usual
  return {
    settings,
    entries: data,
    sslRedirect: isTrue('ssl-redirect', true),
    redirectToHttps: isTrue('redirect-to-https', false),
    redirectCode: redirectCode(text('http-redirect-code')) ?? 301,
    httpSnippets: text('http-snippets'),
    serverSnippets: text('server-snippets'),
    locationSnippets: text('location-snippets'),
    bodySize: /^\s*\d+[kmg]?\s*$/i.test(text('client-max-body-size')) ? text('client-max-body-size').trim() : '1m',
    defaultReturn: text('default-server-return') || '404',
    realIpHeader: text('real-ip-header'),
    trustedProxies: text('set-real-ip-from')
      .split(',')
      .flatMap((range) => range.trim() || []),
    isRecursive: isTrue('real-ip-recursive', false),
    templates: ['main-template', 'ingress-template', 'virtualserver-template'].filter((key) => text(key) !== ''),
    isUnseen: configMap === null,
  }
}

/** null: it is none of those that are taken */
export function redirectCode(text: string): number | null {
  return [301, 302, 307, 308].find((code) => String(code) === text.trim()) ?? null
}
