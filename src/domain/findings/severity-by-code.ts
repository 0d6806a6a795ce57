/** How bad a finding of each code is; of some the facts decide. */
import { lacksAll } from '../controllers/endpoint-difference.js'
import type { AnnotationEffect } from './annotation-facts.js'
import type { Instead } from './backend-facts.js'
import type { ContestFacts, FindingCode, FindingFacts, GapFacts } from './facts.js'
import type { RouteContestFacts } from './gateway-flaws.js'

/** `info` is for those who wonder; it is no finding. */
export type Severity = 'error' | 'warning' | 'info'

/** `any`: all that findings of the code can have */
export type ByFacts<F> = { readonly any: readonly Severity[]; readonly of: (facts: F) => Severity }

const errorOrWarning: readonly Severity[] = ['error', 'warning']
const warningOrInfo: readonly Severity[] = ['warning', 'info']

const byEffect: ByFacts<{ readonly effect: AnnotationEffect }> = {
  any: errorOrWarning,
  of: ({ effect }) => (effect === 'ignored' || effect === 'other' ? 'warning' : 'error'),
}

/** Sizes, times and the usual redirect: charts write them in the words of several controllers, for whichever is there. */
const tuning = /\/(?:proxy-body-size|client-max-body-size|(?:force-)?ssl-redirect|[a-z-]*(?:buffer|timeout)[a-z-]*)$/

/** Where another upstream answers in its place, a rule is served nevertheless. */
const byInstead: ByFacts<{ readonly instead: Instead }> = {
  any: errorOrWarning,
  of: ({ instead }) => (instead.is === 'upstream' ? 'warning' : 'error'),
}

/** Where nobody was seen, whoever takes it may be somewhere else. */
const byOwners: ByFacts<{ readonly isAlone: boolean }> = {
  any: ['error', 'info'],
  of: ({ isAlone }) => (isAlone ? 'info' : 'error'),
}

const bySeen: ByFacts<{ readonly isSeen: boolean }> = {
  any: warningOrInfo,
  of: ({ isSeen }) => (isSeen ? 'warning' : 'info'),
}

/** Who did not get a request, and what could not be seen, is for those who wonder. */
type Wondered = keyof ContestFacts | keyof RouteContestFacts | keyof GapFacts

export const severityByCode: {
  readonly [C in Exclude<FindingCode, Wondered>]: Severity | ByFacts<FindingFacts[C]>
} & { readonly [C in Wondered]?: never } = {
  'namespace-not-watched': 'error',
  'catch-all-disabled': 'error',
  'class-unknown': byOwners,
  'class-missing': byOwners,
  'class-of-other': 'info',
  'not-read': 'info',
  'controller-warns': { any: errorOrWarning, of: ({ isRefused }) => (isRefused ? 'error' : 'warning') },
  'class-disagree': 'warning',
  'owner-unknown': 'info',
  'undefined-winner': 'error',
  'longer-rule': 'error',
  'router-collision': 'error',
  'service-collision': 'error',
  'connection-taken': 'error',
  'tls-passed': 'warning',
  'client-certificate-unasked': 'error',
  'no-middleware': 'error',
  'route-refused': 'error',
  'middleware-collision': 'error',
  'rule-invalid': 'error',
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
  'gateway-unclaimed': 'error',
  'route-detached': 'error',
  'route-unclaimed': 'warning',
  'attachment-differs': 'warning',
  'hostname-unserved': 'warning',
  'match-taken': 'error',
  'share-fails': { any: errorOrWarning, of: ({ percent }) => (percent === 100 ? 'error' : 'warning') },
  'tls-passed-over': 'warning',
  'filter-broken': { any: errorOrWarning, of: ({ status }) => (status === null ? 'warning' : 'error') },
  'grant-missing': {
    any: errorOrWarning,
    of: ({ percent }) => (percent === null || percent === 100 ? 'error' : 'warning'),
  },
  'listener-out': 'error',
  'port-frozen': 'error',
  'alpn-wanted': 'info',
  'listener-idle': 'info',
  'two-controllers': 'warning',
  'being-deleted': 'warning',

  'no-service': byInstead,
  'no-port': byInstead,
  'none-ready': byInstead,
  'no-endpoints': byInstead,
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
  'canary-spreads': 'warning',
  'glob-path': 'warning',
  'rewrite-all': 'warning',
  'grpc-without-http2': 'warning',
  'tls-passed-by': 'warning',
  'plain-to-tls': 'warning',
  'tls-to-plain': 'warning',
  'cookie-not-secure': 'warning',
  'auth-unreachable': 'error',
  'verified-without-name': 'error',
  'verifies-others': 'warning',
  'header-twice': 'warning',
  'outside-host': 'warning',
  'timeout-zero': 'error',
  'balancer-loop': 'warning',
  'proxy-protocol-unread': 'warning',
  'errors-without-pages': bySeen,
  'snippet-swallows': { any: errorOrWarning, of: ({ isPass }) => (isPass ? 'error' : 'warning') },
  'auth-loop': 'error',
  'path-encoded': 'warning',
  'path-type': 'warning',
  'rewrite-group-missing': 'warning',
  'auth-tls-of-other': 'error',
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
  'rewrite-relative': 'warning',
  'prefix-boolean': 'warning',
  'passthrough-disabled': bySeen,
  'canary-not-enabled': 'warning',
  // It takes the controller itself down.
  'canary-without-paths': 'error',
  'needs-another': byEffect,
  'unknown-annotation': 'warning',
  'alias-shadowed': 'warning',
  'foreign-annotation': bySeen,

  'end-of-life': { any: warningOrInfo, of: ({ isPast }) => (isPast ? 'warning' : 'info') },
  vulnerable: { any: errorOrWarning, of: ({ flaws }) => ((flaws[0]?.score ?? 0) >= 7 ? 'error' : 'warning') },
  'snippets-on': { any: warningOrInfo, of: ({ isUsual, count }) => (isUsual && count === 0 ? 'info' : 'warning') },
  'api-insecure': 'warning',
  'stream-service': { any: errorOrWarning, of: ({ flaw }) => (flaw.is === 'shut' ? 'warning' : 'error') },
  'default-server-shared': 'warning',
  'snippet-unsafe': 'warning',
  'no-address': 'warning',
  'solver-stuck': 'warning',
  'ingress-twin': 'warning',
  'filter-conflict': 'error',
  'match-header-twice': 'warning',
  'too-many': 'error',
  'weights-zero': 'warning',
  'listener-overlap': { any: warningOrInfo, of: ({ isCovered }) => (isCovered ? 'warning' : 'info') },
  'feature-unsupported': 'warning',
  'backend-https-plain': bySeen,
  'redirect-to-listener-port': { any: warningOrInfo, of: ({ from }) => (from === null ? 'info' : 'warning') },
  'path-outranks-host': 'warning',
  'policy-conflict': 'warning',
  'grant-useless': 'info',
  'grant-wide': 'info',
  'allowlist-behind-proxy': 'warning',
  'unknown-key': 'warning',
  'unread-value': 'warning',
  'rewrite-traversal': 'warning',
  'no-redirect': 'info',
  'webhook-blocks': 'error',
  'webhook-twice': 'warning',
  'host-two-classes': 'warning',
  'annotation-of-other': {
    any: warningOrInfo,
    of: ({ annotations }) => (annotations.every((one) => tuning.test(one)) ? 'info' : 'warning'),
  },
  'auth-lost': 'error',
  'external-inside': { any: errorOrWarning, of: ({ is }) => (is === 'namespace' ? 'warning' : 'error') },
  'snippet-opens': 'error',
  'snippet-of-host': 'warning',
  'limit-per-replica': 'info',
  'route-changes': 'info',
  'ignore-invalid': 'warning',
  'ignore-unused': 'warning',
  'single-endpoint': 'info',
  'single-replica': 'info',
}
