/**
 * A pod as it is read, and `$(NAME)` in the arguments of its containers, as the kubelet expands it, and what variables say in
 * the place of flags: only in pods that may be controllers, and only once it is asked for. What variables are looked up in
 * stays beside the pod: nothing prints it, and no capture holds it.
 */
import { flag, list, metadata, record, text, type Wire, word } from './project-fields.js'
import { shaped } from './shaped.js'
import { type Container, container as containerShape, type Pod, pod as podShape } from './workloads.js'

/**
 * How long the expanded texts of one pod may become together. Values that name each other double with each line, and any
 * pod may have such ones; controllers have a few hundred bytes.
 */
const longest = 16 * 1024

/** @param fields of the pod, by the path that a `fieldRef` names */
interface Surroundings {
  readonly container: Wire
  readonly fields: Readonly<Record<string, unknown>>
}

const surroundings = new WeakMap<Container, Surroundings>()

/** Its owners are kept, and what its containers may look up in their arguments. */
export function projectPod(wire: Wire): Pod {
  const [meta, spec, status] = [record(wire.metadata), record(wire.spec), record(wire.status)]
  const fields = {
    'metadata.name': meta.name,
    'metadata.namespace': meta.namespace,
    'metadata.uid': meta.uid,
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName,
    'status.podIP': status.podIP,
    'status.hostIP': status.hostIP,
  }
  return {
    kind: 'Pod',
    metadata: {
      ...metadata(meta),
      ownerReferences: list(meta.ownerReferences, (owner) => ({
        kind: word(owner.kind) ?? '',
        name: word(owner.name) ?? '',
        controller: flag(owner.controller),
      })),
    },
    spec: {
      nodeName: word(spec.nodeName),
      containers: list(spec.containers, (one) =>
        within(shaped(one, containerShape) as Container, { container: one, fields }),
      ),
    },
    status: shaped(status, podShape.status),
  }
}

/** @param around the container as on the wire, of which nothing is read before {@link expanded} asks */
function within(container: Container, around: Surroundings): Container {
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  const isAsked = words.some((word) => word.includes('$')) || (list(around.container.env, isFlag) ?? []).includes(true)
  if (isAsked) surroundings.set(container, around)
  return container
}

/** Variables that say what a flag says, where no argument does: charts set them for controllers, and proxies beside them, that take either. */
const saying =
  /^(?:CONTROLLER_(?=INGRESS_CLASS$|WATCH_NAMESPACE$|PUBLISH_SERVICE$)|[A-Z]+_(?=ADMIN_LISTEN$|[A-Z]+_ADMIN_SSL_VERIFY_CLIENT$|ENFORCE_RBAC$))/

/** null: no flag says what it says */
function flagOf(name: string): string | null {
  const said = name.replace(saying, '')
  return said === name ? null : `--${said.toLowerCase().replaceAll('_', '-')}`
}

function isFlag({ name }: Wire): boolean {
  return flagOf(String(name)) !== null
}

/** @returns the same where its containers name no variable, or nobody knows their environment any more */
export function expanded(pod: Pod): Pod {
  const containers = pod.spec?.containers ?? []
  if (!containers.some((one) => surroundings.has(one))) return pod
  const budget = new Expansions()
  return { ...pod, spec: { ...pod.spec, containers: containers.map((one) => expandedContainer(one, budget)) } }
}

function expandedContainer(container: Container, budget: Expansions): Container {
  const around = surroundings.get(container)
  if (around === undefined) return container
  const environment = new Environment(around, budget)
  const { command, args } = container
  const all = (words: Container['args']) => words?.map((word) => environment.expand(word))
  const said = environment.flags.filter((one) => !args?.some((word) => word.startsWith(one.slice(0, one.indexOf('=')))))
  return { ...container, command: all(command), args: said.length === 0 ? all(args) : [...(all(args) ?? []), ...said] }
}

/** The environment of a container, as far as it is known without asking: literal values, and fields of the pod itself. */
class Environment {
  readonly #values = new Map<string, string>()
  readonly #budget: Expansions

  constructor({ container, fields }: Surroundings, budget: Expansions) {
    this.#budget = budget
    // No controller starts without these two. Who shortens a pod for others leaves them out.
    const own = [
      ['POD_NAME', text(fields['metadata.name'])],
      ['POD_NAMESPACE', text(fields['metadata.namespace'])],
    ] as const
    const isSaid = (name: string) => list(container.env, (entry) => entry.name === name)?.includes(true)
    for (const [name, value] of own) if (value !== null && !isSaid(name)) this.#values.set(name, value)
    for (const { name, value, valueFrom } of list(container.env, (entry) => entry) ?? []) {
      const path = text(record(record(valueFrom).fieldRef).fieldPath)
      const found = path === null ? (text(value) ?? (valueFrom === undefined ? '' : null)) : text(fields[path])
      // A value may use the variables that stand before it.
      if (typeof name === 'string' && found !== null) this.#values.set(name, this.expand(found))
    }
  }

  get flags(): string[] {
    return [...this.#values].flatMap(([name, value]) => {
      const flag = flagOf(name)
      return flag === null ? [] : [`${flag}=${value}`]
    })
  }

  /** @returns the text as it stands where the budget does not suffice */
  expand(argument: string): string {
    return argument.includes('$') ? this.#budget.spend(argument, pieces(argument, this.#values)) : argument
  }
}

/** How much was expanded of one pod. */
class Expansions {
  #left = longest

  spend(written: string, pieces: Iterable<string>): string {
    let expanded = ''
    for (const piece of pieces) {
      if (expanded.length + piece.length > this.#left) return written
      expanded += piece
    }
    this.#left -= expanded.length
    return expanded
  }
}

/** https://github.com/kubernetes/kubernetes/blob/master/third_party/forked/golang/expansion/expand.go */
function* pieces(argument: string, values: ReadonlyMap<string, string>): Generator<string> {
  let from = 0
  for (let at = argument.indexOf('$'); at !== -1; at = argument.indexOf('$', from)) {
    yield argument.slice(from, at)
    const close = argument[at + 1] === '(' ? argument.indexOf(')', at) : -1
    if (close !== -1) yield values.get(argument.slice(at + 2, close)) ?? argument.slice(at, close + 1)
    else yield '$'
    from = close !== -1 ? close + 1 : argument[at + 1] === '$' ? at + 2 : at + 1
    // Without a bracket that closes, nothing more is a variable.
    if (argument[at + 1] === '(' && close === -1) break
  }
  yield argument.slice(from)
}
