/** The built-in capture: the lab of the Ingress chapter of The Kubernetes Networking Guide, `prod` times three and `dev` times two. */

import type { SourceFile } from '../text-of.js'
import { demoBackends, demoConf } from './conf.js'
import { text as controller } from './controller.yaml'
import { text as routes } from './routes.yaml'

const replicas = ['plpcp', 'x4n8p'].map((end) => `ingress-controller-ingress-nginx-controller-68dbfcb676-${end}`)

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

const metrics = `nginx_ingress_controller_config_last_reload_successful 1
nginx_ingress_controller_config_last_reload_successful_timestamp_seconds ${Date.parse('2026-11-23T08:49:31Z') / 1000}
`

export const demoFiles: readonly SourceFile[] = [
  { path: 'demo', text: routes },
  { path: 'demo', text: controller },
  ...replicas.flatMap((replica) => [
    { path: `demo/observations/kube-system/${replica}/nginx.conf`, text: demoConf },
    { path: `demo/observations/kube-system/${replica}/backends.json`, text: demoBackends },
    { path: `demo/observations/kube-system/${replica}/build.json`, text: JSON.stringify(build) },
    { path: `demo/observations/kube-system/${replica}/metrics.txt`, text: metrics },
    {
      path: `demo/observations/kube-system/${replica}/certificates.json`,
      text: JSON.stringify({ _: fakeCertificate, prod: null, dev: null }),
    },
  ]),
]
