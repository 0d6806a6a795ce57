// Objects as an API server sends them in protobuf: written from the API's own definitions, and not from what we read.
// https://github.com/kubernetes/api/blob/master/networking/v1/generated.proto, core/v1, discovery/v1, apimachinery's meta/v1
// How Go's types are written: what is no pointer is there even where it is empty; `?` marks pointers.

const text = (value = '') => Buffer.from(value, 'utf8')
const maybe = (write) => (value) => (value === undefined || value === null ? null : write(value))

/** [number, write] of each field; `write` gives the bytes of a value, a number for a varint, a list of either, or null. */
const fields = (table) => (object) =>
  Buffer.concat(
    Object.entries(table).flatMap(([name, [number, write]]) => {
      const written = write(object?.[name])
      return (Array.isArray(written) ? written : [written])
        .filter((one) => one !== null)
        .map((one) => field(number, one))
    }),
  )
const field = (number, value) =>
  Buffer.isBuffer(value)
    ? Buffer.concat([varint(number * 8 + 2), varint(value.length), value])
    : Buffer.concat([varint(number * 8), varint(value)])

function varint(value) {
  const bytes = []
  for (let left = BigInt.asUintN(64, BigInt(value)); ; left >>= 7n) {
    if (left < 128n) return Buffer.from([...bytes, Number(left)])
    bytes.push(Number(left & 127n) | 128)
  }
}

const integer = (value = 0) => value
const flag = (value = false) => Number(value)
const list = (write) => (values) => (values ?? []).map(write)
const entries = (write) => (map) =>
  Object.entries(map ?? {}).map(([key, value]) => Buffer.concat([field(1, text(key)), field(2, write(value))]))
const time = (value) => {
  if (value === undefined || value === null) return Buffer.alloc(0)
  return Buffer.concat([field(1, Date.parse(value) / 1000), field(2, 0)])
}
const intOrString = (value = 0) =>
  typeof value === 'number'
    ? Buffer.concat([field(1, 0), field(2, value), field(3, text())])
    : Buffer.concat([field(1, 1), field(2, 0), field(3, text(value))])
const rawJson = (value) => field(1, text(JSON.stringify(value)))

const objectMeta = fields({
  name: [1, text],
  generateName: [2, text],
  namespace: [3, text],
  selfLink: [4, text],
  uid: [5, text],
  resourceVersion: [6, text],
  generation: [7, integer],
  creationTimestamp: [8, time],
  deletionTimestamp: [9, maybe(time)],
  deletionGracePeriodSeconds: [10, maybe(integer)],
  labels: [11, entries(text)],
  annotations: [12, entries(text)],
  finalizers: [14, list(text)],
  managedFields: [
    17,
    list(
      fields({
        manager: [1, text],
        operation: [2, text],
        apiVersion: [3, text],
        time: [4, maybe(time)],
        fieldsType: [6, text],
        fieldsV1: [7, maybe(rawJson)],
        subresource: [8, text],
      }),
    ),
  ],
})

const backend = fields({
  resource: [3, maybe(fields({ apiGroup: [1, maybe(text)], kind: [2, text], name: [3, text] }))],
  service: [4, maybe(fields({ name: [1, text], port: [2, fields({ name: [1, text], number: [2, integer] })] }))],
})
const path = fields({ path: [1, text], backend: [2, backend], pathType: [3, maybe(text)] })
const loadBalancerIngress = fields({
  ip: [1, text],
  hostname: [2, text],
  ports: [4, list(fields({ port: [1, integer], protocol: [2, text], error: [3, maybe(text)] }))],
})
const loadBalancer = fields({ loadBalancer: [1, fields({ ingress: [1, list(loadBalancerIngress)] })] })
const http = fields({ paths: [1, list(path)] })

const kinds = {
  Ingress: fields({
    metadata: [1, objectMeta],
    spec: [
      2,
      fields({
        defaultBackend: [1, maybe(backend)],
        tls: [2, list(fields({ hosts: [1, list(text)], secretName: [2, text] }))],
        rules: [
          3,
          list((rule) =>
            Buffer.concat([
              field(1, text(rule.host)),
              field(2, rule.http ? field(1, http(rule.http)) : Buffer.alloc(0)),
            ]),
          ),
        ],
        ingressClassName: [4, maybe(text)],
      }),
    ],
    status: [3, loadBalancer],
  }),
  Service: fields({
    metadata: [1, objectMeta],
    spec: [
      2,
      fields({
        ports: [
          1,
          list(
            fields({
              name: [1, text],
              protocol: [2, text],
              port: [3, integer],
              targetPort: [4, intOrString],
              nodePort: [5, integer],
              appProtocol: [6, maybe(text)],
            }),
          ),
        ],
        selector: [2, entries(text)],
        clusterIP: [3, text],
        type: [4, text],
        externalIPs: [5, list(text)],
        sessionAffinity: [7, text],
        externalName: [10, text],
        publishNotReadyAddresses: [13, flag],
        clusterIPs: [18, list(text)],
      }),
    ],
    status: [3, loadBalancer],
  }),
  EndpointSlice: fields({
    metadata: [1, objectMeta],
    endpoints: [
      2,
      list(
        fields({
          addresses: [1, list(text)],
          conditions: [
            2,
            fields({ ready: [1, maybe(flag)], serving: [2, maybe(flag)], terminating: [3, maybe(flag)] }),
          ],
          hostname: [3, maybe(text)],
          targetRef: [
            4,
            maybe(
              fields({ kind: [1, text], namespace: [2, text], name: [3, text], uid: [4, text], fieldPath: [7, text] }),
            ),
          ],
          nodeName: [6, maybe(text)],
          zone: [7, maybe(text)],
        }),
      ),
    ],
    ports: [
      3,
      list(
        fields({
          name: [1, maybe(text)],
          protocol: [2, maybe(text)],
          port: [3, maybe(integer)],
          appProtocol: [4, maybe(text)],
        }),
      ),
    ],
    addressType: [4, text],
  }),
  Secret: fields({
    metadata: [1, objectMeta],
    data: [2, entries((value) => Buffer.from(value, 'base64'))],
    type: [3, text],
    immutable: [5, maybe(flag)],
  }),
}

const listMeta = fields({
  selfLink: [1, text],
  resourceVersion: [2, text],
  continue: [3, text],
  remainingItemCount: [4, maybe(integer)],
})

const status = fields({
  metadata: [1, listMeta],
  status: [2, text],
  message: [3, text],
  reason: [4, text],
  details: [5, maybe(fields({ name: [1, text], group: [2, text], kind: [3, text] }))],
  code: [6, integer],
})

/**
 * @param {{kind: string, apiVersion?: string}} document a Status, or a list of a kind that is here
 * @returns {Buffer | null} null: it has no such form here
 */
export function protobufOf(document) {
  if (document.kind === 'Status') return wrapped(document, status(document))
  const write = kinds[document.kind.replace(/List$/, '')]
  if (write === undefined || !document.kind.endsWith('List')) return null
  const { metadata, items } = document
  return wrapped(document, fields({ metadata: [1, listMeta], items: [2, list(write)] })({ metadata, items }))
}

function wrapped({ apiVersion = 'v1', kind }, raw) {
  const type = Buffer.concat([field(1, text(apiVersion)), field(2, text(kind))])
  return Buffer.concat([Buffer.from('k8s\0'), field(1, type), field(2, raw), field(3, text()), field(4, text())])
}
