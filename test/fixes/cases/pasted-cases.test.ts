/** Clusters of people's reports of which there is no more than a pasted text: a part of an nginx.conf, manifests of old versions. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { session } from '../../support/program/session.js'

/** @returns the folder of these files */
function written(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'pasted-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const location = `
		location "/" {
			set $namespace      "default";
			set $ingress_name   "tkng-2";
			set $service_name   "dev";
			set $service_port   "8080";
			set $location_path  "/";
			set $proxy_upstream_name "default-dev-8080";
			proxy_pass http://upstream_balancer;
		}
`
const server = `	## start server dev
	server {
		server_name "dev" ;
		listen 80  ;
		listen [::]:80  ;
		listen 443  ssl;
		set $proxy_upstream_name "-";
${location}	}
	## end server dev
`
const whole = `nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
nginx: configuration file /etc/nginx/nginx.conf test is successful
# configuration file /etc/nginx/nginx.conf:

# Configuration checksum: 127898807051044050
pid /tmp/nginx/nginx.pid;
events {
	worker_connections  16384;
}
http {
${server}}
`

describe.each<[what: string, file: string, text: string, names: string]>([
  ['a server', 'frag.conf', server, 'server_name "dev"'],
  ['a location', 'loc.conf', location, 'location "/"'],
  ['all of nginx -T', 'nginx-T.txt', whole, 'server_name "dev"'],
  ['a server in a comment of an issue', 'paste.md', `\`\`\`\n${server}\`\`\`\n`, 'server_name "dev"'],
])('g01-conf-fragment: %s', (_, file, text, names) => {
  it('is shown by conf, and answers in trace', async () => {
    const from = ['--from', join(written({ [file]: text }), file)]
    const [conf, trace] = await Promise.all([
      session(['conf', '--host', 'dev', ...from]),
      session(['trace', 'http://dev/', ...from]),
    ])
    expect([conf.stdout, conf.code]).toEqual([expect.stringContaining(names), 0])
    expect([trace.stdout, trace.code]).toEqual([
      expect.stringMatching(/^http:\/\/dev\/ → default\/dev:8080 \(Ingress default\/tkng-2/),
      0,
    ])
    expect(trace.stderr).not.toContain('error:')
  })
})

const old = (apiVersion: string, name: string, host: string, port: string) => `apiVersion: ${apiVersion}
kind: Ingress
metadata:
  name: ${name}
spec:
  rules:
  - host: ${host}
    http:
      paths:
      - path: /
        backend:
          serviceName: web
          servicePort: ${port}
`
const manifests = [
  old('extensions/v1beta1', 'old', 'old.example.com', '80'),
  old('networking.k8s.io/v1beta1', 'old2', 'old2.example.com', 'http'),
].join('---\n')

describe.each<[name: string, files: Readonly<Record<string, string>>]>([
  ['n01-old-api', {}],
  [
    'n02-mixed',
    {
      'README.md': '# readme\n',
      'kustomization.yaml': 'resources:\n- i.yaml\n',
      'package.json': '{"a":1}',
      'values.yaml': 'ingress:\n  enabled: true\n  hosts: [a, b]\n',
    },
  ],
])('%s', (_, more) => {
  const folder = written({ 'i.yaml': manifests, ...more })

  it.each([
    [['ingresses', '-A'], /^default +old +old\.example\.com\/ .*\n.*old2 +old2\.example\.com\/ .* http /m],
    [['why', '-A'], /^$/],
    [['certs', '-A'], /^old\.example\.com .*\nold2\.example\.com /m],
    [['lint', '-A'], /^$/],
    [['trace', 'http://old.example.com/'], /^http:\/\/old\.example\.com\/ → default\/web:80 \(Ingress default\/old, /],
  ])('%j reads both, and says which versions no cluster takes any more', async (argv, says) => {
    const { stdout, stderr, code } = await session([...argv, '--from', folder])
    expect([stdout, code]).toEqual([expect.stringMatching(says), 0])
    for (const version of ['extensions/v1beta1', 'networking.k8s.io/v1beta1'])
      expect(stderr).toContain(
        `has Ingress of ${version}, which no cluster takes since 1.22: write networking.k8s.io/v1\n`,
      )
    expect(stderr).not.toMatch(/^(?:error|warning):/m)
  })
})
