/**
 * Flags → settings, with the defaults of
 * https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/command-line-arguments/
 */
import type { Controller, Nature, Replica } from '../../../domain/controllers/controller.js'
import type { Ref } from '../../../domain/objects/ref.js'
import { fullKey } from '../../shared/go/values.js'
import { type Flags, isOn } from '../../shared/named/flags.js'
import { type NamedSettings, natureOf as namedNature } from '../../shared/named/settings.js'
import { f5Nginx } from './family.js'

/** The flags that decide what it serves and where it can be asked, defaults filled in. */
export interface F5Settings extends NamedSettings {
  readonly isPlus: boolean
  readonly configMap: Ref | null
  /** may an Ingress be for all hosts; else such a one is rejected as a whole */
  readonly allowsEmptyHost: boolean
  readonly hasCustomResources: boolean
  readonly allowsSnippets: boolean
  readonly tlsPassthrough: boolean
  /** makes sizes of buffers fit each other: https://github.com/nginx/kubernetes-ingress/issues/8004 */
  readonly adjustsBuffers: boolean
  /** tries each file, and takes back what nginx refuses */
  readonly testsFiles: boolean
  /** may Policies send clients to sign in elsewhere */
  readonly hasOidc: boolean
  readonly hasAppProtect: boolean
  readonly hasAppProtectDos: boolean
  /** which one tells the ports of listeners; null: none does */
  readonly globalConfiguration: Ref | null
  /** for hosts whose TLS section names no Secret */
  readonly wildcardCertificate: Ref | null
  /** of the server of all hosts that no other one names */
  readonly defaultCertificate: Ref | null
  /** where the server of all other hosts listens; those of hosts stay at 80 and 443, unless they say otherwise */
  readonly defaultPorts: Ports
  /** null: it shows none */
  readonly metricsPort: number | null
  /** null: it is not answered */
  readonly healthPath: string | null
}

interface Ports {
  readonly http: number
  readonly https: number
}

/** Where clients come in. */
export const usualPorts: Ports = { http: 80, https: 443 }

export interface F5Nature extends Nature {
  readonly settings: F5Settings
}

export type F5Controller = Controller & F5Nature
export type F5Replica = Replica & F5Nature

/** @param image '' where it is not known */
export function natureOf(flags: Flags, namespace: string, image: string): F5Nature {
  const named = namedNature(f5Nginx, flags, namespace, image)
  const settings: F5Settings = { ...(named.settings as NamedSettings), ...settingsOf(flags) }
  const { configMap } = settings
  return {
    ...named,
    traits: {
      ...named.traits,
      lease: { kind: 'Lease', namespace, name: flags.get('leader-election-lock-name') || usualLease },
      configMap,
      configMaps: configMap === null ? [] : [configMap],
    },
    settings,
  }
}

const usualLease = 'nginx-ingress-leader-election'

function settingsOf(flags: Flags): Omit<F5Settings, keyof NamedSettings> {
  const port = (name: string, usual: number) => portIn(flags.get(name)) ?? usual
  return {
    isPlus: isOn(flags, 'nginx-plus'),
    configMap: refIn('ConfigMap', flags.get('nginx-configmaps')),
    allowsEmptyHost: isOn(flags, 'allow-empty-ingress-host'),
    hasCustomResources: !flags.has('enable-custom-resources') || isOn(flags, 'enable-custom-resources'),
    allowsSnippets: isOn(flags, 'enable-snippets'),
    tlsPassthrough: isOn(flags, 'enable-tls-passthrough'),
    adjustsBuffers: isOn(flags, 'enable-directive-autoadjust'),
    testsFiles: isOn(flags, 'enable-config-safety'),
    hasOidc: isOn(flags, 'enable-oidc'),
    hasAppProtect: isOn(flags, 'enable-app-protect'),
    hasAppProtectDos: isOn(flags, 'enable-app-protect-dos'),
    globalConfiguration: refIn('GlobalConfiguration', flags.get('global-configuration')),
    wildcardCertificate: refIn('Secret', flags.get('wildcard-tls-secret')),
    defaultCertificate: refIn('Secret', flags.get('default-server-tls-secret')),
    defaultPorts: {
      http: port('default-http-listener-port', usualPorts.http),
      https: port('default-https-listener-port', usualPorts.https),
    },
    metricsPort: isOn(flags, 'enable-prometheus-metrics') ? port('prometheus-metrics-listen-port', 9113) : null,
    healthPath: isOn(flags, 'health-status') ? flags.get('health-status-uri') || '/nginx-health' : null,
  }
}

function portIn(value: string | undefined): number | null {
  const port = Number(value)
  return value !== undefined && Number.isInteger(port) && port > 0 && port < 65536 ? port : null
}

function refIn(kind: string, value: string | undefined): Ref | null {
  const key = fullKey(value)
  return key && { kind, ...key }
}
