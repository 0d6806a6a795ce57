/** Several controllers, or an Ingress and a Gateway, that serve one host. */
import type { WorldFacts } from '../domain/findings/facts.js'
import type { Pages } from './page.js'

export const worldPages: Pages<WorldFacts> = {
  'worlds-differ': {
    title: 'Who answers for the host depends on the address, and the answers differ',
    sentence: ({ host, answers }) =>
      `${host} is served by ${answers.length}, which answer differently: ${answers.map(answerText).join('; ')}`,
    fix: ({ host }) =>
      `Make the answers alike before the name ${host} moves from one address to another, or take the host away from those that shall no longer serve it.`,
    explanation:
      "While Ingresses are moved to another controller or to Gateway API, both worlds serve a host side by side. Which of them a client reaches, the address decides that the host's name leads to. Where the same request gets another answer, moving the name changes what clients see.",
    example:
      'kubectl tkng trace https://shop.example.com/cart\n# an Ingress leads to Service shop/cart, an HTTPRoute to team/cart',
    sample: {
      host: 'shop.example.com',
      answers: [
        { by: 'ingress-nginx', addresses: ['198.51.100.0'], answer: 'shop/cart:80' },
        { by: 'Gateway default/tkng', addresses: ['198.51.100.20'], answer: 'team/cart:80' },
      ],
    },
    link: 'https://gateway-api.sigs.k8s.io/guides/getting-started/migrating-from-ingress/',
  },
}

function answerText({ by, addresses, answer }: WorldFacts['worlds-differ']['answers'][number]): string {
  return `${by}${addresses.length === 0 ? '' : ` (${addresses.join(', ')})`}: ${answer}`
}
