/** Fixes of hosts, paths, default backends and aliases. */
import type { Secret } from '../../src/domain/objects/objects.js'
import { type Cure, proveCures } from '../support/why/cures.js'
import { type IngressWords, ingress } from '../support/worlds/ingress-world.js'

type Annotations = Readonly<Record<string, string>>

const at = (name: string, host: string, paths: readonly string[], annotations: Annotations = {}, age = 0) =>
  ingress(`shop/${name}`, { rules: { [host]: paths }, annotations, age })
const whole = (name: string, words: IngressWords) => ingress(`shop/${name}`, words)
const web = ['/ Prefix web:80']
const b = ['/ Prefix b:80']
const authority: Secret = {
  kind: 'Secret',
  metadata: { namespace: 'shop', name: 'ca' },
  data: { 'ca.crt': 'eA==' },
}

const cures: readonly Cure[] = [
  {
    code: 'duplicate',
    fix: 'Remove path / of a.test from one of the two Ingresses',
    before: { ingresses: [at('a', 'a.test', web), at('b', 'a.test', b, {}, 1)] },
    after: { ingresses: [at('b', 'a.test', b, {}, 1)] },
    served: 'shop/b:80 as /x by shop/b',
  },
  {
    code: 'duplicate',
    fix: 'or give it another path',
    before: { ingresses: [at('a', 'a.test', web), at('b', 'a.test', b, {}, 1)] },
    after: { ingresses: [at('a', 'a.test', web), at('b', 'a.test', ['/b Prefix b:80'], {}, 1)] },
    url: 'http://a.test/b',
    served: 'shop/b:80 as /b by shop/b',
  },
  {
    code: 'duplicate',
    fix: 'Write canary: "true" beside the canary-* annotations: then it shares the path with Ingress shop/a',
    before: { ingresses: [at('a', 'a.test', web), at('b', 'a.test', b, { 'canary-weight': '100' }, 1)] },
    after: {
      ingresses: [at('a', 'a.test', web), at('b', 'a.test', b, { canary: 'true', 'canary-weight': '100' }, 1)],
    },
    served: 'shop/b:80 as /x by shop/a',
  },
  {
    code: 'shadowed',
    fix: 'Move /api/v1 to a host of its own',
    before: {
      ingresses: [
        at('a', 'a.test', ['/api/v1 ImplementationSpecific web:80']),
        at('b', 'a.test', ['/api/(v1|v2)$ ImplementationSpecific b:80'], { 'use-regex': 'true' }),
      ],
    },
    after: {
      ingresses: [
        at('a', 'own.test', ['/api/v1 ImplementationSpecific web:80']),
        at('b', 'a.test', ['/api/(v1|v2)$ ImplementationSpecific b:80'], { 'use-regex': 'true' }),
      ],
    },
    url: 'http://own.test/api/v1',
    served: 'shop/web:80 as /api/v1 by shop/a',
  },
  {
    code: 'path-encoded',
    fix: 'Write the path as it is when decoded: /é',
    before: { ingresses: [at('a', 'a.test', ['/%C3%A9 Prefix web:80'])] },
    after: { ingresses: [at('a', 'a.test', ['/é Prefix web:80'])] },
    url: 'http://a.test/%C3%A9',
    served: 'shop/web:80 as /%C3%A9 by shop/a',
  },
  {
    code: 'path-type',
    fix: 'Write pathType: ImplementationSpecific',
    before: { ingresses: [at('a', 'a.test', ['/v[12] Prefix web:80'])] },
    after: { ingresses: [at('a', 'a.test', ['/v[12] ImplementationSpecific web:80'])] },
    url: 'http://a.test/v[12]/x',
    served: 'shop/web:80 as /v[12]/x by shop/a',
  },
  {
    code: 'rewrite-group-missing',
    fix: 'Write groups into the path, e.g. /shop(/|$)(.*)',
    before: { ingresses: [at('a', 'a.test', ['/shop Prefix web:80'], { 'rewrite-target': '/$2' })] },
    after: {
      ingresses: [at('a', 'a.test', ['/shop(/|$)(.*) ImplementationSpecific web:80'], { 'rewrite-target': '/$2' })],
    },
    url: 'http://a.test/shop/x',
    served: 'shop/web:80 as /x by shop/a',
  },
  {
    code: 'rewrite-group-missing',
    fix: 'Write a group into the path, e.g. /shop(?:/|$)(.*)',
    before: { ingresses: [at('a', 'a.test', ['/shop Prefix web:80'], { 'rewrite-target': '/$1' })] },
    after: {
      ingresses: [at('a', 'a.test', ['/shop(?:/|$)(.*) ImplementationSpecific web:80'], { 'rewrite-target': '/$1' })],
    },
    url: 'http://a.test/shop/x',
    served: 'shop/web:80 as /x by shop/a',
  },
  {
    code: 'rewrite-group-missing',
    fix: 'Write groups into the path, e.g. /()(.*) with pathType: ImplementationSpecific',
    before: { ingresses: [at('a', 'a.test', ['/ Prefix web:80'], { 'rewrite-target': '/$2' })] },
    after: { ingresses: [at('a', 'a.test', ['/()(.*) ImplementationSpecific web:80'], { 'rewrite-target': '/$2' })] },
    url: 'http://a.test/shop/x',
    served: 'shop/web:80 as /shop/x by shop/a',
  },
  {
    code: 'rewrite-group-missing',
    fix: 'Write groups into the path, e.g. /shop(/|$)()(.*) with pathType: ImplementationSpecific',
    before: { ingresses: [at('a', 'a.test', ['/shop/* Prefix web:80'], { 'rewrite-target': '/$3' })] },
    after: {
      ingresses: [at('a', 'a.test', ['/shop(/|$)()(.*) ImplementationSpecific web:80'], { 'rewrite-target': '/$3' })],
    },
    url: 'http://a.test/shop/x',
    served: 'shop/web:80 as /x by shop/a',
  },
  {
    code: 'rewrite-group-missing',
    fix: 'Write $1 in place of $2 in rewrite-target',
    before: {
      ingresses: [at('a', 'a.test', ['/shop/(.*) ImplementationSpecific web:80'], { 'rewrite-target': '/$2' })],
    },
    after: {
      ingresses: [at('a', 'a.test', ['/shop/(.*) ImplementationSpecific web:80'], { 'rewrite-target': '/$1' })],
    },
    url: 'http://a.test/shop/x',
    served: 'shop/web:80 as /x by shop/a',
  },
  {
    code: 'rewrite-group-missing',
    fix: 'or move the path to an Ingress without rewrite-target',
    before: { ingresses: [at('a', 'a.test', ['/x Prefix web:80'], { 'rewrite-target': '/$2' })] },
    after: { ingresses: [at('a', 'a.test', ['/x Prefix web:80'])] },
  },
  {
    code: 'auth-tls-of-other',
    fix: 'Correct auth-tls-secret of Ingress shop/b',
    before: {
      ingresses: [
        at('b', 'a.test', ['/b Prefix b:80'], { 'auth-tls-secret': 'shop/ca' }),
        at('a', 'a.test', web, {}, 1),
      ],
    },
    after: { ingresses: [at('b', 'a.test', ['/b Prefix b:80']), at('a', 'a.test', web, {}, 1)] },
  },
  {
    code: 'auth-tls-of-other',
    fix: 'Give Ingress shop/b a host of its own',
    before: {
      ingresses: [
        at('b', 'a.test', ['/b Prefix b:80'], { 'auth-tls-secret': 'shop/ca' }),
        at('a', 'a.test', web, {}, 1),
      ],
      secrets: [authority],
    },
    after: {
      ingresses: [
        at('b', 'b.test', ['/b Prefix b:80'], { 'auth-tls-secret': 'shop/ca' }),
        at('a', 'a.test', web, {}, 1),
      ],
      secrets: [authority],
    },
  },
  {
    code: 'alias-is-host',
    fix: 'Remove b.test from server-alias',
    before: { ingresses: [at('a', 'a.test', web, { 'server-alias': 'b.test' }), at('b', 'b.test', b)] },
    after: { ingresses: [at('a', 'a.test', web), at('b', 'b.test', b)] },
  },
  {
    code: 'alias-of-other',
    fix: 'Add y.test to the server-alias of that Ingress',
    before: {
      ingresses: [
        at('a', 'a.test', web, { 'server-alias': 'x.test' }),
        at('b', 'a.test', ['/b Prefix b:80'], { 'server-alias': 'y.test' }, 1),
      ],
    },
    after: {
      ingresses: [
        at('a', 'a.test', web, { 'server-alias': 'x.test,y.test' }),
        at('b', 'a.test', ['/b Prefix b:80'], {}, 1),
      ],
    },
    url: 'http://y.test/x',
  },
  {
    code: 'alias-taken',
    fix: 'Remove old.test from one of the two',
    before: {
      ingresses: [
        at('a', 'a.test', b, { 'server-alias': 'old.test' }),
        at('b', 'b.test', web, { 'server-alias': 'old.test' }),
      ],
    },
    after: { ingresses: [at('a', 'a.test', b), at('b', 'b.test', web, { 'server-alias': 'old.test' })] },
    url: 'http://old.test/x',
    served: 'shop/web:80 as /x by shop/b',
  },
  {
    code: 'www-host-exists',
    fix: 'or the rule for www.a.test',
    before: {
      ingresses: [at('a', 'a.test', web, { 'from-to-www-redirect': 'true' }), at('b', 'www.a.test', b)],
    },
    after: { ingresses: [at('a', 'a.test', web, { 'from-to-www-redirect': 'true' })] },
    url: 'http://www.a.test/x',
    served: '308 http://a.test:80/x',
  },
  {
    code: 'no-paths',
    fix: 'Give the host paths',
    before: { ingresses: [whole('a', { rules: { 'a.test': null } })] },
    after: { ingresses: [at('a', 'a.test', web)] },
  },
  {
    code: 'no-paths',
    fix: 'or the Ingress a default backend',
    before: { ingresses: [whole('a', { rules: { 'a.test': null } })] },
    after: { ingresses: [whole('a', { rules: { 'a.test': null }, default: 'web:80' })] },
  },
  {
    code: 'catch-all-taken',
    fix: 'Remove one of the two default backends',
    before: { ingresses: [whole('a', { default: 'b:80' }), whole('b', { default: 'web:80', age: 1 })] },
    after: { ingresses: [whole('b', { default: 'web:80', age: 1 })] },
    served: 'shop/web:80 as /x by shop/b',
  },
  {
    code: 'catch-all-taken',
    fix: 'or give this one a host',
    before: { ingresses: [whole('a', { default: 'b:80' }), whole('b', { default: 'web:80', age: 1 })] },
    after: { ingresses: [whole('a', { default: 'b:80' }), at('b', 'a.test', web, {}, 1)] },
    served: 'shop/web:80 as /x by shop/b',
  },
  {
    code: 'default-backend-unused',
    fix: 'Add path / for a.test',
    before: {
      ingresses: [
        at('a', 'a.test', ['/a Prefix b:80']),
        whole('b', { rules: { 'a.test': ['/b Prefix b:80'] }, default: 'web:80', age: 1 }),
      ],
    },
    after: {
      ingresses: [
        at('a', 'a.test', ['/a Prefix b:80']),
        whole('b', { rules: { 'a.test': ['/b Prefix b:80', ...web] }, default: 'web:80', age: 1 }),
      ],
    },
    served: 'shop/web:80 as /x by shop/b',
  },
  {
    code: 'duplicate-location',
    fix: 'Leave one of the two paths',
    before: {
      ingresses: [at('a', 'a.test', ['/x Prefix web:80']), at('b', 'a.test', ['/x/ Prefix b:80'], {}, 1)],
      version: '1.9.6',
    },
    after: { ingresses: [at('a', 'a.test', ['/x Prefix web:80'])], version: '1.9.6' },
  },
  {
    code: 'path-breaks',
    fix: 'Take the blank, brace, quote or semicolon out of the path',
    before: { ingresses: [at('a', 'a.test', ['/x{ Exact web:80'])], version: '1.12.1' },
    after: { ingresses: [at('a', 'a.test', ['/x Exact web:80'])], version: '1.12.1' },
  },
  {
    code: 'www-of-wildcard',
    fix: 'Move the wildcard host to an Ingress of its own',
    before: {
      ingresses: [
        ingress('shop/a', {
          rules: { 'a.test': web, '*.b.test': web },
          annotations: { 'from-to-www-redirect': 'true' },
        }),
      ],
    },
    after: {
      ingresses: [at('a', 'a.test', web, { 'from-to-www-redirect': 'true' }), at('b', '*.b.test', web, {}, 1)],
    },
  },
]

proveCures(cures)
