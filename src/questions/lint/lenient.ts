/** What hangs on settings, or on objects, that nobody saw stops no change: it is told as an assumption. */
import type { FindingCode } from '../../domain/findings/facts.js'
import type { Finding } from '../../domain/findings/finding.js'
import type { RejectedFor } from '../../domain/findings/ownership-facts.js'
import type { Gap } from '../../domain/gap.js'
import { ruleHosts } from '../../domain/objects/ingress-hosts.js'
import { refKey, refOf } from '../../domain/objects/ref.js'
import { onceFor } from '../../domain/remember.js'
import type { Worlds } from '../worlds/worlds.js'

/** Flaws that are none where the controller's own ConfigMap, or a flag, says so. */
const bySettings: ReadonlySet<FindingCode> = new Set(['annotation-risk', 'snippet-not-allowed', 'cross-namespace'])

const rejectedBySettings: ReadonlySet<RejectedFor> = new Set(['needs-setting', 'paid-only', 'snippets-off'])

function isBySettings(one: Finding): boolean {
  if (one.code === 'rejected') return rejectedBySettings.has(one.facts.reason)
  return bySettings.has(one.code) || (one.code === 'route-refused' && one.facts.fault === 'namespace')
}

/** Was nobody seen whose settings these could be, and nothing supposed of them. */
export function isUnset(worlds: Worlds): boolean {
  // Those of a cloud are no pods of anybody's.
  if (!worlds.isBlind || worlds.chosen.some(({ controller }) => controller.replicas.length > 0)) return false
  const { release, traits } = worlds.standIn.controller
  return release.version === null && traits.configMap === null
}

interface Found {
  readonly findings: readonly Finding[]
  readonly gaps: readonly Gap[]
  readonly worlds: Pick<Worlds, 'inventory'>
}

/**
 * May whoever cures it be kept elsewhere: who holds a host together, brings its paths, shares it with a canary, signs people
 * in, or lets another namespace have its certificate.
 */
function isByOthers(one: Finding, found: Found): boolean {
  switch (one.code) {
    case 'auth-loop':
      return one.facts.path === '/'
    case 'no-master':
      return one.facts.by === undefined
    case 'no-paths':
      return one.facts.isMaster === true
    case 'rejected':
      return one.facts.reason === 'secret-foreign'
    case 'canary-no-host':
    case 'canary-no-primary':
      // Beside another Ingress of its host it is the path that is wrong.
      return !hostsBeside(found)[one.code].has(one.facts.host ?? '')
    default:
      return false
  }
}

/** The hosts of all Ingresses but those that have such a finding. */
const hostsBeside = onceFor(({ findings, worlds: { inventory } }: Found) => {
  const but = (without: 'canary-no-host' | 'canary-no-primary'): ReadonlySet<string> => {
    const own = new Set(findings.flatMap(({ code, source }) => (code === without ? refKey(source) : [])))
    return new Set(inventory.ingresses.filter((one) => !own.has(refKey(refOf(one)))).flatMap(ruleHosts))
  }
  return { 'canary-no-host': but('canary-no-host'), 'canary-no-primary': but('canary-no-primary') }
})

/**
 * The same, with what hangs on others as information, and a gap that says on what.
 * @param isWritten of what people write down a part may stand elsewhere; of a cluster all is there
 */
export function lenient(found: Found, isWritten: boolean): Pick<Found, 'findings' | 'gaps'> {
  const set = found.findings.filter(isBySettings)
  const others = isWritten ? found.findings.filter((one) => isByOthers(one, found)) : []
  const open = new Set([...set, ...others])
  if (open.size === 0) return found
  const findings = found.findings.map((one) => (open.has(one) ? { ...one, severity: 'info' as const } : one))
  const needs = 'settings that are not the usual ones, and no ConfigMap of a controller is seen'
  const gaps = [
    ...assumed(set, ['needs', 'need'], needs, ', --assume-config KEY=VALUE judges'),
    ...assumed(others, ['hangs', 'hang'], 'on other objects, which are not seen', ''),
  ]
  return { findings, gaps: [...found.gaps, ...gaps] }
}

function assumed(
  of: readonly Finding[],
  [one, many]: readonly [string, string],
  what: string,
  judges: string,
): readonly Gap[] {
  if (of.length === 0) return []
  const { size } = new Set(of.map(({ source }) => refKey(source)))
  const are = of.every(({ source }) => source.kind === 'Ingress')
    ? ['an Ingress', 'Ingresses']
    : ['an object', 'objects']
  const codes = [...new Set(of.map(({ code }) => code))].join(', ')
  const message = `${size === 1 ? `${are[0]} ${one}` : `${size} ${are[1]} ${many}`} ${what}: --severity info shows ${codes}${judges}`
  return [{ kind: 'Controller', namespace: null, reason: 'not-captured', message }]
}
