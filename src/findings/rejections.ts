/** Why a controller takes nothing of an object: what is wrong in it, after the name of its field. */
import type { RejectedFor } from '../domain/findings/ownership-facts.js'
import { quote } from './words.js'

export const reasons: Readonly<
  Record<RejectedFor, { readonly says: (value: string | null) => string; readonly fix: string }>
> = {
  'host-missing': {
    says: () => 'is missing, and the controller takes no Ingress for all hosts',
    fix: 'Give each rule a host, or start the controller (5.5 or newer) with -allow-empty-ingress-host and -default-server-tls-secret.',
  },
  'host-twice': {
    says: (host) => `names ${host === null ? 'all hosts' : `host ${host}`} a second time`,
    fix: 'Put all paths of a host into one rule.',
  },
  'no-rules': { says: () => 'is empty', fix: 'Give it a rule for each host.' },
  'no-backend': { says: () => 'is missing', fix: 'Name a Service.' },
  resource: { says: (kind) => `is a ${kind}, and only Services are taken`, fix: 'Name a Service.' },
  'path-missing': { says: () => 'is missing', fix: 'Write path /.' },
  'path-form': { says: (path) => `is ${quote(path ?? '')}, which is not taken`, fix: 'Correct the path.' },
  'snippets-off': {
    says: () => 'is a snippet, and the controller takes none',
    fix: 'Remove the snippet, or start the controller with -enable-snippets.',
  },
  value: { says: (value) => `has the value ${quote(value ?? '')}, which is not taken`, fix: 'Correct the value.' },
  unfit: { says: (why) => `is not taken: ${why}`, fix: 'Correct it.' },
  'service-unknown': {
    says: (value) => `names a Service that the Ingress does not have (${quote(value ?? '')})`,
    fix: 'Name Services that stand in the rules of the Ingress.',
  },
  'paid-only': { says: () => 'needs NGINX Plus', fix: 'Remove the annotation.' },
  missing: { says: () => 'is missing', fix: 'Write it.' },
  empty: { says: () => 'is empty', fix: 'Write what it is to do.' },
  needs: { says: (other) => `needs ${other}, which is not there`, fix: 'Add what it needs, or take it out.' },
  'needs-setting': {
    says: (setting) => `needs ${setting}, which is not there`,
    fix: 'Set it for the controller, or take out what needs it.',
  },
  conflict: { says: (other) => `cannot stand beside ${other}`, fix: 'Take one of the two out.' },
  twice: { says: (value) => `names ${quote(value ?? '')} a second time`, fix: 'Name it once.' },
  namespace: {
    says: (roots) => `is none of those where a virtual host may be (${roots})`,
    fix: 'Move it to one of those namespaces, or start the controller with another --root-namespaces.',
  },
  'host-shared': {
    says: (others) => `is that of ${others}, too: none of them has it`,
    fix: 'Let one object alone name the host, and include the others in it.',
  },
  'secret-missing': {
    says: (secret) => `names Secret ${secret}, which does not exist`,
    fix: 'Create the Secret, or name another one.',
  },
  'secret-invalid': {
    says: (secret) => `names Secret ${secret}, which does not hold what it takes`,
    fix: 'Put a certificate into the Secret, or name another one.',
  },
  'secret-foreign': {
    says: (secret) => `names Secret ${secret} of another namespace, which no TLSCertificateDelegation permits`,
    fix: 'Create a TLSCertificateDelegation in the namespace of the Secret that names it and this namespace.',
  },
  'master-rules': {
    says: () => 'of a master must be one rule with a host and without paths',
    fix: 'Move its paths into minions.',
  },
  'minion-rules': {
    says: () => 'of a minion must be one rule with paths',
    fix: 'Split it into one minion for each host.',
  },
  'minion-tls': { says: () => 'is a matter of the master', fix: 'Move spec.tls into the master.' },
}
