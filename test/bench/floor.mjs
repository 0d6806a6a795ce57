// The floor: fetch the same lists in pages over one connection, parse them, keep nothing.
import { Agent, get } from 'node:http'

const agent = new Agent({ keepAlive: true })
const base = process.argv[2]
const paths = [
  '/apis/networking.k8s.io/v1/ingresses',
  '/apis/networking.k8s.io/v1/ingressclasses',
  '/api/v1/services',
  '/apis/discovery.k8s.io/v1/endpointslices',
]

const json = (path) =>
  new Promise((resolve, reject) => {
    get(base + path, { agent }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
    }).on('error', reject)
  })

async function list(path) {
  let items = 0
  for (let next = ''; next !== undefined; ) {
    const { metadata, items: page } = await json(`${path}?limit=500${next && `&continue=${next}`}`)
    items += page.length
    next = metadata.continue
  }
  return items
}

const counts = await Promise.all(paths.map(list))
process.stdout.write(`${counts.join(' ')}\n`)
agent.destroy()
