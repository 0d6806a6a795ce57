/** Of an Ingress: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec */

import { isRecord, record, type Wire, wires } from '../project-fields.js'
import { aName, aPath, aService, isWrongHost, isWrongService, known, ofWord, type Report } from './checks.js'

const pathTypes = ['Exact', 'Prefix', 'ImplementationSpecific']

export function ofIngress(spec: Wire, report: Report): void {
  known(spec, ['ingressClassName', 'defaultBackend', 'rules', 'tls'], 'spec', report, before)
  ofBackend(spec.defaultBackend, 'spec.defaultBackend', report)
  for (const [i, rule] of wires(spec.rules).entries()) {
    const at = `spec.rules[${i}]`
    if (typeof rule.host === 'string' && rule.host !== '' && isWrongHost(rule.host))
      report('type', `${at}.host`, rule.host, [aName])
    known(rule, ['host', 'http'], at, report)
    for (const [j, path] of wires(record(rule.http).paths).entries()) ofPath(path, `${at}.http.paths[${j}]`, report)
  }
}

/** What v1beta1 wrote, and where v1 has it. */
const before: ReadonlyMap<string, string> = new Map([
  ['backend', 'defaultBackend'],
  ['serviceName', 'service.name'],
  ['servicePort', 'service.port'],
])

function ofPath(path: Wire, at: string, report: Report): void {
  const { pathType, path: own } = path
  if (typeof own === 'string' && own !== '' && !own.startsWith('/')) report('type', `${at}.path`, own, [aPath])
  known(path, ['path', 'pathType', 'backend'], at, report)
  ofWord(pathType, pathTypes, `${at}.pathType`, report)
  if (pathType == null) report('missing', `${at}.pathType`, null, pathTypes)
  if (path.backend == null) report('missing', `${at}.backend`, null, [])
  else ofBackend(path.backend, `${at}.backend`, report)
}

function ofBackend(value: unknown, at: string, report: Report): void {
  if (!isRecord(value)) return
  known(value, ['service', 'resource'], at, report, before)
  const { service } = value
  if (!isRecord(service)) return
  known(service, ['name', 'port'], `${at}.service`, report)
  if (typeof service.name === 'string' && service.name !== '' && isWrongService(service.name))
    report('type', `${at}.service.name`, service.name, [aService])
  const { name, number } = record(service.port)
  if (service.port == null || (isRecord(service.port) && name == null && number == null))
    report('missing', `${at}.service.port`, null, [])
  if (name && number) report('both', `${at}.service.port`, null, ['name', 'number'])
}
