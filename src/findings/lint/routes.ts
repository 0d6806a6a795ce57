/** What can be wrong in a route or a Gateway as it is written, whoever takes it. */
import type { FilterConflict, RouteLintFacts } from '../../domain/findings/lint-facts.js'
import type { Pages } from '../page.js'
import { quote } from '../words.js'

/** What each conflict means, and what cures it. */
const conflicts: Readonly<Record<FilterConflict, { readonly means: string; readonly fix: string }>> = {
  'redirect-rewrites': {
    means: 'a request is either redirected or rewritten',
    fix: 'Leave one of both out, or give each a rule of its own.',
  },
  'redirect-has-backends': {
    means: 'a redirect asks no backend, and the rule has backendRefs',
    fix: 'Remove the backendRefs, or the redirect.',
  },
  twice: { means: 'a rule may have it once', fix: 'Write both as one filter.' },
  'no-prefix': {
    means: 'ReplacePrefixMatch needs a rule whose only match is one of type PathPrefix',
    fix: 'Give each prefix a rule of its own, or write ReplaceFullPath.',
  },
}

export const routeLintPages: Pages<RouteLintFacts> = {
  'filter-conflict': {
    title: 'Filters of a rule do not go together',
    sentence: ({ is, filters }) =>
      `${filters.join(' and ')}: ${conflicts[is].means}, so that the API server refuses the route`,
    fix: ({ is }) => conflicts[is].fix,
    explanation:
      'Some filters exclude each other, and others only go with one kind of match. The schema of HTTPRoutes holds that, but only an API server looks at it: in a file it goes unnoticed until it is applied.',
    example: 'filters:\n- type: RequestRedirect\n- type: URLRewrite',
    sample: { is: 'redirect-rewrites', filters: ['RequestRedirect', 'URLRewrite'] },
    link: 'https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule',
  },
  'match-header-twice': {
    title: 'A match names a header or a parameter twice',
    sentence: ({ name, part }) =>
      `${part} has ${quote(name)} twice: the first one counts, and the other is passed over`,
    fix: ({ part }) =>
      `Write what both mean as one entry of ${part}, or give each a match of its own if either is enough.`,
    explanation:
      'All entries of a match must hold, but of those with one name only the first is looked at. The API server refuses names that are written alike, and takes headers that differ in upper and lower case.',
    example: 'matches:\n- headers:\n  - {name: X-Stage, value: next}\n  - {name: x-stage, value: test}',
    sample: { name: 'x-stage', part: 'headers' },
    link: 'https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch',
  },
  'too-many': {
    title: 'There are more of them than an API server takes',
    sentence: ({ part, count, most }) =>
      `it has ${count} ${part}, and ${most} are the most: the API server refuses it as a whole`,
    fix: ({ part }) =>
      part === 'listeners'
        ? 'Move some of them into a ListenerSet or another Gateway.'
        : 'Move some of them into another route of the same hostnames and parents.',
    explanation:
      'The lists of a Gateway and of its routes have bounds, so that what is checked of them stays cheap. A file may go over them, a converter easily does, and nobody says so until it is applied.',
    example: 'kind: HTTPRoute\nspec:\n  rules: []   # with 17 of them',
    sample: { part: 'rules', count: 17, most: 16 },
    link: 'https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec',
  },
}
