/** A real nginx with the Lua code of a controller of ingress-nginx, which serves what that controller made. */
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type Made, nginxBinary, spawnIn } from './controller.js'

/**
 * A folder beside the controller with the Lua code of others that its own needs, as it stands in /usr/local/lib/lua of
 * its image: resty.balancer with its library, resty.cookie, resty.dns, resty.http, resty.lock.
 */
const library = join(process.env.TKNG_INGRESS_NGINX ?? '', 'lualib')

/** Whether requests can be sent at all. */
export const canServe = existsSync(library)

/** Before any worker is there it knows what the controller would tell it later. */
const told = `
local function read(name)
  local file = assert(io.open("/told/" .. name))
  return file:read("*a"), file:close()
end
local shared = ngx.shared
shared.configuration_data:set("backends", (read("backends")))
shared.configuration_data:set("raw_backends_last_synced_at", 1)
local said = require("cjson.safe").decode((read("servers"))) or {}
for _, one in ipairs({ { "servers", "certificate_servers" }, { "certificates", "certificate_data" } }) do
  local all = said[one[1]]
  for name, value in pairs(type(all) == "table" and all or {}) do
    -- Of a server without a certificate.
    if value ~= "-1" then shared[one[2]]:set(name, value) end
  end
end
`

const path = '/lualib/?.lua;/usr/share/lua/5.1/?.lua;;'
const cpath = '/lualib/?.so;/usr/lib/x86_64-linux-gnu/lua/5.1/?.so;;'

/** What was tested, with what an nginx of Debian has no directive for, and with what is told to it. */
function servingText(tested: string, status: number): string {
  return (
    `user root;\n${tested}`
      .replace(/^\s*worker_processes .*$/m, 'worker_processes 1;')
      // There somebody else listens, who hears what the controller says.
      .replace(`listen 127.0.0.1:${status};`, 'listen unix:/status.sock;')
      // Too few are enough for no connection.
      .replace(/^\s*worker_rlimit_nofile .*$/m, 'worker_rlimit_nofile 4096;')
      // Nobody is there; who leads elsewhere here may answer.
      .replace('server 0.0.0.1;', 'server 127.0.0.1:1;')
      // Pods that speak several protocols at one port would get one over the connection of another.
      .replaceAll(/^\s*keepalive \d+;$/gm, '')
      // Nobody but this test sends as many requests.
      .replaceAll(/^\s*limit_(?:req|conn) .*;$/gm, '')
      // Without it, one that nobody answers is tried again until the client goes.
      .replace(/^http \{$/m, 'http {\ngrpc_next_upstream_tries 3;\nfastcgi_next_upstream_tries 3;')
      .replaceAll(/^\s*proxy_next_upstream_tries +0;$/gm, 'proxy_next_upstream_tries 3;')
      .replace(/lua_package_path "([^"]*?);;";/, `lua_package_path "$1;${path}";\nlua_package_cpath "${cpath}";`)
      .replace(/init_by_lua_file ([^;]+);/, 'init_by_lua_block {\ndofile("$1")\n}')
      .replace('init_by_lua_block {', 'init_by_lua_block {\ndofile("/told/told.lua")')
      .replace(
        /\bset \$escaped_request_uri .*;/g,
        'set_by_lua_block $escaped_request_uri { return ngx.escape_uri(ngx.var.request_uri) }',
      )
  )
}

/**
 * @param use as long as it lasts, it listens at the ports of `made`
 * @throws where it ends by itself
 */
export async function serving<T>({ root, ports, bodies }: Made, use: () => Promise<T>): Promise<T> {
  mkdirSync(join(root, 'told'), { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(root, name), text)
  for (const [name, text] of Object.entries({ ...bodies, 'told.lua': told })) write(`told/${name}`, text)
  cpSync(library, join(root, 'lualib'), { recursive: true, dereference: true })
  write('serving.conf', servingText(readFileSync(join(root, 'tmp/translated.conf'), 'utf8'), ports.get('status') ?? 0))
  const child = spawnIn(root, [nginxBinary, '-c', '/serving.conf'])
  let said = ''
  for (const out of [child.stdout, child.stderr])
    out.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-10_000)
    })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`nginx ended with ${code}: ${said}`)
  })
  ended.catch(() => {})
  try {
    while (!(await Promise.race([isOpen(ports.get('http') ?? 0), ended])));
    return await Promise.race([use(), ended])
  } finally {
    child.kill('SIGKILL')
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
    socket.on('close', () => socket.destroy()).on('connect', () => socket.end())
  })
}
