/**
 * What the words of a fix ask for, done to the objects as somebody does it who reads them: each hand knows one turn of
 * phrase, and of a fix with several ways out each is tried alone.
 */
import { pem } from '../cluster/tls-files.js'
import { type Bench, type Item, type Rule, specOf } from './bench.js'

type Hand = readonly [words: RegExp, deed: (bench: Bench, ...words: string[]) => unknown]

const base64 = (text: string) => Buffer.from(text).toString('base64')
const certificate = {
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': base64(pem('hosts')), 'tls.key': base64(pem('server-key')) },
}
/** A TLS section for the host, and its Secret. */
function shown(bench: Bench, host: string): void {
  bench.spec.tls = [...(bench.spec.tls ?? []), { hosts: [host], secretName: 'shown' }]
  bench.add({ kind: 'Secret', metadata: { namespace: bench.namespace, name: 'shown' }, ...certificate })
}

/** Of a statement with a block the block goes with it. */
function without(text: string, line: number): string {
  const lines = text.split('\n')
  const depth = (from: string[]) => from.join('').split('{').length - from.join('').split('}').length
  let end = line
  while (end < lines.length && depth(lines.slice(line - 1, end)) > 0) end += 1
  return lines.filter((_, i) => i < line - 1 || i >= end).join('\n')
}

const ofAnnotations: readonly Hand[] = [
  [
    /^Take the slash before (\S+) out of ([a-z-]+)\./,
    (bench, variable, name) =>
      bench.annotate(
        name,
        bench.valueOf(name).replace(`/${variable}`, () => variable),
      ),
  ],
  [
    /^Write annotation ([a-z-]+) in place of that line/,
    (bench, name) => {
      const [, line = '1'] = /\bline (\d+) of/.exec(bench.found.message) ?? []
      const written = bench.valueOf(bench.named).split('\n')[Number(line) - 1] ?? ''
      bench.annotate(bench.named, without(bench.valueOf(bench.named), Number(line)))
      bench.annotate(name, /\s(\S+);/.exec(written)?.[1] ?? '')
    },
  ],
  [
    /^Write a whole URL, with scheme and host/,
    (bench) => bench.annotate(bench.named || 'permanent-redirect', 'https://c.test/'),
  ],
  [
    /(?:^(?:Write|Set) |, or (?:write |set )?)([a-z-]+): "([^"]*)"(?! in | and |.*For the clients)/,
    (bench, name, value) => bench.annotate(name, value),
  ],
  [
    /^Set backend-protocol: "(\w+)" and upstream-vhost: "([^"]+)"/,
    (bench, protocol, host) => {
      bench.annotate('backend-protocol', protocol)
      bench.annotate('upstream-vhost', host)
    },
  ],
  [
    /^Set backend-protocol: "(GRPC)" .* For the clients of gRPC: Name (\S+) in a TLS section/,
    (bench, protocol, host) => {
      bench.annotate('backend-protocol', protocol)
      shown(bench, host)
    },
  ],
  [/^Write (rewrite-target): (\S+)\./, (bench, name, value) => bench.annotate(name, value)],
  [/(?:^Remove|or remove|^Take) ([a-z-]*-[a-z-]+)(?:: "\w+" off|[,.:])/, (bench, name) => bench.annotate(name, null)],
  [/(?:^Remove|or remove) it\b/, (bench) => bench.annotate(bench.named, null)],
  [/or remove the canary\./, (bench) => bench.items.splice(bench.items.indexOf(bench.subject), 1)],
  [
    /^Write ([a-z./-]+(?:\/[a-z-]+|by-header))[.,]/,
    (bench, name) => {
      bench.annotate(name, bench.valueOf(bench.named))
      bench.annotate(bench.named, null)
    },
  ],
  [
    /Write (\S+) in place of (\S+) in ([a-z-]+)/,
    (bench, to, from, name) =>
      bench.annotate(
        name,
        bench.valueOf(name).replace(from, () => to),
      ),
  ],
  [
    /Let ([a-z-]+) begin with (\S+) in place of its scheme and host/,
    (bench, name, to) =>
      bench.annotate(
        name,
        bench.valueOf(name).replace(/^\w+:\/\/[^/]+/, () => to),
      ),
  ],
  [
    /^Set (mirror-host) to the host of the target/,
    (bench, name) => bench.annotate(name, new URL(bench.valueOf('mirror-target').split('$')[0] ?? '').hostname),
  ],
  [
    /^Write (proxy-busy-buffers-size), too: that size/,
    (bench, name) => bench.annotate(name, bench.valueOf('proxy-buffer-size')),
  ],
  [
    /or twice it/,
    (bench) => {
      const [, size = '', unit = ''] = /^(\d+)(\w?)$/.exec(bench.valueOf('proxy-buffer-size')) ?? []
      bench.annotate('proxy-busy-buffers-size', `${2 * Number(size)}${unit}`)
    },
  ],
  [
    /Write ([a-z-]+) without it/,
    (bench, name) => {
      const [, word = ''] = /has "([^"]+)"/.exec(bench.found.message) ?? []
      bench.annotate(name, bench.valueOf(name).replaceAll(word, ''))
    },
  ],
  [
    /^Set ([a-z-]+) on the Ingress that has path \//,
    (bench, name) => {
      const others = bench.items.filter((one) => one.kind === 'Ingress' && one !== bench.subject)
      const has = ({ spec }: Item) => spec?.rules?.some(({ http }) => http?.paths.some(({ path }) => path === '/'))
      const other =
        others.find(has) ??
        bench.beside({ host: bench.rule.host ?? null, http: { paths: [{ ...bench.path, path: '/' }] } })
      bench.annotate(name, bench.valueOf(name), other)
      bench.annotate(name, null)
    },
  ],
  [
    /^Move ([a-z-]+) to the Ingress that the canary tries out/,
    (bench, name) => {
      const other = bench.items.find(
        (one) => one.kind === 'Ingress' && one.metadata.name !== bench.subject.metadata.name,
      )
      bench.annotate(name, bench.valueOf(name), other)
      bench.annotate(name, null)
    },
  ],
  [
    /^Set the same on Ingress (\S+),/,
    (bench, name) => bench.annotate(bench.named, bench.valueOf(bench.named), bench.ingress(name)),
  ],
]

const ofSnippets: readonly Hand[] = [
  [
    /^Write (SecRuleEngine On) into (modsecurity-snippet) of the Ingress/,
    (bench, line, name) => bench.annotate(name, `${line}\n${bench.valueOf(name)}`),
  ],
  [
    /Write (SecRuleEngine On) into (modsecurity-snippet) of (?:the Ingress, or of )?the ConfigMap/,
    (bench, line, name) => {
      bench.settings[name] = `${line}\n${bench.settings[name] ?? ''}`
    },
  ],
  [
    /into (modsecurity-snippet) of( the Ingress)?.* or (SecRuleEngine DetectionOnly), if that is meant/,
    (bench, name, isOwn, line) => {
      if (isOwn) bench.annotate(name, `${line}\n${bench.valueOf(name)}`)
      else bench.settings[name] = `${line}\n${bench.settings[name] ?? ''}`
    },
  ],
  [
    /^Set ([a-z-]+) in the controller's ConfigMap, for all hosts, in place of that line/,
    (bench, name) => {
      const [, at = ''] = /\["[^"]*\/([a-z-]+)"\]/.exec(bench.found.field ?? '') ?? []
      const directive = name.replaceAll('-', '_')
      const lines = bench.valueOf(at).split('\n')
      const line = lines.find((one) => one.startsWith(directive)) ?? ''
      bench.settings[name] = line.slice(directive.length, -1).trim()
      bench.annotate(at, lines.filter((one) => one !== line).join('\n'))
    },
  ],
  [
    /^Take the slash before (\$\w+) out of ([a-z-]+)/,
    (bench, variable, name) => bench.annotate(name, bench.valueOf(name).replace(`/${variable}`, variable)),
  ],
  [
    /^Write upstream-vhost: "([^"]*)" in place of that line of ([a-z-]+)/,
    (bench, host, name) => {
      bench.annotate(
        name,
        bench
          .valueOf(name)
          .replace(/^.*_set_header Host .*$/m, '')
          .trim() || null,
      )
      bench.annotate('upstream-vhost', host)
    },
  ],
  [
    /^Take that line out of ([a-z-]+)/,
    (bench, name) => {
      const [, line = '1'] = /\bline (\d+) of/.exec(bench.found.message) ?? []
      bench.annotate(name, without(bench.valueOf(name), Number(line)))
    },
  ],
  [
    /Write a ";" at the end of line (\d+) of ([a-z-]+)( in ConfigMap)?/,
    (bench, line, name, isSetting) => {
      const end = (text: string) =>
        text
          .split('\n')
          .map((one, i) => (i === Number(line) - 1 ? `${one};` : one))
          .join('\n')
      if (isSetting) bench.settings[name] = end(bench.settings[name] ?? '')
      else bench.annotate(name, end(bench.valueOf(name)))
    },
  ],
  [
    /Correct that line of ([a-z-]+), or take it out/,
    (bench, name) => {
      const [, line] = /\bline (\d+) of/.exec(bench.found.message) ?? []
      if (bench.valueOf(name) === '') delete bench.settings[name]
      else bench.annotate(name, line === undefined ? null : without(bench.valueOf(name), Number(line)) || null)
    },
  ],
  [/Correct ([a-z-]+), or take it out/, (bench, name) => bench.annotate(name, null)],
]

const ofSettings: readonly Hand[] = [
  [
    /^Write location (.+) in place of location (.+): it comes/,
    (bench, after, before) =>
      bench.annotate(
        bench.named,
        bench.valueOf(bench.named).replace(`location ${before} `, () => `location ${after} `),
      ),
  ],
  [
    /^Give path (\S+) an Ingress of its own, whose location has a backend/,
    (bench, path) => {
      const [, directive = '', value = ''] = /\{ (\w+) (\d+)/.exec(bench.valueOf(bench.named)) ?? []
      bench.annotate(bench.named, null)
      const apart = structuredClone(bench.subject)
      apart.metadata.name = 'apart'
      for (const rule of specOf(apart).rules ?? []) for (const one of rule.http?.paths ?? []) one.path = path
      bench.annotate(directive.replaceAll('_', '-'), value, apart)
      bench.add(apart)
    },
  ],
  [
    /^Take path (\S+) out of Ingress (\S+),/,
    (bench, path, name) => {
      for (const { http } of specOf(bench.ingress(name)).rules ?? [])
        if (http) http.paths = http.paths.filter((one) => one.path !== path)
    },
  ],
  [
    /^Take location .+ out of ([a-z-]+) of Ingress (\S+)\./,
    (bench, annotation, name) => bench.annotate(annotation, null, bench.ingress(name)),
  ],
  [
    /^Take ([\d and]+) out of (custom-http-errors) of the ConfigMap/,
    (bench, codes, name) => {
      const left = (bench.settings[name] ?? '').split(',').filter((code) => !codes.split(' and ').includes(code))
      bench.settings[name] = left.join(',')
    },
  ],
  [
    /^Set (\S+): "(\d+)" on Service (\S+)\/(\S+)\./,
    (bench, name, value, namespace, service) => bench.annotate(name, value, bench.get('Service', namespace, service)),
  ],
  [
    /^Let client or backend send something every \d+ seconds/,
    // What they send stands in no object: with it nginx need not wait for longer than that.
    (bench) => bench.annotate(bench.named.replace(/.*\//, ''), null),
  ],
  [/^Take (use-proxy-protocol) out of the ConfigMap/, (bench, name) => delete bench.settings[name]],
  [
    /or ask for the protocol in Service (\S+)\/(\S+) by the annotation of its cloud/,
    (bench, namespace, name) => {
      const entry = bench.get('Service', namespace, name)
      bench.annotate('service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol', 'true', entry)
    },
  ],
  [
    /^Set ([a-z-]+) in the data of the controller's ConfigMap, and take it off the Ingress/,
    (bench, name) => {
      bench.settings[name] = bench.valueOf(name)
      bench.annotate(name, null)
    },
  ],
  [
    /^Set use-http2: "true" in the controller's ConfigMap, .*; and name (\S+) in a TLS section/,
    (bench, host) => {
      bench.settings['use-http2'] = 'true'
      shown(bench, host)
    },
  ],
  [
    /(?:^Set|, or set) ([a-z0-9-]+): "([^"]*)" in (?:the controller's )?ConfigMap(?!.*; and)/,
    (bench, name, value) => {
      bench.settings[name] = value
    },
  ],
  [/or take (use-http2) out(?!.*; and)/, (bench, name) => delete bench.settings[name]],
  [
    /Write (.+;) into (http-snippet) of the ConfigMap/,
    (bench, text, name) => {
      bench.settings[name] = text
    },
  ],
  [
    /^Write ([a-z-]+) in place of ([a-z-]+)\./,
    (bench, to, from) => {
      bench.settings[to] = bench.settings[from] ?? ''
      delete bench.settings[from]
    },
  ],
  [
    /^Write ([a-z-]+) into the data of the ConfigMap/,
    (bench, name) => {
      bench.settings[name] = bench.valueOf(bench.named)
      bench.annotate(bench.named, null)
    },
  ],
  [
    /take the word out of (annotation-value-word-blocklist)/,
    (bench, name) => {
      const [, word = ''] = /has "([^"]+)"/.exec(bench.found.message) ?? []
      bench.settings[name] = (bench.settings[name] ?? '')
        .split(',')
        .filter((one) => one !== word)
        .join()
    },
  ],
  [/^Start the controller with (--\S+?),/, (bench, flag) => bench.container.args.push(flag)],
  [
    /(?:run a controller of|Use release|^(?!Set).*or use release) (\S+) or later/,
    (bench, release) => {
      bench.container.image = bench.container.image.replace(/:.*/, `:v${release}`)
    },
  ],
]

const ofPaths: readonly Hand[] = [
  [/^Write path: (\S+), if requests for it are meant, too/, (bench, path) => Object.assign(bench.path, { path })],
  [/^Give the rule a host\./, (bench) => Object.assign(bench.rule, { host: 'a.test' })],
  [
    /^Give the path a host of its own/,
    (bench) => specOf(bench.subject).rules?.push({ ...bench.takeOut(bench.path), host: 'own.example.com' }),
  ],
  [/remove ([a-z-]+) from Ingress (\S+?)\./, (bench, name, from) => bench.annotate(name, null, bench.ingress(from))],
  [
    /^Give path \/ of (\S+) to the Service that ends TLS/,
    (bench, host) => {
      const backend = bench.path.backend
      bench.spec.rules?.push({ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } })
    },
  ],
  [/^Give the host paths/, (bench) => bench.serveRule()],
  [/^Correct the pattern: close what is open/, (bench) => Object.assign(bench.path, { path: `${bench.path.path})` })],
  [
    /^Set (proxy-ssl-name) to a name that the certificate of the backend has, with (proxy-ssl-server-name): "on"/,
    (bench, name, too) => {
      bench.annotate(name, 'web.example.com')
      bench.annotate(too, 'on')
    },
  ],
  [
    /^Write path: (\S+) with pathType: (\w+)\.?(?:, and rewrite-target: (\S+?),)?/,
    (bench, path, pathType, target) => {
      Object.assign(bench.path, { path, pathType })
      if (target) bench.annotate('rewrite-target', target)
    },
  ],
  [
    /^Move the path to an Ingress of its own, and write path: (\S+) with pathType: (\w+), and rewrite-target: (\S+),/,
    (bench, path, pathType, target) => {
      const annotations = bench.annotations()
      const made = bench.beside(bench.takeOut(bench.path), annotations)
      Object.assign(made.spec?.rules?.[0]?.http?.paths[0] ?? {}, { path, pathType })
      bench.annotate('rewrite-target', target, made)
    },
  ],
  [/^Write pathType: (\w+)/, (bench, pathType) => Object.assign(bench.path, { pathType })],
  [/e\.g\. (\S+) with pathType: (\w+),/, (bench, path, pathType) => Object.assign(bench.path, { path, pathType })],
  [/move the path to an Ingress without rewrite-target/, (bench) => bench.beside(bench.takeOut(bench.path))],
  [
    /^Move path (\S+) to an Ingress of its own, without auth-url and the annotations for it\./,
    (bench, path) => {
      const one = bench.spec.rules?.flatMap(({ http }) => http?.paths ?? []).find((two) => two.path === path)
      const annotations = { ...bench.annotations() }
      for (const name of Object.keys(annotations)) if (/\/auth-(?!tls)/.test(name)) delete annotations[name]
      bench.beside(bench.takeOut(one as NonNullable<typeof one>), annotations)
    },
  ],
  [
    /Let an Ingress of its own, without auth-url, give path (\S+) of (\S+) to the service/,
    (bench, path, host) => bench.beside({ host, http: { paths: [{ ...bench.path, path, pathType: 'Prefix' }] } }),
  ],
  [
    /^Add a rule for path \/ of (\S+) to another Ingress, without the redirect/,
    (bench, host) => bench.beside({ host, http: { paths: [{ ...bench.path, path: '/', pathType: 'Prefix' }] } }),
  ],
  [/^Add a rule for ([a-z.-]+), or/, (bench, host) => bench.spec.rules?.push({ ...(bench.rule as Rule), host })],
  [/^Remove path (\S+) of \S+ from one of the two Ingresses/, (bench) => bench.takeOut(bench.path)],
  [/^Move the rule to a host of its own/, (bench) => Object.assign(bench.rule, { host: 'own.example.com' })],
  [
    /(?:^Move the patterns of Ingress|^Give Ingress) (\S+) (?:to )?a host of (?:their|its) own/,
    (bench, name) => {
      for (const rule of specOf(bench.ingress(name)).rules ?? []) rule.host = 'own.example.com'
    },
  ],
  [/or give it another path/, (bench) => Object.assign(bench.path, { path: '/other' })],
  [
    /^Create an Ingress without canary: "true" for the same host, path and path type/,
    (bench) => {
      bench.serve('main')
      const backend = { service: { name: 'main', port: { number: 80 } } }
      bench.beside({ ...bench.rule, http: { paths: [{ ...bench.path, backend }] } })
    },
  ],
]

const ofBackends: readonly Hand[] = [
  [/^Write externalName: ([a-z.-]+);/, (bench, externalName) => Object.assign(specOf(bench.service), { externalName })],
  [
    /^Point the ExternalName to a DNS name/,
    (bench) => Object.assign(specOf(bench.service), { externalName: 'b.test' }),
  ],
  [
    /^Set externalTrafficPolicy: Local in Service (\S+?)\/(\S+),/,
    (bench, namespace, name) => {
      Object.assign(specOf(bench.get('Service', namespace, name)), { externalTrafficPolicy: 'Local' })
    },
  ],
  [
    /^Write port number (\d+)\./,
    (bench, number) => Object.assign(bench.path.backend.service ?? {}, { port: { number: Number(number) } }),
  ],
  [/^Create Service (\S+) in namespace/, (bench, name) => bench.serve(name)],
  [
    /[Ll]et (?:the selector of )?Service (\S+)\/(\S+) (?:match running pods that listen on that port|have a ready endpoint)/,
    (bench, namespace, name) => bench.endpointsOf(name, namespace),
  ],
  [
    /Give the other paths a Service/,
    (bench) => {
      const to = /default-(\S+)-(\d+) is used, also of (\S+?)\//.exec(bench.found.message) ?? []
      const [, name = '', , host] = to
      bench.serve('own', name)
      for (const { kind, spec } of bench.items)
        for (const rule of kind === 'Ingress' ? (spec?.rules ?? []) : [])
          for (const { backend } of rule.host === host ? (rule.http?.paths ?? []) : [])
            if (backend.service?.name === name) backend.service.name = 'own'
    },
  ],
  [
    /(?:or g|^G)ive this one a Service of its own/,
    (bench) => {
      bench.serve('own', bench.path.backend.service?.name)
      Object.assign(bench.path.backend.service ?? {}, { name: 'own' })
    },
  ],
  [
    /or take the annotation off the Service/,
    (bench) => {
      for (const item of bench.items) if (item.kind === 'Service') delete item.metadata.annotations
    },
  ],
]

const ofOthers: readonly Hand[] = [
  [/^Write ingressClassName: (\S+)\./, (bench, name) => Object.assign(bench.spec, { ingressClassName: name })],
  [
    /^Create (Secret|ConfigMap) (\S+) in namespace (\S+?),/,
    (bench, kind, name, namespace) => bench.add({ kind, metadata: { namespace, name }, data: { auth: base64('x:y') } }),
  ],
  [
    /to Secret (\S+)\/(\S+) under the key (\S+)\./,
    (bench, namespace, name, key) => {
      const secret = bench.get('Secret', namespace, name)
      secret.data = { ...secret.data, [key]: base64('x') }
    },
  ],
  [
    /into Secret (\S+)\/(\S+) under the key (\w+),/,
    (bench, namespace, name, key) => {
      const secret = bench.get('Secret', namespace, name)
      secret.data = { ...secret.data, [key]: base64('x:y') }
    },
  ],
  [
    /^Copy the Secret into the namespace of the Ingress and name that one/,
    (bench) => {
      const [namespace, name = ''] = bench.valueOf(bench.named).split('/')
      const secret = bench.get('Secret', namespace, name)
      bench.add({ ...secret, metadata: { namespace: bench.namespace, name } })
      bench.annotate(bench.named, name)
    },
  ],
  [
    /^Write secretName: (\S+), the bare name of a Secret with tls.crt and tls.key/,
    (bench, name) => {
      for (const one of bench.spec.tls ?? []) one.secretName = name
      Object.assign(bench.get('Secret', bench.namespace, name), certificate)
    },
  ],
  [/^Name (\S+) in (?:spec.tls with a certificate for it|a TLS section)/, shown],
  [
    /or take it out of the TLS section/,
    (bench) => {
      bench.spec.tls = []
    },
  ],
  [/^Name a host in the rule/, (bench) => Object.assign(bench.rule, { host: bench.spec.tls?.[0]?.hosts?.[0] })],
]

const hands = [...ofAnnotations, ...ofSnippets, ...ofSettings, ...ofPaths, ...ofBackends, ...ofOthers]

export interface Way {
  /** as its hand knows them */
  readonly phrase: string
  readonly words: string
  readonly deed: (bench: Bench) => void
}

/** All that there is a hand for. */
export const phrases: readonly string[] = hands.map(([{ source }]) => source)

/** @returns each way out that the words offer; none: nobody but a person can do it */
export function waysOf(fix: string): readonly Way[] {
  return hands.flatMap(([phrase, deed]): Way[] => {
    const [words, ...parts] = phrase.exec(fix) ?? []
    const done = (bench: Bench) => void deed(bench, ...parts.map((one) => one ?? ''))
    return words === undefined ? [] : [{ phrase: phrase.source, words, deed: done }]
  })
}
