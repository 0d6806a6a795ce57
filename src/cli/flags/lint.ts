/** Which findings are told, and which of them fail. */
import type { Command } from 'commander'
import type { Supposed } from '../../domain/controllers/kind.js'
import type { FindingCode } from '../../domain/findings/facts.js'
import { type Severity, severities } from '../../domain/findings/severity.js'
import { usage } from '../../domain/problem.js'
import { opinionPages } from '../../findings/lint/wishes.js'
import type { LintWishes } from '../../questions/lint/findings.js'
import type { OtherSource } from '../context.js'
import { isCode, meantCodes } from '../words/finding-codes.js'
import { type Flags, given, repeatable } from './given.js'
import { connectionFlagsSaid } from './kube.js'
import { choice, outputFileOption } from './output.js'
import { filenameOption, recursiveOption } from './source.js'

/** What is as bad or worse ends with exit code 1. */
const failing = ['error', 'warning', 'never'] as const
export type FailOn = (typeof failing)[number]

export function declareLintFlags(command: Command): Command {
  return command
    .addOption(filenameOption())
    .addOption(recursiveOption())
    .option(
      '--against <source>',
      'compare with these files, or apply the change to this capture: what it brings and cures',
    )
    .option('--live', 'apply the change to the cluster, to look at; --context NAME beside -f says it, too')
    .option('--assume-version <version>', 'what would be otherwise with this release of the controller, e.g. 1.12.0')
    .addOption(repeatable('--assume-config <key=value>', 'the same of a setting of its ConfigMap (repeatable)'))
    .addOption(repeatable('--assume-flag <flag=value>', 'the same of one of its flags (repeatable)'))
    .option('--severity <least>', `${severities.join('|')}: findings that are as bad or worse (warning)`)
    .option('--fail-on <least>', `${failing.join('|')}: exit code 1 where one is as bad or worse (warning)`)
    .option('--select <codes>', `only findings of these codes (see kubectl tkng explain), or ${group}`)
    .option('--ignore <codes>', 'no findings of these codes')
    .option('--baseline <file>', 'tell only what is not in this file')
    .option('--write-baseline <file>', 'write what is found into this file, to be lived with for now; exit code 0')
    .addOption(outputFileOption())
}

/**
 * What is supposed to be otherwise; null: nothing is.
 * @throws Problem `usage`
 */
export function meantSupposed(flags: Flags): Supposed | null {
  const version = given.text(flags, 'assumeVersion') ?? null
  const config = given.texts(flags, 'assumeConfig') ?? []
  const words = given.texts(flags, 'assumeFlag') ?? []
  if (version !== null && !/^v?\d{1,4}\.\d{1,4}\.\d{1,4}$/.test(version))
    throw usage(`invalid --assume-version "${version}"`, 'it is like 1.12.0')
  const settings = config.map((one): [string, string] => {
    const [, key = '', value = ''] = /^([A-Za-z0-9._-]+)=([\s\S]*)$/.exec(one) ?? []
    if (key === '') throw usage(`invalid --assume-config "${one}"`, 'it is KEY=VALUE')
    return [key, value]
  })
  const said = words.map((one) => {
    if (!/^-{0,2}[A-Za-z][A-Za-z0-9.-]*(?:=[\s\S]*)?$/.test(one))
      throw usage(`invalid --assume-flag "${one}"`, 'it is NAME=VALUE')
    return `--${one.replace(/^-+/, '')}`
  })
  if (version === null && config.length + words.length === 0) return null
  return { version: version?.replace(/^v/, '') ?? null, flags: said, config: Object.fromEntries(settings) }
}

/** @throws Problem `usage`, `not-found` for a code that there is none of */
export function meantLint(flags: Flags): LintWishes & { readonly failOn: FailOn } {
  const select = codesIn(given.text(flags, 'select'))
  return {
    severity: choice(
      '--severity',
      given.text(flags, 'severity') ?? (select.length === 0 ? 'warning' : 'info'),
      severities,
    ),
    select,
    ignore: codesIn(given.text(flags, 'ignore')),
    isCode,
    failOn: choice('--fail-on', given.text(flags, 'failOn') ?? 'warning', failing),
  }
}

/** What whoever sees it otherwise is right about, too: told only where it is asked for. */
const group = 'opinions'
const opinions = () => Object.keys(opinionPages) as readonly FindingCode[]

function codesIn(text: string | undefined): readonly FindingCode[] {
  return text === undefined
    ? []
    : text.split(',').flatMap((code) => (code.trim() === group ? opinions() : meantCodes(code.trim())))
}

/**
 * With what the source is compared; null: with nothing.
 * @throws Problem `usage`
 */
export function meantAgainst(flags: Flags): OtherSource | null {
  const from = given.text(flags, 'against')
  const isLive = given.flag(flags, 'live') === true
  const isFile = (given.texts(flags, 'from') ?? given.texts(flags, 'filename') ?? []).length > 0
  const [connection] = connectionFlagsSaid(flags)
  if (from !== undefined && (isLive || (isFile && connection !== undefined)))
    throw usage('--against names files, so no cluster is asked beside it', 'leave one out')
  if (isLive && !isFile) throw usage('--live needs a change to look at', 'name it with -f')
  if (from !== undefined) return { from, isPart: true }
  return isLive || (isFile && connection !== undefined) ? 'live' : null
}

/** Does a finding of this severity fail. */
export function fails(severity: Severity, failOn: FailOn): boolean {
  return failOn !== 'never' && severities.indexOf(severity) <= severities.indexOf(failOn)
}
