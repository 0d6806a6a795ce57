/** Public flaws that the release has and that something in this cluster leads to: both are said. */
import { isAssumed } from '../../../domain/controllers/controller.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule, LintWorld } from '../../../domain/lint/rule.js'
import { namedBy, nameOf, type Ref } from '../../../domain/objects/ref.js'
import { rewritesOn } from '../../shared/nginx/conf/rewrites-on.js'
import { takenRefusals } from '../model/error-pages.js'
import type { Kept } from '../model/types.js'
import type { NginxPlan } from '../plan.js'
import type { Policy, Risk } from '../workload/policy.js'
import type { Settings } from '../workload/settings.js'
import { knownFlaws } from '../workload/support.js'

export const vulnerable: ControllerRule = {
  codes: ['vulnerable'],
  needs: [],
  find: ({ controller, dialect, plan }) => {
    const { release } = controller
    if (isAssumed(controller) || release.version === null) return []
    const around = aroundOf(plan)
    const known = knownFlaws(release)
    // No build of upstream has a later nginx; that of others is not known.
    const flaws = (known === null ? [] : [...known, ...flawsOfNginx]).flatMap(({ id, score }) => {
      const since = ways[id]?.(around) ?? null
      return since === null ? [] : [{ id, score, since }]
    })
    const facts = { title: dialect.title, version: release.version, flaws }
    return flaws.length === 0 ? [] : [finding(told('vulnerable', facts), namedBy(controller))]
  },
}

interface VulnerableFacts {
  readonly settings: Settings
  readonly policy: Policy
  /** is a service asked who may pass, and its refusals are answered by the pages for errors of all */
  readonly authBehindErrors: boolean
  /** an Ingress that asks for a password out of a file whose name another one can have, too */
  readonly sharedFile: Ref | null
  /** an Ingress whose backends are reached over TLS */
  readonly overTls: Ref | null
  /** an Ingress with a snippet that rewrites with a question mark and goes on after that */
  readonly rewritesOn: Ref | null
}

/** https://nginx.org/en/security_advisories.html */
const flawsOfNginx: readonly { readonly id: string; readonly score: number | null }[] = [
  { id: 'CVE-2026-42945', score: 9.2 },
  { id: 'CVE-2026-1642', score: null },
]

function aroundOf(plan: LintWorld['plan']): VulnerableFacts {
  const { controller, model } = plan as NginxPlan
  return {
    settings: controller.settings,
    policy: model.policy,
    sharedFile: model.kept.find(hasHyphens)?.ref ?? null,
    overTls: model.kept.find(({ annotations }) => /^(?:HTTPS|GRPCS)$/i.test(annotations.backendProtocol))?.ref ?? null,
    rewritesOn: model.kept.find(({ annotations }) => [...annotations.snippets.values()].some(rewritesOn))?.ref ?? null,
    authBehindErrors:
      takenRefusals(model.policy).length > 0 &&
      model.kept.some(({ annotations: { access } }) => access.externalAuth !== null || access.globalAuth),
  }
}

/** The file is named after the namespace and the Secret, with a hyphen between them. */
function hasHyphens({ annotations: { access } }: Kept): boolean {
  const { namespace, name } = access.basicAuth?.secret ?? { namespace: '', name: '' }
  return `${namespace}${name}`.includes('-')
}

/** What leads there, in words; null: nothing does. */
type Way = (around: VulnerableFacts) => string | null

const risks: readonly Risk[] = ['Low', 'Medium', 'High', 'Critical']

/** Whoever may write Ingresses may write an annotation of this risk. */
const annotation =
  (name: string, risk: Risk): Way =>
  ({ policy }) =>
    risks.indexOf(policy.riskLevel) >= risks.indexOf(risk) ? `whoever may write Ingresses may write ${name}` : null

const webhook: Way = ({ settings }) =>
  settings.webhook === null
    ? null
    : `its admission webhook listens on ${settings.webhook}, for every pod that no NetworkPolicy keeps out`

const anyIngress: Way = () => 'it takes no more than to write an Ingress'

/** https://kubernetes.io/docs/reference/issues-security/official-cve-feed/ */
const ways: Readonly<Record<string, Way>> = {
  'CVE-2025-1974': webhook,
  'CVE-2026-24514': webhook,
  'CVE-2025-24513': webhook,
  'CVE-2026-4342': annotation('auth-url', 'High'),
  'CVE-2026-1580': annotation('auth-method', 'Low'),
  'CVE-2025-15566': annotation('auth-proxy-set-headers', 'Medium'),
  'CVE-2025-1097': annotation('auth-tls-match-cn', 'High'),
  'CVE-2025-1098': annotation('mirror-target', 'High'),
  // The check of values finds it. https://github.com/kubernetes/kubernetes/issues/131006
  'CVE-2025-24514': (around) => (around.policy.validatesAnnotations ? null : annotation('auth-url', 'High')(around)),
  'CVE-2026-3288': annotation('rewrite-target', 'Medium'),
  'CVE-2026-24512': anyIngress,
  'CVE-2024-7646': anyIngress,
  'CVE-2023-5044': annotation('permanent-redirect', 'Medium'),
  'CVE-2023-5043': (around) => (around.policy.allowSnippets ? 'whoever may write Ingresses may write snippets' : null),
  'CVE-2022-4886': anyIngress,
  'CVE-2021-25748': anyIngress,
  'CVE-2021-25746': anyIngress,
  'CVE-2021-25745': anyIngress,
  'CVE-2020-8553': ({ sharedFile }) =>
    sharedFile &&
    `the file of passwords of Ingress ${nameOf(sharedFile)} can be overwritten by one whose namespace and Secret have the same name together`,
  'CVE-2026-42945': ({ rewritesOn: ref }) =>
    ref && `a snippet of Ingress ${nameOf(ref)} rewrites with a question mark and goes on after that`,
  'CVE-2026-1642': ({ overTls }) => overTls && `nginx speaks TLS to the backends of Ingress ${nameOf(overTls)}`,
  'CVE-2026-24513': ({ authBehindErrors }) =>
    authBehindErrors ? 'an Ingress has auth-url, and its refusals are answered by custom-http-errors' : null,
}
