/** What stands behind a flag or an argument: the table by which completion knows what to offer there. */

/**
 * - `ingress`: a name in the namespace; `ingress-ref`: NAMESPACE/NAME; `ingress-or-ref`: either
 * - `object-or-ref`: the same of whatever asks for routes, in either world; `gateway`: NAMESPACE/NAME
 * - `url`: host and path of a rule, as one would ask for it
 * - `dialect`: a kind of controller, as `--semantics` takes it
 * - `controller`: NAMESPACE/NAME; `workload`: its name alone
 * - `column`: of the command's table, and a comma before the next
 * - `source`: what `--from` takes; `file`, `folder`: the shell's own completion
 */
export type ValueKind =
  | 'namespace'
  | 'context'
  | 'cluster'
  | 'user'
  | 'ingress'
  | 'ingress-ref'
  | 'ingress-or-ref'
  | 'object-or-ref'
  | 'gateway'
  | 'host'
  | 'path'
  | 'url'
  | 'service'
  | 'class'
  | 'controller'
  | 'workload'
  | 'pod'
  | 'container'
  | 'backend'
  | 'dialect'
  | 'column'
  | 'source'
  | 'file'
  | 'folder'

/** By long name, whichever verb declares it. A flag that is not here takes what nobody can guess, or a closed list. */
export const valueOfFlag: Readonly<Record<string, ValueKind>> = {
  '--namespace': 'namespace',
  '--context': 'context',
  '--cluster': 'cluster',
  '--user': 'user',
  '--kubeconfig': 'file',
  '--certificate-authority': 'file',
  '--client-certificate': 'file',
  '--client-key': 'file',
  '--input': 'file',
  '--baseline': 'file',
  '--write-baseline': 'file',
  '--from': 'source',
  '--filename': 'source',
  '--against': 'source',
  '--controller': 'controller',
  '--deployment': 'workload',
  '--pod': 'pod',
  '--container': 'container',
  '--class': 'class',
  '--host': 'host',
  '--path': 'path',
  '--location': 'path',
  '--service': 'service',
  '--ingress': 'ingress-ref',
  '--gateway': 'gateway',
  '--backend': 'backend',
  '--semantics': 'dialect',
  '--columns': 'column',
  '--dir': 'folder',
}

/**
 * The values of a closed flag: its description begins with them, `table|wide|json`, so that what help shows is what
 * completion offers.
 */
export function closedValues(description: string): readonly string[] {
  const [list] = /^[a-z0-9-]+(?:\|[a-z0-9-]+=?)+/.exec(description) ?? []
  return list?.split('|') ?? []
}
