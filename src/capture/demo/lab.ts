/** What both demos have: the lab of the Ingress chapter of The Kubernetes Networking Guide, and its two replicas. */
import type { SourceFile } from '../text-of.js'
import type { Backend, DemoPath, Server } from './conf.js'

export const replicas = ['plpcp', 'x4n8p'].map((end) => `ingress-controller-ingress-nginx-controller-68dbfcb676-${end}`)

const of = (ingress: string, service: string, path: string): DemoPath => ({
  ...{ namespace: 'default', ingress, service, port: 8080, path },
})

export const hostless: readonly DemoPath[] = [of('tkng-1', 'prod', '/prod'), of('tkng-1', 'dev', '/dev')]

export const servers: readonly Server[] = ['dev', 'prod'].map((name) => ({ name, answers: [of('tkng-2', name, '/')] }))

const lab = { namespace: 'default', port: 8080 }

export const backends: readonly Backend[] = [
  { ...lab, service: 'dev', clusterIP: '10.96.173.9', addresses: ['10.244.0.5', '10.244.0.4'] },
  { ...lab, service: 'prod', clusterIP: '10.96.106.162', addresses: ['10.244.0.2', '10.244.0.1', '10.244.0.6'] },
]

const build = {
  release: '1.15.1',
  build: null,
  repository: 'https://github.com/kubernetes/ingress-nginx',
  nginx: '1.27.1',
}

/** As every controller without a certificate of its own makes one at its start; its key is kept nowhere. */
const fakeCertificate = `-----BEGIN CERTIFICATE-----
MIIBwDCCAWagAwIBAgIBATAKBggqhkjOPQQDAjBLMRAwDgYDVQQKDAdBY21lIENv
MTcwNQYDVQQDDC5LdWJlcm5ldGVzIEluZ3Jlc3MgQ29udHJvbGxlciBGYWtlIENl
cnRpZmljYXRlMB4XDTI2MTEyMzA4NDkyNVoXDTI3MTEyMzA4NDkyNVowSzEQMA4G
A1UECgwHQWNtZSBDbzE3MDUGA1UEAwwuS3ViZXJuZXRlcyBJbmdyZXNzIENvbnRy
b2xsZXIgRmFrZSBDZXJ0aWZpY2F0ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
BBMNcjHSAJHKXPegUiDv0DW4rZYdGpmLlz/M83a6PlNIn2wVEg3jU70SEU8nN+kS
IrS6apTuQ65eDRbDLOR7onujOzA5MBgGA1UdEQQRMA+CDWluZ3Jlc3MubG9jYWww
HQYDVR0OBBYEFLkikiq8BkVOClKWJ41DPfvMA+aZMAoGCCqGSM49BAMCA0gAMEUC
IF32BdgZGxNx9PEtd8LTRSsF08Gf8bNMDn+M5KjVpEqKAiEApFlzrglYh9SIvkAH
53Ec4cKM1rDbbilU2uBg3T/hE80=
-----END CERTIFICATE-----
`

/** @param hosts that have none of their own, so that they show the controller's */
export function certificates(hosts: readonly string[], own: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify({ _: fakeCertificate, ...Object.fromEntries(hosts.map((host) => [host, null])), ...own })
}

/** @param successful did the last reload go well */
export function metrics(successful: boolean): string {
  const name = 'nginx_ingress_controller_config_last_reload_successful'
  return `${name} ${successful ? 1 : 0}\n${name}_timestamp_seconds ${Date.parse('2026-11-23T08:49:31Z') / 1000}\n`
}

/** @param texts name of a file → what that replica said */
export function saidBy(demo: string, replica: string, texts: Readonly<Record<string, string>>): SourceFile[] {
  const all = { ...texts, 'build.json': JSON.stringify(build) }
  return Object.entries(all).map(([name, text]) => ({
    path: `${demo}/observations/kube-system/${replica}/${name}`,
    text,
  }))
}
