/** How bad what `lint` alone finds is; of some the facts decide. */
import type { LintFindingFacts } from './lint-facts.js'
import { type ByFacts, bySeen, errorOrWarning, type Severity, warningOrInfo } from './severity.js'

/**
 * Sizes, times, logs, the way to the pods and the usual redirect: charts write them in the words of several controllers, for
 * whichever is there.
 */
const tuning =
  /\/(?:proxy-body-size|client-max-body-size|(?:force-)?ssl-redirect|service-upstream|enable-(?:access|rewrite)-log|[a-z-]*(?:buffer|timeout)[a-z-]*)$/

export const lintSeverities: { readonly [C in keyof LintFindingFacts]: Severity | ByFacts<LintFindingFacts[C]> } = {
  'end-of-life': { any: warningOrInfo, of: ({ isPast }) => (isPast ? 'warning' : 'info') },
  vulnerable: { any: errorOrWarning, of: ({ flaws }) => ((flaws[0]?.score ?? 0) >= 7 ? 'error' : 'warning') },
  'snippets-on': { any: warningOrInfo, of: ({ isUsual, count }) => (isUsual && count === 0 ? 'info' : 'warning') },
  'api-insecure': 'warning',
  'stream-service': { any: errorOrWarning, of: ({ flaw }) => (flaw.is === 'shut' ? 'warning' : 'error') },
  'default-server-shared': 'warning',
  'backends-too-big': 'warning',
  'snippet-unsafe': 'warning',
  'no-address': 'warning',
  'solver-stuck': 'warning',
  'ingress-twin': 'warning',
  'api-refuses': 'error',
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
  'configmap-unread': 'warning',
  'unknown-key': 'warning',
  'unread-value': 'warning',
  'rewrite-traversal': 'warning',
  'no-redirect': 'info',
  'webhook-blocks': 'error',
  'webhook-twice': 'warning',
  'host-two-classes': 'warning',
  'annotation-of-other': {
    any: warningOrInfo,
    of: ({ annotations, isBounded }) =>
      !isBounded && annotations.every((one) => tuning.test(one)) ? 'info' : 'warning',
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
