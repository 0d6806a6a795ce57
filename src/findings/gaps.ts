/** Why something could not be seen, which is never the same as "there is none". */
import type { GapFacts } from '../domain/findings/facts.js'
import type { Page, Pages } from './page.js'
import { controllerDocs, docs } from './words.js'

type Code = keyof GapFacts

/** Whoever refused says it in words of its own. */
function page(from: Omit<Page<Code>, 'sentence'>): Page<Code> {
  return { ...from, sentence: ({ message }) => message }
}

export const gapPages: Pages<GapFacts> = {
  'gap-forbidden': page({
    title: 'It may not be read with these credentials',
    fix: ({ kind }) => `Ask for the verbs get and list on ${kind}; what depends on it is told as unknown until then.`,
    explanation:
      'The API server refused to list the kind, or to reach into a pod. An answer that needs it says "unknown" rather than "none".',
    example: 'kubectl auth can-i list services -A   # no',
    sample: {
      kind: 'Service',
      namespace: 'shop',
      message: 'services is forbidden: User "ann" cannot list resource "services"',
    },
    link: `${docs}/reference/access-authn-authz/rbac/`,
  }),
  'gap-not-found': page({
    title: 'What was named is not there',
    fix: () => 'Check the name and the namespace.',
    explanation:
      'An object that was asked for by name does not exist, or no controller was found where one was looked for.',
    example: 'kubectl tkng why shop/wbe',
    sample: {
      kind: 'Ingress',
      namespace: 'shop',
      message: 'ingresses.networking.k8s.io "wbe" not found; did you mean web?',
    },
    link: `${docs}/concepts/overview/working-with-objects/names/`,
  }),
  'gap-unreachable': page({
    title: 'A replica could not be asked',
    fix: () => 'See whether the pod runs and is ready, and ask again, or name another replica with --pod.',
    explanation:
      'What a replica really serves is asked of the pod itself. It did not answer, broke off, or has no port or program for the question.',
    example: 'kubectl tkng status',
    sample: { kind: 'Pod', namespace: 'ingress-nginx', message: 'controller-0: connection refused' },
    link: `${controllerDocs}/troubleshooting/`,
  }),
  'gap-not-captured': page({
    title: 'The file does not hold it',
    fix: () => 'Take the capture anew with "kubectl tkng capture", with the permission to read it.',
    explanation:
      'The answer comes from a file that was given with --from, and what the question needs was not written into it, or could not be read when it was taken.',
    example: 'kubectl tkng status --from manifests/',
    sample: { kind: 'Pod', namespace: null, message: 'manifests/ holds no pods' },
    link: 'https://github.com/tkng-dev/kubectl-tkng#readme',
  }),
  'gap-unsupported': page({
    title: 'This program, or the cluster, has no way to tell',
    explanation: 'The cluster does not serve the kind, or the controller has no such question to be asked.',
    example: 'kubectl api-resources --api-group=discovery.k8s.io',
    sample: { kind: 'EndpointSlice', namespace: null, message: 'the server has no endpointslices.discovery.k8s.io' },
    link: `${docs}/reference/using-api/`,
  }),
  'gap-invalid': page({
    title: 'It is not what it should be, and is left out',
    fix: () => 'Correct it, or leave it out.',
    explanation: 'One bad object or file does not end the answer for all others: it is named and passed over.',
    example: 'kubectl tkng ingresses --from broken.yaml',
    sample: { kind: 'Input', namespace: null, message: 'broken.yaml:3: this is no object' },
    link: `${docs}/concepts/overview/working-with-objects/`,
  }),
  'gap-limited': page({
    title: 'It is more than is read',
    fix: () => 'Ask for less at once: one namespace with -n, or one object by its name.',
    explanation:
      'Whatever a cluster or a file says is bounded in size, number and time, so that no answer of a stranger can fill the memory. What lies beyond a bound is not told, and is not the same as none.',
    example: 'kubectl tkng why -n shop',
    sample: { kind: 'Pod', namespace: 'ingress-nginx', message: 'the log is cut after 8 MiB' },
    link: `${docs}/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks`,
  }),
}
