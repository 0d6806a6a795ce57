/** What a change does, what somebody wants to be passed over, and opinions. */
import type { ChangeFacts, IgnoreFacts, OpinionFacts } from '../../domain/findings/lint-facts.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { Pages } from '../page.js'
import { docs, quote } from '../words.js'

export const changePages: Pages<ChangeFacts> = {
  'route-changes': {
    title: 'Somebody else answers after the change',
    sentence: ({ request, from, to }) => `${request}: ${from} → ${to}`,
    explanation:
      'lint --against asks one request for each route, before the change and after it, by the rules of the controller. Where another Service answers, or none, it is told, whether that is meant or not; so it is where chance gives others their share, as by the weight of a canary, and where somebody must let a request through.',
    example: 'kubectl tkng lint -f manifests/ --live',
    sample: { request: 'shop.example.com/cart', from: 'shop/cart', to: 'blog/wp' },
    link: 'https://github.com/tkng-dev/kubectl-tkng#readme',
  },
}

const readme = 'https://github.com/tkng-dev/kubectl-tkng#readme'

export const ignorePages: Pages<IgnoreFacts> = {
  'ignore-invalid': {
    title: 'What should be passed over is not said as it must be',
    sentence: ({ is, word }) =>
      is === 'no-code'
        ? 'it names no code, so nothing is passed over'
        : is === 'no-reason'
          ? `it gives no reason for ${word}, so nothing is passed over`
          : `${quote(word)} is no code, so nothing is passed over`,
    fix: ({ is }) =>
      is === 'no-reason'
        ? 'Write the reason after the codes: CODE[,CODE] # reason.'
        : 'Write codes as "kubectl tkng explain" lists them: CODE[,CODE] # reason.',
    explanation:
      'A finding is passed over where somebody says why. The reason is for whoever reads it in a year, and a code that is misspelt would hide nothing while it looks as if it did.',
    example: 'metadata:\n  annotations:\n    tkng.dev/ignore: "duplicate"   # and no reason',
    sample: { is: 'no-reason', word: 'duplicate' },
    link: readme,
  },
  'ignore-unused': {
    title: 'What should be passed over is not found any more',
    sentence: ({ code }) => `${code} is to be passed over here, and is not found`,
    fix: ({ code }) => `Take ${code} out of it.`,
    explanation:
      'The flaw was cured, or it stands elsewhere: a comment above or beside a field counts for what is found there, one above the object for all of it. What is left would hide the next one of its kind.',
    example: '# tkng: ignore no-port the port comes with the next release\n# ... and the port is there',
    sample: { code: 'no-port' },
    link: readme,
  },
}

export const opinionPages: Pages<OpinionFacts> = {
  'single-endpoint': {
    title: 'Opinion: behind a host stands a single endpoint',
    sentence: ({ service }) =>
      `Service ${nameOf(service)} has a single ready endpoint: while it restarts, nobody answers`,
    fix: ({ service }) => `Run at least two pods behind Service ${nameOf(service)}.`,
    explanation:
      'For much that runs in a cluster one pod is enough, and an outage of a minute is nothing. Where it is not, two pods and a budget for disruptions help.',
    example: 'kind: Deployment\nspec: {replicas: 1}',
    sample: { service: { namespace: 'shop', name: 'web' } },
    link: `${docs}/tasks/run-application/configure-pdb/`,
  },
  'single-replica': {
    title: 'Opinion: the controller has a single replica',
    sentence: ({ title }) => `${title} runs in a single pod: while it restarts, none of its hosts answers`,
    fix: () => 'Run at least two replicas, on different nodes.',
    explanation:
      'Every host of the controller goes through its replicas. With one of them an update of a node is an outage of all.',
    example: 'kubectl -n ingress-nginx get deployments   # READY 1/1',
    sample: { title: 'ingress-nginx' },
    link: `${docs}/tasks/run-application/configure-pdb/`,
  },
}
