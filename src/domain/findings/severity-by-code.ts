/** How bad a finding of each code is; of some the facts decide. */
import { lacksAll } from '../controllers/endpoint-difference.js'
import type { AnnotationEffect } from './annotation-facts.js'
import type { Instead } from './backend-facts.js'
import type { ContestFacts, FindingCode, FindingFacts, GapFacts, Told } from './facts.js'
import type { RouteContestFacts } from './gateway-flaws.js'
import { lintSeverities } from './lint-severity.js'
import { type ByFacts, bySeen, errorOrWarning, type Severity, warningOrInfo } from './severity.js'

const byEffect: ByFacts<{ readonly effect: AnnotationEffect }> = {
  any: errorOrWarning,
  of: ({ effect }) => (effect === 'ignored' || effect === 'other' ? 'warning' : 'error'),
}

/** Where another upstream answers in its place, a rule is served nevertheless. */
const byInstead: ByFacts<{ readonly instead: Instead }> = {
  any: errorOrWarning,
  of: ({ instead }) => (instead.is === 'upstream' && !instead.isEmpty ? 'warning' : 'error'),
}

/** Where nobody was seen, whoever takes it may be somewhere else. */
const byOwners: ByFacts<{ readonly isAlone: boolean }> = {
  any: ['error', 'info'],
  of: ({ isAlone }) => (isAlone ? 'info' : 'error'),
}

const byClasses: ByFacts<{ readonly isAlone: boolean; readonly isElsewhere?: true }> = {
  any: ['error', 'warning', 'info'],
  of: (facts) => (facts.isElsewhere ? 'warning' : byOwners.of(facts)),
}

/** Who did not get a request, and what could not be seen, is for those who wonder. */
type Wondered = keyof ContestFacts | keyof RouteContestFacts | keyof GapFacts

const severityByCode: {
  readonly [C in Exclude<FindingCode, Wondered>]: Severity | ByFacts<FindingFacts[C]>
} & { readonly [C in Wondered]?: never } = {
  'namespace-not-watched': 'error',
  'labels-not-taken': 'error',
  'catch-all-disabled': 'error',
  'class-unknown': byClasses,
  'class-missing': byOwners,
  'class-of-other': 'info',
  'route-of-nobody': 'error',
  'not-read': 'info',
  'controller-warns': { any: errorOrWarning, of: ({ isRefused }) => (isRefused ? 'error' : 'warning') },
  'class-disagree': 'warning',
  'owner-unknown': 'info',
  'undefined-winner': 'error',
  'longer-rule': 'error',
  'router-collision': 'error',
  'service-collision': 'error',
  'connection-taken': 'error',
  'entry-point-tls': 'error',
  'tls-unheard': 'warning',
  'tls-passed': 'warning',
  'client-certificate-unasked': 'error',
  'no-middleware': 'error',
  'resolver-missing': 'warning',
  'route-refused': 'error',
  'middleware-collision': 'error',
  'rule-invalid': 'error',
  'rule-template': 'warning',
  'hostless-first': 'warning',
  'default-beside-rules': { any: warningOrInfo, of: ({ isRepeated }) => (isRepeated ? 'info' : 'warning') },
  'annotation-refused': 'error',
  'asked-twice': 'error',
  'worlds-differ': 'warning',

  'gateway-condition': {
    any: errorOrWarning,
    of: ({ type, status }) =>
      status === 'False' && ['Accepted', 'Programmed', 'ResolvedRefs'].includes(type) ? 'error' : 'warning',
  },
  'status-behind': 'warning',
  'gateway-unclaimed': { any: errorOrWarning, of: ({ isElsewhere }) => (isElsewhere ? 'warning' : 'error') },
  'route-detached': 'error',
  'route-unclaimed': 'warning',
  'attachment-differs': 'warning',
  'hostname-unserved': 'warning',
  'match-taken': 'error',
  'match-by-chance': 'error',
  'share-fails': { any: errorOrWarning, of: ({ percent }) => (percent === 100 ? 'error' : 'warning') },
  'tls-passed-over': 'warning',
  'filter-broken': { any: errorOrWarning, of: ({ status }) => (status === null ? 'warning' : 'error') },
  'grant-missing': {
    any: errorOrWarning,
    of: ({ percent }) => (percent === null || percent === 100 ? 'error' : 'warning'),
  },
  'listener-set-out': 'error',
  'listener-out': 'error',
  'port-frozen': 'error',
  'alpn-wanted': 'info',
  'listener-idle': 'info',
  'two-controllers': 'warning',
  'being-deleted': 'warning',

  'no-service': { any: errorOrWarning, of: (facts) => (facts.isUnseen ? 'warning' : byInstead.of(facts)) },
  'no-port': byInstead,
  'none-ready': byInstead,
  'no-endpoints': {
    any: errorOrWarning,
    of: ({ instead, astray }) => (astray?.isSure === false ? 'warning' : byInstead.of({ instead })),
  },
  'no-target-port': byInstead,
  'slices-hidden': byInstead,
  'external-name': byInstead,
  'external-port': 'error',
  'backend-unseen': 'info',
  'counted-otherwise': 'info',
  'port-by-target': 'warning',
  'port-ambiguous': 'warning',
  'upstream-collision': 'error',
  'service-upstream-of-other': 'warning',
  'default-backend-empty': 'warning',
  'resource-backend': 'error',

  'no-paths': 'error',
  'nothing-asked': 'error',
  'catch-all-taken': 'error',
  'default-backend-unused': 'warning',

  rejected: 'error',
  'host-taken': 'error',
  'host-tied': 'error',
  'file-collision': 'error',
  'no-master': 'error',
  'delegate-missing': 'error',
  'asked-in-vain': 'warning',
  'policy-refuses': 'error',
  'provider-missing': 'error',
  'status-differs': 'warning',
  'port-not-compared': 'warning',
  'prefix-of-text': 'info',
  'trailing-slash': 'info',
  'handshake-refused': 'error',

  duplicate: 'error',
  // Who gives all requests to a canary, or none, means it.
  'never-matches': { any: ['error', 'info'], of: ({ taker }) => (taker.is === 'canary' ? 'info' : 'error') },
  undecided: 'info',
  'backend-not-asked': 'info',
  'redirect-endless': 'error',
  shadowed: 'warning',
  'regex-mode': 'warning',
  'no-effect': 'warning',
  'redirect-spreads': 'warning',
  'redirect-without-tls': 'info',
  'app-root-elsewhere': 'warning',
  'balanced-by-other': 'info',
  'canary-spreads': 'warning',
  'glob-path': 'warning',
  'rewrite-all': 'warning',
  'grpc-without-http2': 'warning',
  'tls-passed-by': 'warning',
  'plain-to-tls': 'warning',
  'protocol-unsaid': 'warning',
  'tls-to-plain': 'warning',
  'cookie-not-secure': 'warning',
  'auth-unreachable': 'error',
  'verified-without-name': 'error',
  'verifies-others': 'warning',
  'header-twice': 'warning',
  'outside-host': 'warning',
  'timeout-zero': 'error',
  // Whoever speaks gRPC has no choice; whoever writes 0 has one.
  'retries-endless': { any: warningOrInfo, of: ({ setting }) => (setting === null ? 'info' : 'warning') },
  'modsecurity-logs': 'warning',
  'balancer-loop': 'warning',
  'balancer-plain': 'warning',
  'balancer-nowhere': { any: warningOrInfo, of: ({ is }) => (is === 'awaited' ? 'info' : 'warning') },
  'balancer-probe': 'warning',
  'balancer-idle': 'warning',
  'balancer-outlives': 'warning',
  'flag-missing': 'warning',
  'failure-logged': 'warning',
  'proxy-protocol-unread': {
    any: warningOrInfo,
    of: ({ annotation, isOfCloud }) => (annotation === null && !isOfCloud ? 'info' : 'warning'),
  },
  'errors-without-pages': bySeen,
  'snippet-swallows': { any: errorOrWarning, of: ({ isPass }) => (isPass ? 'error' : 'warning') },
  'auth-loop': 'error',
  'path-encoded': { any: errorOrWarning, of: ({ isLost }) => (isLost ? 'error' : 'warning') },
  'path-type': { any: errorOrWarning, of: ({ isLeftOut }) => (isLeftOut ? 'error' : 'warning') },
  'rewrite-group-missing': 'warning',
  'auth-tls-of-other': { any: errorOrWarning, of: ({ reason }) => (reason === null ? 'warning' : 'error') },
  'alias-is-host': 'warning',
  'alias-of-other': 'warning',
  'alias-taken': 'warning',
  'www-host-exists': 'warning',

  'duplicate-location': 'error',
  'path-breaks': 'error',
  'regex-breaks': 'error',
  'www-of-wildcard': 'error',
  'snippet-breaks': 'error',
  'value-breaks': 'error',
  'reload-blocked': 'error',

  'canary-no-host': 'error',
  'canary-no-primary': 'error',
  'canary-as-location': 'warning',
  'canary-is-primary': 'error',
  'canary-not-first': 'error',
  'canary-policy-of-other': 'warning',
  'canary-weight-0': 'info',
  'canary-backend': 'error',

  'tls-ok': 'info',
  'tls-expiring': 'warning',
  'tls-expired': 'error',
  'tls-not-yet-valid': 'error',
  'tls-mismatch': 'error',
  'tls-no-secret': bySeen,
  'tls-secret-missing': 'error',
  'tls-invalid': 'error',
  'tls-not-taken': 'error',
  'tls-default': 'info',
  'tls-default-server': 'warning',
  'tls-untold': 'warning',
  'tls-passed-through': 'info',
  'tls-of-other': 'warning',
  'tls-host-without-rule': 'warning',
  'tls-handshake-differs': 'error',
  'tls-secret-differs': 'error',

  'not-in-conf': 'error',
  refused: 'error',
  denied: 'error',
  'old-version-served': 'error',
  'replica-differs': {
    any: errorOrWarning,
    of: (facts) => (facts.how === 'endpoints' && !lacksAll(facts) ? 'warning' : 'error'),
  },
  'reload-failed': 'error',

  'annotation-risk': 'error',
  'annotation-invalid': byEffect,
  // Charts write them so to say that nothing is set, and nothing is.
  'annotation-empty': {
    any: ['error', 'warning', 'info'],
    of: (facts) => {
      const { effect, consequence, protects } = facts
      const isUnset = effect === 'ignored' && consequence.is === 'counts-as' && consequence.value === null
      return isUnset && !protects ? 'info' : byEffect.of(facts)
    },
  },
  'word-blocked': 'error',
  'deep-inspect': 'error',
  'path-refused': 'error',
  'snippet-not-allowed': 'warning',
  'cross-namespace': byEffect,
  'secret-missing': byEffect,
  'configmap-missing': byEffect,
  'service-missing': byEffect,
  'secret-incomplete': byEffect,
  'configmap-invalid': byEffect,
  'header-not-allowed': byEffect,
  'redirect-scheme': 'warning',
  'redirect-both': 'warning',
  'redirect-code': 'warning',
  'redirect-loop': 'warning',
  'slash-twice': 'warning',
  'rewrite-relative': 'warning',
  'prefix-boolean': 'warning',
  'passthrough-disabled': bySeen,
  'canary-not-enabled': 'warning',
  // It takes the controller itself down.
  'canary-without-paths': 'error',
  'needs-another': byEffect,
  'unknown-annotation': byEffect,
  'alias-shadowed': 'warning',
  'foreign-annotation': bySeen,

  ...lintSeverities,
}

export function severityOf({ code, facts }: Told): Severity {
  const found = (severityByCode[code] ?? 'info') as Severity | ByFacts<FindingFacts[FindingCode]>
  return typeof found === 'string' ? found : found.of(facts)
}

/** All that findings of a code can have. */
export function severitiesOf(code: FindingCode): readonly Severity[] {
  const found = severityByCode[code] ?? 'info'
  return typeof found === 'string' ? [found] : found.any
}
