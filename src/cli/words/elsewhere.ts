/** Words that people know from other programs: each leads to what answers their question here. */

interface Elsewhere {
  readonly says: string
  /** a command line of ours that does what was wanted */
  readonly instead: string
}

const routes: Elsewhere = { says: 'the routes of Ingresses are listed by', instead: 'ingresses' }
const findings: Elsewhere = { says: 'what is wrong with Ingresses is told by', instead: 'why -A' }

const unchanged: Elsewhere = { says: 'nothing is changed here, and what there is is listed by', instead: 'ingresses' }

export const elsewhere: Readonly<Record<string, Elsewhere>> = {
  get: routes,
  list: routes,
  ls: routes,
  analyze: findings,
  apply: { says: 'nothing is changed here, and what a change would do is told by', instead: 'lint' },
  create: unchanged,
  delete: unchanged,
  edit: unchanged,
  patch: unchanged,
  events: { says: 'the Events of an Ingress are shown by', instead: 'describe' },
  version: { says: 'the version is told by', instead: '--version' },
  general: {
    says: 'the controller keeps no general configuration since 0.40 (2020); what is known of it is told by',
    instead: 'info',
  },
}

const labels = ['-l KEY=VALUE, which selects by labels (they are not shown here)']

/** Flags of other programs, each with what does the same here; a letter stands for a short one. */
export const flagsElsewhere: ReadonlyMap<string, readonly string[]> = new Map([
  ['no-color', ['--color=never']],
  ['field-selector', ['a name, or -l']],
  ['template', ['-o go-template=']],
  ['show-labels', labels],
  ['L', labels],
  ['label-columns', labels],
  ['watch-only', ['--watch']],
  // Of "kubectl ingress-nginx".
  ['show-all', ['--severity info']],
  ['from-version', ['--assume-version']],
  ['to-version', ['--assume-version']],
])
