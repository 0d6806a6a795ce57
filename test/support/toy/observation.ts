/** What a toy says of itself: `/toy.conf` in lines of `HOST PATH NAMESPACE/NAME SERVICE:PORT`, and `/backends` in JSON. */
import { type Reach, unsupported } from '../../../src/controllers/shared/reach.js'
import { page } from '../../../src/controllers/shared/read.js'
import { firstAnswer } from '../../../src/controllers/shared/ways.js'
import type { Replica } from '../../../src/domain/controllers/controller.js'
import type { Observation, SavedTexts } from '../../../src/domain/controllers/observation.js'
import type { PodAccess } from '../../../src/domain/controllers/pod-access.js'
import type { Answered, Backend } from '../../../src/domain/controllers/replica-facts.js'
import type { Ref } from '../../../src/domain/objects/ref.js'
import { problem } from '../../../src/domain/problem.js'
import { answerFrom } from './plan.js'

/** @param from the pods, or a capture */
export function observationOf(replica: Replica, reach: Reach, from: PodAccess | SavedTexts): Observation {
  const text = (name: string, path: string) => ('get' in from ? live(from, replica, path) : saved(from, replica, name))
  const conf = () => text('toy.conf', '/conf')
  const backends = () => text('toy-backends.json', '/backends')
  return {
    ...unsupported(replica, 'toy'),
    ...reach,
    conf: async () => {
      const found = await conf()
      return { ...found, value: bytes(found.value) }
    },
    backends: async () => {
      const found = await backends()
      return { ...found, value: JSON.parse(found.value) as Backend[] }
    },
    routes: async function* () {
      for (const { host, path, source } of routesIn((await conf()).value)) yield { host, path, source }
    },
    served: async () => {
      const found = await conf()
      const routes = routesIn(found.value)
      return {
        answer: (request) => answerFrom(routes, request),
        learn: async () => {},
        ways: [`its routes by ${found.way}`],
      }
    },
    texts: () =>
      new Map([
        ['toy.conf', async () => (await conf()).value],
        ['toy-backends.json', async () => (await backends()).value],
      ]),
  }
}

function live(pods: PodAccess, replica: Replica, path: string): Promise<Answered<string>> {
  const { namespace, name } = replica
  const ask = async () => (await page(pods, { namespace, name, port: 9000 }, path)).text
  return firstAnswer(
    path,
    replica,
    [{ by: 'port-forward', name: 'port-forward to 9000', source: 'live', ask }],
    pods.may,
  )
}

async function saved(
  { text, source }: SavedTexts,
  { namespace, name }: Replica,
  file: string,
): Promise<Answered<string>> {
  const value = text(file)
  if (value === undefined)
    throw problem('not-observed', {
      what: file,
      pod: `${namespace}/${name}`,
      tried: [{ way: source, why: 'not held' }],
    })
  return { value: String(value), source: 'capture', way: source }
}

function routesIn(conf: string) {
  return conf
    .trim()
    .split('\n')
    .map((line) => {
      const [host = '', path = '', ingress = '', to = ''] = line.split(' ')
      const [namespace = '', name = ''] = ingress.split('/')
      const [service = '', port = ''] = to.split(':')
      const source: Ref = { kind: 'Ingress', namespace, name }
      return { host, path, source, backend: { namespace, service, port: Number(port) } }
    })
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}
