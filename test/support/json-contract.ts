/** The JSON of `trace` and `why`, as programs rely on it: every field, its type, and none besides. */

/** @returns where a value is not as it should be, e.g. `.items[0].served: "yes"` */
export type Shape = (value: unknown, at: string) => readonly string[]

const wrong = (value: unknown, at: string) => [`${at}: ${JSON.stringify(value) ?? 'missing'}`]
const when =
  (isFit: (value: unknown) => boolean): Shape =>
  (value, at) =>
    isFit(value) ? [] : wrong(value, at)

const flag = when((value) => typeof value === 'boolean')
const count = when((value) => typeof value === 'number' && value >= 0)
// Absent knowledge is null, never an empty text.
const text = when((value) => typeof value === 'string')
const said = when((value) => typeof value === 'string' && value !== '' && value !== 'N/A')
const oneOf = (...values: readonly string[]) => when((value) => typeof value === 'string' && values.includes(value))
const orNull =
  (shape: Shape): Shape =>
  (value, at) =>
    value === null ? [] : shape(value, at)
const either =
  (...shapes: readonly Shape[]): Shape =>
  (value, at) =>
    shapes.some((shape) => shape(value, at).length === 0) ? [] : wrong(value, at)
const list =
  (shape: Shape): Shape =>
  (value, at) =>
    Array.isArray(value) ? value.flatMap((one, i) => shape(one, `${at}[${i}]`)) : wrong(value, at)
const texts: Shape = (value, at) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, one]) => text(one, `${at}.${key}`))
    : wrong(value, at)

function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(value, at)
    const found: Readonly<Record<string, unknown>> = { ...value }
    const more = Object.keys(found).filter((key) => !(key in shapes))
    return [
      ...more.map((key) => `${at}.${key}: no such field`),
      ...Object.entries(shapes).flatMap(([key, shape]) => shape(found[key], `${at}.${key}`)),
    ]
  }
}

const identity = fields({ kind: said, namespace: said, name: said })
const controller = fields({ kind: said, namespace: said, name: said, dialect: oneOf('ingress-nginx') })
const reason = oneOf('forbidden', 'not-found', 'unreachable', 'not-captured', 'unsupported')
const gap = fields({ kind: said, namespace: orNull(said), reason, message: said })

const hopKinds = ['address', 'controller', 'tls', 'server', 'location', 'ingress', 'redirect', 'access', 'rewrite']

const answer = fields({
  verdict: oneOf('served', 'redirect', 'not-found', 'unavailable', 'denied', 'unknown'),
  status: orNull(count),
  location: orNull(said),
  upstreamUri: orNull(said),
  source: orNull(identity),
  backend: orNull(fields({ namespace: said, service: said, port: orNull(either(count, said)) })),
  upstream: orNull(said),
  split: list(fields({ upstream: said, percent: orNull(count), when: said })),
  hops: list(
    fields({ kind: oneOf(...hopKinds, 'upstream', 'service', 'endpoint', 'note'), subject: text, detail: text }),
  ),
  losers: list(
    fields({
      source: identity,
      host: orNull(said),
      path: orNull(said),
      pathType: orNull(said),
      code: when((value) => /^[a-z]+(?:-[a-z]+)*$/.test(String(value))),
      message: said,
    }),
  ),
})

const traceFields: Readonly<Record<string, Shape>> = {
  request: fields({
    method: said,
    scheme: oneOf('http', 'https'),
    host: orNull(text),
    path: said,
    headers: texts,
    clientAddress: orNull(said),
    httpVersion: oneOf('1.0', '1.1'),
    sni: orNull(said),
  }),
  controller: orNull(controller),
  asked: orNull(answer),
  served: orNull(answer),
  agree: orNull(flag),
  followed: (value, at) => list(fields(traceFields))(value, at),
  isLoop: flag,
  probe: orNull(
    fields({ replica: identity, status: count, location: orNull(said), milliseconds: count, agrees: orNull(flag) }),
  ),
  gaps: list(gap),
}

const whyItem = fields({
  source: identity,
  controller: orNull(controller),
  rule: orNull(fields({ host: orNull(said), path: orNull(said), pathType: orNull(said), backend: orNull(said) })),
  served: orNull(flag),
  causes: list(
    fields({
      code: when((value) => /^[a-z]+(?:-[a-z]+)*$/.test(String(value))),
      severity: oneOf('error', 'warning', 'info'),
      message: said,
      field: orNull(said),
      since: orNull(said),
      evidence: list(said),
      inferred: flag,
      fix: orNull(said),
      link: when((value) => /^https:\/\/\S+$/.test(String(value))),
    }),
  ),
})

const apiVersion = oneOf('tkng.dev/v1')
const listOf = (kind: string, item: Shape, more: Readonly<Record<string, Shape>>) =>
  fields({ apiVersion, kind: oneOf(kind), ...more, items: list(item), gaps: list(gap) })

/** @param isCapture such a document tells when it was taken */
export function breaches(document: string, isCapture: boolean): readonly string[] {
  const value: unknown = JSON.parse(document)
  const more: Readonly<Record<string, Shape>> = isCapture ? { takenAt: orNull(said) } : {}
  const shapes: Readonly<Record<string, Shape>> = {
    Trace: fields({ apiVersion, kind: oneOf('Trace'), ...more, ...traceFields }),
    TraceList: listOf('TraceList', fields(traceFields), more),
    WhyList: listOf('WhyList', whyItem, more),
  }
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? String(value.kind) : ''
  const shape = shapes[kind]
  return shape === undefined ? [`kind: ${kind}`] : shape(value, '')
}
