// What a Traefik and an F5 NGINX Ingress Controller say of themselves: an answer to /api/rawdata of 50 MB, files of 30 MB,
// with the time and the memory that one process takes to read them.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { measure, report } from './measure.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const source = (name) => join(here, '..', '..', 'src', name)
const mebibyte = 1024 * 1024

export async function benchProxies(runs) {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-bench-'))
  try {
    const library = join(folder, 'proxies.mjs')
    const contents = ['languages/traefik/config/rawdata.ts', 'controllers/f5-nginx/observe/served.ts'].map(
      (name) => `export * from ${JSON.stringify(source(name))}`,
    )
    await build({
      stdin: { contents: contents.join('\n'), resolveDir: here, loader: 'ts' },
      ...{ bundle: true, platform: 'node', format: 'esm', outfile: library, logLevel: 'error' },
    })
    for (const [kind, title, pieces, megabytes] of [
      ['rawdata', 'rawdata of Traefik', rawData, 50],
      ['files', "files of F5's nginx", files, 30],
    ]) {
      const file = join(folder, kind)
      write(file, pieces, megabytes * mebibyte)
      const reading = (mode) => [process.execPath, join(here, 'proxies-read.mjs'), library, file, mode]
      const figures = measure({ 'read as one text': reading('text'), 'read while it streams': reading(kind) }, { runs })
      process.stdout.write(`${report(`${title}, ${megabytes} MB`, figures, 'read as one text')}\n`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function write(file, pieces, size) {
  const to = openSync(file, 'w')
  let written = 0
  for (const piece of pieces(() => written < size)) written += writeSync(to, piece)
  closeSync(to)
}

/** Half of it routers, half services. */
function* rawData(isWanted) {
  const metadata = (i) => ({ metadata: { ingress: { namespace: 'default', name: `app-${i}`, kind: 'Ingress' } } })
  const router = (i) => ({
    ...{
      entryPoints: ['web'],
      service: `default-app-${i}-80`,
      rule: `Host("app-${i}.example.com") && PathPrefix("/")`,
    },
    ...{ priority: 44, status: 'enabled', using: ['web'], observability: metadata(i), middlewares: ['a@kubernetes'] },
  })
  const servers = [1, 2, 3].map((one) => `http://10.0.0.${one}:8080`)
  const service = (i) => ({
    loadBalancer: { servers: servers.map((url) => ({ url })), strategy: 'wrr', passHostHeader: true },
    ...{ status: 'enabled', usedBy: [`default-app-${i}@kubernetes`] },
    serverStatus: Object.fromEntries(servers.map((url) => [url, 'UP'])),
  })
  yield '{"routers":{"first@kubernetes":{}'
  let count = 0
  for (let i = 0; i < 62_000; i++) yield `,"default-app-${i}@kubernetes":${JSON.stringify(router(i))}`
  yield '},"middlewares":{"a@kubernetes":{"addPrefix":{"prefix":"/v1"}}},"services":{"first-80@kubernetes":{}'
  while (isWanted() && count++ < 62_000)
    yield `,"default-app-${count}-80@kubernetes":${JSON.stringify({ ...service(count), filler: 'x'.repeat(120) })}`
  yield '}}'
}

function* files(isWanted) {
  yield '# configuration file /etc/nginx/nginx.conf:\nevents {}\nhttp {\n    include /etc/nginx/conf.d/*.conf;\n}\n'
  for (let i = 0; isWanted(); i++) {
    const name = `app-${i}`
    const settings = '\t\tproxy_set_header X-Forwarded-Port $server_port;\n\t\tproxy_buffering on;\n'.repeat(8)
    yield [
      `# configuration file /etc/nginx/conf.d/default-${name}.conf:`,
      `# configuration for default/${name}`,
      `upstream default-${name}-${name}.example.com-web-80 {\n\tserver 10.0.0.1:8080;\n}`,
      `server {\n\tlisten 80;\n\tserver_name ${name}.example.com;`,
      `\tset $resource_type "ingress";\n\tset $resource_name "${name}";\n\tset $resource_namespace "default";`,
      `\tlocation / {\n\t\tset $service "web";\n${settings}\t\tproxy_pass http://default-${name}-${name}.example.com-web-80;\n\t}\n}\n`,
    ].join('\n')
  }
}
