/** What we make of every recorded Ingress' annotations, beside what five releases of the real controller rendered of it. */

import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readAnnotations } from '../../src/controllers/ingress-nginx/annotations/read.js'
import type { Annotations, Reading } from '../../src/controllers/ingress-nginx/annotations/reading.js'
import { owns } from '../../src/controllers/ingress-nginx/workload/own.js'
import { policyOf } from '../../src/controllers/ingress-nginx/workload/policy.js'
import type { Ingress, Kind } from '../../src/domain/objects/objects.js'
import { project } from '../../src/domain/objects/project.js'
import { type NamespacedName, nameOf, refOf } from '../../src/domain/objects/ref.js'
import { type Recorded, recordedConf } from '../support/recorded/conf.js'
import { recordedObjects, recording } from '../support/recorded/recordings.js'
import { controllerWith } from '../support/worlds/ingress-world.js'

const objects = recordedObjects('zoo')
const index = <K extends Kind>(kind: K) =>
  new Map(objects[kind].map((wire) => project(kind, wire)).map((one) => [nameOf(refOf(one)), one]))
const classes = index('IngressClass')
const [configMaps, secrets, services] = [index('ConfigMap'), index('Secret'), index('Service')]
const look = {
  configMapOf: (ref: NamespacedName) => configMaps.get(nameOf(ref)),
  secretOf: (ref: NamespacedName) => secrets.get(nameOf(ref)),
  serviceOf: (ref: NamespacedName) => services.get(nameOf(ref)),
}

const pod = readdirSync(recording('zoo', 'pods')).sort()[0] ?? ''
const confs: Readonly<Record<string, string>> = {
  '1.15.1': recording('zoo', 'pods', pod, 'nginx.conf'),
  ...Object.fromEntries(
    ['1.12.8', '1.11.5', '1.9.6', '1.0.0'].map((version) => [
      version,
      recording('conf-versions', `v${version}`, 'zoo', 'nginx.conf'),
    ]),
  ),
}

interface Served {
  readonly name: string
  readonly ingress: Ingress
  readonly reading: Reading
}

/** Those of the controller's class; the older releases ran without the one that breaks their configuration. */
function readAll(version: string): Served[] {
  const controller = {
    ...controllerWith(['--configmap=kube-system/ingress-controller-ingress-nginx-controller'], version),
    namespace: 'kube-system',
  }
  const { configMap } = controller.settings
  const policy = policyOf(controller, configMap && look.configMapOf(configMap))
  return objects.Ingress.map((wire) => project('Ingress', wire))
    .filter((ingress) => owns(controller, ingress, (name) => classes.get(`/${name}`)))
    .map((ingress) => ({ name: nameOf(refOf(ingress)), ingress, reading: readAnnotations(ingress, policy, look) }))
    .filter(({ name }) => version === '1.15.1' || name !== 'shop/weird-paths')
}

/** A location, or a whole server, tells of it: canaries and default backends leave no name behind. */
function isFindable({ ingress }: Served): boolean {
  const isCanary = ingress.metadata.annotations?.['nginx.ingress.kubernetes.io/canary'] === 'true'
  return (
    !isCanary && (ingress.spec?.rules ?? []).some(({ http }) => http?.paths?.some(({ backend }) => backend?.service))
  )
}

function hostsOf({ ingress }: Served): string[] {
  return (ingress.spec?.rules ?? []).map(({ host }) => host || '_')
}

function isNamed(conf: Recorded, one: Served): boolean {
  return conf.named.has(one.name) || hostsOf(one).some((host) => conf.forbidden.has(host))
}

/** The lines that a location should have, as far as annotations decide it. */
function linesOf({ access, redirect }: Annotations): string[] {
  return [
    ...access.allowlist.map((network) => `allow ${network};`),
    ...access.denylist.map((network) => `deny ${network};`),
    ...(access.allowlist.length > 0 ? ['deny all;'] : []),
    ...(access.basicAuth ? [`auth_basic "${access.basicAuth.realm}";`] : []),
    ...(access.satisfy ? [`satisfy ${access.satisfy};`] : []),
    ...(redirect.url ? [`return ${redirect.code} ${redirect.url};`] : []),
  ]
}

describe.each(Object.keys(confs))('release %s', (version) => {
  const conf = recordedConf(confs[version] ?? '')
  const all = readAll(version)
  const kept = all.flatMap((one) => (one.reading.annotations ? [{ ...one, annotations: one.reading.annotations }] : []))

  it('drops the Ingresses that the controller dropped', () => {
    const findable = all.filter(isFindable)
    const theirs = findable.filter((one) => !isNamed(conf, one)).map(({ name }) => name)
    const ours = findable.filter(({ reading }) => reading.annotations === null).map(({ name }) => name)
    expect(ours).toEqual(theirs)
    expect(ours).toEqual(
      version === '1.15.1' || version === '1.12.8' ? ['sec/authurl-invalid', 'sec/server-snippet', 'sec/snippet'] : [],
    )
  })

  it('denies the same, for the same reasons', () => {
    const ours = kept.flatMap(({ name, annotations }) =>
      annotations.denied !== null && annotations.authTls === null ? [[name, annotations.denied.toLowerCase()]] : [],
    )
    const theirs = [...conf.denied].map(([name, reason]) => [name, reason.toLowerCase()])
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs))
    expect(ours.length).toBeGreaterThan(2)
  })

  it('answers 403 for whole hosts where the controller does', () => {
    const ours = kept.flatMap((one) =>
      one.annotations.authTls?.error ? hostsOf(one).map((host) => [host, one.annotations.authTls?.error]) : [],
    )
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(conf.forbidden))
    expect(ours).toHaveLength(1)
  })

  it('lets in, keeps out and redirects as the locations do', () => {
    let compared = 0
    for (const { name, annotations } of kept.filter(isFindable)) {
      if (annotations.denied !== null) continue
      const theirs = [...(conf.lines.get(name) ?? [])]
      const access = theirs.filter((line) =>
        /^(?:allow|deny|auth_basic|satisfy|return 30[^2]|return 302 https)/.test(line),
      )
      expect({ name, lines: access.sort() }).toEqual({ name, lines: linesOf(annotations).sort() })
      expect({ name, auth: theirs.some((line) => line.startsWith('auth_request ')) }).toEqual({
        name,
        auth: annotations.access.externalAuth !== null,
      })
      expect({ name, limited: theirs.some((line) => line.startsWith('limit_')) }).toEqual({
        name,
        limited: annotations.access.rateLimited,
      })
      expect({ name, mirrors: theirs.some((line) => line.startsWith('mirror ')) }).toEqual({
        name,
        mirrors: annotations.mirrors,
      })
      compared++
    }
    expect(compared).toBeGreaterThan(80)
  })

  it('rewrites to the same targets', () => {
    const rewritten = kept.filter(({ annotations }) => annotations.rewrite.target !== '')
    for (const { name, annotations } of rewritten) {
      const theirs = [...(conf.lines.get(name) ?? [])].filter((line) => line.startsWith('rewrite '))
      expect(theirs.map((line) => / (\S+) break;$/.exec(line)?.[1])).toEqual(
        theirs.map(() => annotations.rewrite.target),
      )
      expect(theirs.length).toBeGreaterThan(0)
    }
    const names = [...conf.lines].filter(([, lines]) => [...lines].some((line) => line.startsWith('rewrite ')))
    expect(rewritten.map(({ name }) => name).sort()).toEqual(
      names
        .map(([name]) => name)
        .filter((name) => name !== 'shop/errors')
        .sort(),
    )
  })

  it('gives servers the same other names', () => {
    const hosts = new Set(kept.flatMap(hostsOf))
    for (const one of kept.filter(({ annotations }) => annotations.canary === null && annotations.aliases.length > 0)) {
      const [host = ''] = hostsOf(one)
      expect(conf.aliases.get(host)).toEqual(one.annotations.aliases.filter((alias) => !hosts.has(alias)))
    }
  })
})

interface Sent {
  readonly host: string
  readonly path: string
  readonly status: number
  readonly location: string | null
  readonly nginx?: { readonly ns: string; readonly ing: string } | null
}

/** The answer that annotations alone decide on; null: it takes more than them. */
function answerOf({ reading }: Served): { status: number; location?: string } | null {
  const { annotations, flaws } = reading
  if (annotations === null) return null
  if (annotations.authTls?.error) return { status: 403 }
  if (annotations.denied !== null) return { status: 503 }
  if (flaws.some(({ facts }) => facts.effect === 'fail-open')) return { status: 200 }
  const { access, redirect } = annotations
  if (access.denylist.includes('127.0.0.0/8') || access.allowlist.includes('192.0.2.0/24')) return { status: 403 }
  return redirect.url === '' ? null : { status: redirect.code, location: redirect.url }
}

it('answers what nginx answered, where annotations alone decide on it', () => {
  const byHost = new Map<string, Served[]>()
  for (const one of readAll('1.15.1'))
    for (const host of new Set(hostsOf(one))) byHost.set(host, [...(byHost.get(host) ?? []), one])
  const compared = new Set<string>()
  for (const line of readFileSync(recording('zoo', 'truth.jsonl'), 'utf8').trim().split('\n')) {
    const sent = JSON.parse(line) as Sent
    const [only, ...more] = byHost.get(sent.host) ?? []
    if (!only || more.length > 0) continue
    if (only.reading.annotations === null) expect(sent.nginx?.ing).not.toBe(only.ingress.metadata.name)
    const answer = answerOf(only)
    if (answer === null) continue
    expect(sent).toMatchObject(answer)
    compared.add(only.name)
  }
  expect([...compared].sort()).toEqual([
    'sec/allowlist',
    'sec/allowlist-bad',
    'sec/authurl-badcache',
    'sec/authurl-empty',
    'sec/basic-crossns',
    'sec/denylist',
    'shop/perm',
  ])
})

it('names the groups and annotations that the log names when it drops an Ingress', () => {
  const log = gunzipSync(readFileSync(recording('zoo', 'pods', pod, 'controller.log.gz'))).toString('utf8')
  const told = new Set(
    [
      ...log.matchAll(
        /annotation group (\w+) contains risky|err="annotation nginx\.ingress\.kubernetes\.io\/(\S+) contains invalid value"\n/g,
      ),
    ].map(([, group, annotation]) => group ?? annotation),
  )
  const flaws = readAll('1.15.1').flatMap(({ reading }) =>
    reading.flaws.filter(({ facts }) => facts.effect === 'dropped'),
  )
  const ours = flaws.map((flaw) => (flaw.code === 'annotation-risk' ? flaw.facts.group : flaw.facts.annotation))
  expect(new Set(ours)).toEqual(told)
})
