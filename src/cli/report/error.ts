/** Every problem in words: one sentence that says what and where, and a hint that says what to do next. */

import { type Problem, Problem as ProblemError, type ProblemFacts, type ProblemReason } from '../../domain/problem.js'
import { said } from '../said.js'

interface Words {
  readonly sentence: string
  readonly hint?: string | undefined
}

const wording: { readonly [R in ProblemReason]: (facts: Readonly<ProblemFacts[R]>) => Words } = {
  usage: ({ message, hint }) => ({ sentence: message, hint }),
  'not-found': ({ what, where, near }) => ({ sentence: `${what} not found ${where}`, hint: didYouMean(near) }),
  'no-permission': ({ verb, resource, where, message }) => ({
    sentence: `not allowed to ${verb} ${resource} ${where}: ${message}`,
    hint: `ask for the verb "${verb}" on ${resource}; "kubectl auth can-i ${verb} ${resource}" tells whether you have it`,
  }),

  'kubeconfig-missing': ({ path }) => ({
    sentence: `kubeconfig ${path} does not exist`,
    hint: 'check --kubeconfig',
  }),
  'kubeconfig-unreadable': ({ path, detail }) => ({
    sentence: `cannot read kubeconfig ${path}: ${detail}`,
    hint: 'check its permissions, and that it is a file',
  }),
  'kubeconfig-invalid': ({ path, detail }) => ({
    sentence: `kubeconfig ${path} is not valid: ${detail}`,
    hint: '"kubectl config view" shows how kubectl reads it',
  }),
  'no-cluster': ({ looked }) => ({
    sentence: `no cluster is configured; looked at ${looked.join(', ')}`,
    hint: 'set KUBECONFIG, give --kubeconfig or --server, or look at a file with --from (try --from demo)',
  }),
  'context-missing': ({ context, known }) => ({
    sentence: `context "${context}" does not exist in the kubeconfig`,
    hint: choices(known),
  }),
  'cluster-missing': ({ cluster, known }) => ({
    sentence: `cluster "${cluster}" does not exist in the kubeconfig`,
    hint: choices(known),
  }),
  'user-missing': ({ user, known }) => ({
    sentence: `user "${user}" does not exist in the kubeconfig`,
    hint: choices(known),
  }),
  'no-credentials': ({ server, detail }) => ({
    sentence: `no credentials for ${server}: ${detail}`,
    hint: 'give --token, --username with --password, or --client-certificate with --client-key, or choose another --context or --user; kubectl would ask for a name and a password',
  }),
  'credentials-file': ({ what, path, detail }) => ({
    sentence: `cannot read the ${what} ${path}: ${detail}`,
    hint: 'the kubeconfig or a flag names this file',
  }),
  'exec-plugin': ({ command, detail, installHint }) => ({
    sentence: `the credential plugin ${command} gave no credentials: ${detail}`,
    hint: installHint ?? 'run it by hand, or log in again',
  }),
  'auth-provider-removed': ({ name, instead }) => ({
    sentence: `the auth-provider "${name}" was removed from kubectl in 1.26`,
    hint: instead,
  }),
  'invalid-setting': ({ setting, detail }) => ({ sentence: `${setting}: ${detail}` }),

  refused: ({ server, detail }) => ({
    sentence: `${server} refused the connection: ${detail}`,
    hint: 'is the cluster running, and is this the right context? "kubectl config current-context" tells which it is',
  }),
  dns: ({ server, host, detail }) => ({
    sentence: `cannot find the host ${host} of ${server}: ${detail}`,
    hint: 'check the name, your DNS or VPN, and the context',
  }),
  unreachable: ({ server, detail }) => ({
    sentence: `cannot reach ${server}: ${detail}`,
    hint: 'check the network, the VPN and the context',
  }),
  proxy: ({ server, proxy, detail }) => ({
    sentence: `the proxy ${proxy} did not connect to ${server}: ${detail}`,
    hint: 'check proxy-url in the kubeconfig, HTTPS_PROXY and NO_PROXY',
  }),
  'tls-unknown-authority': ({ server, detail }) => ({
    sentence: `the certificate of ${server} is signed by an unknown authority: ${detail}`,
    hint: "check certificate-authority in the kubeconfig, or that this is the cluster's address",
  }),
  'tls-expired': ({ server, detail }) => ({
    sentence: `the certificate of ${server} is not valid at this time: ${detail}`,
    hint: "renew it, or check this machine's clock",
  }),
  'tls-name': ({ server, detail }) => ({
    sentence: `the certificate of ${server} is for another name: ${detail}`,
    hint: 'check the server address, or set tls-server-name',
  }),
  'tls-other': ({ server, detail }) => ({
    sentence: `no TLS connection to ${server}: ${detail}`,
    hint: 'check that the server speaks TLS, and the certificate and key of the user',
  }),
  unauthorized: ({ server, message }) => ({
    sentence: `${server} does not accept the credentials: ${message}`,
    hint: 'log in again, or choose another --context or --user',
  }),
  forbidden: ({ server, message }) => ({
    sentence: `${server} forbids it: ${message}`,
    hint: '"kubectl auth can-i --list" shows what you may do',
  }),
  'api-missing': ({ server, path, message }) => ({
    sentence: `${server} has no ${path}: ${message}`,
    hint: 'is it a Kubernetes API server, new enough (1.21)?',
  }),
  'server-error': ({ server, status, message }) => ({
    sentence: `${server} answered ${status}: ${message}`,
    hint: 'the fault is on the server; try again, then look at its logs',
  }),
  'client-error': ({ server, status, message }) => ({ sentence: `${server} answered ${status}: ${message}` }),
  'too-many-requests': ({ server, message }) => ({
    sentence: `${server} is too busy (429): ${message}`,
    hint: 'try again later, or ask for one namespace with -n',
  }),
  timeout: ({ server, seconds, doing }) => ({
    sentence: `${server} did not answer within ${seconds} s (${doing})`,
    hint: 'check the network and the context; --request-timeout sets the limit',
  }),
  'not-kubernetes': ({ server, detail }) => ({
    sentence: `${server} does not answer like a Kubernetes API server: ${detail}`,
    hint: 'check the address, and that no proxy or login page stands in between',
  }),
  'cut-short': ({ server, detail }) => ({
    sentence: `the answer of ${server} was cut short: ${detail}`,
    hint: 'nothing of it is shown, since it would look whole; try again',
  }),

  'upgrade-refused': ({ doing, pod, status, message, hint }) => ({
    sentence: `${doing} in pod ${pod} is refused (${status}): ${message}`,
    hint,
  }),
  'kubelet-silent': ({ node, doing, pod, server, seconds }) => ({
    sentence: `${kubeletOf(node, pod)} did not answer within ${seconds} s (${doing} in pod ${pod}, through ${server})`,
    hint: `does the node live? "kubectl get node${node === null ? 's' : ` ${node}`}" tells; --request-timeout sets the limit`,
  }),
  'port-closed': ({ pod, port, detail }) => ({
    sentence: `nothing answers on port ${port} of pod ${pod}: ${detail}`,
    hint: 'is the container running, and is this its port?',
  }),
  'connection-lost': ({ doing, pod, detail }) => ({
    sentence: `the connection broke during ${doing} in pod ${pod}: ${detail}`,
    hint: 'what came before is not the whole answer; try again',
  }),

  'not-captured': ({ what, pod, source }) => ({
    sentence: `cannot read ${what} of pod ${pod}: it is not in ${source}`,
    hint: 'leave --from out to ask the cluster',
  }),
  unsupported: ({ what, by }) => ({ sentence: `${by} does not report ${what}`, hint: undefined }),
  'not-read': ({ controllers }) => ({
    sentence: `${controllers.join(' and ')}: what is inside of such a controller is not read`,
    hint: '"kubectl tkng info" describes it, "kubectl tkng why" shows which Ingresses it owns, "kubectl tkng logs" prints its log',
  }),
  'answer-unreadable': ({ pod, detail }) => ({ sentence: `what ${pod} answers cannot be read: ${detail}` }),
  'not-observed': ({ what, pod, tried, hint }) => ({
    sentence: `cannot read ${what} of pod ${pod}: ${tried.map(({ way, why }) => `${way}: ${why}`).join('; ')}`,
    hint,
  }),
  'no-controller': ({ where, looked, hint }) => ({ sentence: `no ingress controller found ${where}: ${looked}`, hint }),
  ambiguous: ({ what, choices, flag }) => ({
    sentence: `there is more than one ${what}: ${choices.join(', ')}`,
    hint: `choose one with ${flag}`,
  }),
  'no-replica': ({ controller, states }) => ({
    sentence: `no replica of ${controller} is ready: ${states.length > 0 ? states.join(', ') : 'no pod of it is known'}`,
    hint: states.length > 0 ? 'name one with --pod to ask it anyway' : 'ask a cluster, or a capture of one',
  }),

  'source-missing': ({ path }) => ({
    sentence: `${path} does not exist`,
    hint: 'name a file, a folder, - for standard input, or one of demo, demo:broken, demo:gateway',
  }),
  'source-unreadable': ({ path, detail }) => ({ sentence: `cannot read ${path}: ${detail}` }),
  'source-invalid': ({ path, detail, line, column, isWhole }) => ({
    // After a file named passwd a colon alone would look like one of what is in it, and be masked.
    sentence: `${line === undefined ? `${path} cannot be used` : [path, line, column].filter((one) => one !== undefined).join(':')}: ${detail}`,
    ...(isWhole ? {} : { hint: 'it should be a capture, manifests, or what kubectl get -o yaml|json prints' }),
  }),
  'source-unsafe': ({ path, detail }) => ({
    sentence: `${path} is refused: ${detail}`,
    hint: 'a capture holds plain files and folders only',
  }),
  'source-too-large': ({ path, line, limit }) => ({
    sentence: `${path}${line === undefined ? '' : `:${line}`} is too large: the limit is ${limit}`,
  }),
  'source-version': ({ path, found, known }) => ({
    sentence: `${path} is a capture of version ${found}, and this program reads ${known}`,
    hint: 'update kubectl-tkng',
  }),
  'capture-unwritable': ({ path, detail }) => ({
    sentence: `cannot write ${path}: ${detail}`,
    hint: 'name a file in a folder that you may write to',
  }),

  'config-missing': ({ path }) => ({ sentence: `config file ${path} does not exist`, hint: 'check TKNG_CONFIG' }),
  'config-unreadable': ({ path, detail }) => ({ sentence: `cannot read config file ${path}: ${detail}` }),
  'config-invalid': ({ path, line, column, detail }) => ({ sentence: `${path}:${line}:${column}: ${detail}` }),

  'setup-failed': ({ path, detail }) => ({ sentence: `cannot set up ${path}: ${detail}` }),

  'output-failed': ({ detail }) => ({ sentence: `cannot write the answer: ${detail}`, hint: 'is the disk full?' }),
  interrupted: () => ({ sentence: 'interrupted' }),
}

/**
 * @param error anything that was thrown
 * @param version of this program, for the report of a bug
 * @returns one line for stderr, without a stack trace: what happened, where, and in parentheses what to do next
 */
export function reportError(error: unknown, version: string): string {
  if (!(error instanceof ProblemError)) return bugReport(error, version)
  return `error: ${problemText(error)}\n`
}

/** One line: what happened, where, and in parentheses what to do next. */
export function problemText(problem: Problem): string {
  const { sentence, hint } = wordsOf(problem)
  return `${said(sentence)}${hint ? ` (${said(hint)})` : ''}`
}

function wordsOf({ value }: Problem): Words {
  const word = wording[value.reason] as (facts: ProblemFacts[ProblemReason]) => Words
  return word(value.facts)
}

/** An error that nobody expected is a defect of ours: it says so, and what a report needs. */
function bugReport(error: unknown, version: string): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return `error: this is a bug in kubectl-tkng ${version}: ${said(message).slice(0, 500)} (please report it, with the command line)\n`
}

function kubeletOf(node: string | null, pod: string): string {
  return node === null ? `the kubelet of pod ${pod}` : `the kubelet of node ${node}`
}

function didYouMean(near: readonly string[]): string | undefined {
  return near.length > 0 ? `did you mean ${near.join(' or ')}?` : undefined
}

function choices(known: readonly string[]): string {
  return known.length > 0 ? `there is ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}` : 'it has none'
}
