/** Where `lint` and `why` do not say the same of what asks for routes; what `lint` alone looks for has pages of its own. */
import { readFileSync } from 'node:fs'
import { controllerLintPages } from '../../src/findings/lint/controllers.js'
import { objectLintPages } from '../../src/findings/lint/objects.js'
import { routeLintPages } from '../../src/findings/lint/routes.js'
import { session } from '../support/program/session.js'
import type { WhyItem } from './documents.js'

interface Found {
  readonly code: string
  readonly severity: string
  readonly field: string | null
  readonly source: WhyItem['source']
}

const own = new Set(Object.keys({ ...controllerLintPages, ...objectLintPages, ...routeLintPages }))

/** @param file a List that both are asked about, as a cluster has it: of what people write a part may be elsewhere, for `lint` */
export async function lintBesideWhy(file: string): Promise<readonly string[]> {
  const list: { readonly items: readonly { readonly metadata: object }[] } = JSON.parse(readFileSync(file, 'utf8'))
  const items = list.items.map((one, i) => ({ ...one, metadata: { ...one.metadata, uid: `${i}` } }))
  const stdin = JSON.stringify({ ...list, items })
  const told = async (...words: readonly string[]) => {
    const { stdout, stderr } = await session([...words, '--severity', 'info', '-o', 'json', '--from', '-'], { stdin })
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout).items
  }
  const [rows, lint]: [readonly WhyItem[], readonly Found[]] = await Promise.all([told('why', '-A'), told('lint')])
  const why = rows.flatMap(({ source, causes }) => causes.map((one) => ({ ...one, source })))
  const [ofWhy, ofLint] = [new Set(why.map(lineOf)), new Set(lint.map(lineOf))]
  const asks = ({ source: { kind } }: Found) => !/^(?:Deployment|DaemonSet|StatefulSet|Pod|ConfigMap)$/.test(kind)
  const alone = lint.filter((one) => asks(one) && !ofWhy.has(lineOf(one)) && !own.has(one.code))
  return [
    ...alone.map((one) => `lint alone: ${lineOf(one)}`),
    ...[...ofWhy].filter((one) => !ofLint.has(one)).map((one) => `why alone: ${one}`),
  ]
}

function lineOf({ severity, code, field, source: { kind, namespace, name } }: Found): string {
  return `${severity} ${code} ${kind} ${namespace}/${name} ${field}`
}
