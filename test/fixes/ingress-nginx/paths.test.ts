/** Fixes of paths, of what is rewritten, and of redirects. */
import { proveCures } from '../../support/why/cures.js'
import { a, at, cure, moved, web } from './words.js'

proveCures([
  cure(
    'glob-path',
    'path: /api with pathType: Prefix',
    a({}, ['/api/* ImplementationSpecific web:80']),
    a({}, ['/api Prefix web:80']),
    { url: 'http://a.test/api/users' },
  ),
  cure('glob-path', 'path: / with pathType: Prefix', a({}, ['/* Prefix web:80']), a()),
  cure(
    'glob-path',
    '.* in place of the star. Set use-regex: "true" on the Ingress',
    a({}, ['/*.png Prefix web:80']),
    a({ 'use-regex': 'true' }, ['/.*.png ImplementationSpecific web:80']),
    { url: 'http://a.test/x.png' },
  ),
  cure(
    'glob-path',
    'Set use-regex: "true" on the Ingress',
    a({}, ['/v[0-9]+/x ImplementationSpecific web:80']),
    a({ 'use-regex': 'true' }, ['/v[0-9]+/x ImplementationSpecific web:80']),
    { url: 'http://a.test/v1/x' },
  ),
  cure('trailing-slash', 'Write path: /x, if', a({}, ['/x/ Prefix web:80']), a({}, ['/x Prefix web:80']), {}),
  cure(
    'rewrite-all',
    '/api(/|$)(.*) with pathType: ImplementationSpecific, and rewrite-target: /$2',
    a({ 'rewrite-target': '/' }, ['/api Prefix web:80']),
    a({ 'rewrite-target': '/$2' }, ['/api(/|$)(.*) ImplementationSpecific web:80']),
    { url: 'http://a.test/api/users', served: 'shop/web:80 as /users by shop/a' },
  ),
  cure(
    'rewrite-all',
    'Write rewrite-target: /$2.',
    a({ 'rewrite-target': '/$1' }, ['/api(/|$)(.*) ImplementationSpecific web:80']),
    a({ 'rewrite-target': '/$2' }, ['/api(/|$)(.*) ImplementationSpecific web:80']),
    { url: 'http://a.test/api/users', served: 'shop/web:80 as /users by shop/a' },
  ),
  cure(
    'rewrite-all',
    'Write rewrite-target: /v1/$1.',
    a({ 'rewrite-target': '/v1/' }, ['/api/(.+) ImplementationSpecific web:80']),
    a({ 'rewrite-target': '/v1/$1' }, ['/api/(.+) ImplementationSpecific web:80']),
    { url: 'http://a.test/api/users', served: 'shop/web:80 as /v1/users by shop/a' },
  ),
  cure(
    'rewrite-all',
    'Move the path to an Ingress of its own',
    a({ 'rewrite-target': '/' }, ['/api Prefix web:80', '/ Prefix game:80']),
    [
      a({ 'rewrite-target': '/$2' }, ['/api(/|$)(.*) ImplementationSpecific web:80']),
      at('b', 'a.test', ['/ Prefix game:80'], {}, 1),
    ],
    { url: 'http://a.test/x.js', served: 'shop/game:80 as /x.js by shop/b' },
  ),
  ...['a.test/new', 'https://a.test/new', '/new'].map((target) => {
    const from = (url: string) => at('a', 'a.test', ['/ Prefix web:80'], { 'permanent-redirect': url })
    return cure(
      'redirect-endless',
      'Write a whole URL, with scheme and host, that other rules answer',
      [from(target), at('b', 'b.test', web, {}, 1)],
      [from('https://b.test/new'), at('b', 'b.test', web, {}, 1)],
      { served: '301 https://b.test/new' },
    )
  }),
  cure(
    'redirect-endless',
    'Write a whole URL, with scheme and host, that other rules answer',
    a({ 'permanent-redirect': 'https://a.test$request_uri' }),
    [a({ 'permanent-redirect': 'https://b.test$request_uri' }), at('b', 'b.test', web, {}, 1)],
    { served: '301 https://b.test/x' },
  ),
  cure(
    'redirect-without-tls',
    'or write force-ssl-redirect: "true"',
    a({ 'ssl-redirect': 'true' }),
    a({ 'ssl-redirect': 'true', 'force-ssl-redirect': 'true' }),
    { served: '308 https://a.test/x' },
  ),
  cure(
    'redirect-spreads',
    'path / of a.test to another Ingress',
    a(moved, ['/old Exact web:80']),
    [a(moved, ['/old Exact web:80']), at('b', 'a.test', web, {}, 1)],
    { url: 'http://a.test/new', served: 'shop/web:80 as /new by shop/b' },
  ),
  cure(
    'app-root-elsewhere',
    'Set app-root on the Ingress that has path /',
    [a({ 'app-root': '/x' }, ['/x Prefix web:80']), at('b', 'a.test', web, {}, 1)],
    [a({}, ['/x Prefix web:80']), at('b', 'a.test', web, { 'app-root': '/x' }, 1)],
    { url: 'http://a.test/', served: '302 http://a.test/x' },
  ),
  cure(
    'regex-mode',
    'to a host of their own',
    [
      a({ 'use-regex': 'true' }, ['/r[0-9] ImplementationSpecific web:80']),
      at('b', 'a.test', ['/x Prefix own:80'], {}, 1),
    ],
    [
      at('a', 'r.test', ['/r[0-9] ImplementationSpecific web:80'], { 'use-regex': 'true' }),
      at('b', 'a.test', ['/x Prefix own:80'], {}, 1),
    ],
    { url: 'http://a.test/xy', served: '404' },
  ),
  cure(
    'regex-breaks',
    'close what is open',
    a({ 'use-regex': 'true' }, ['/(a|b - web:80']),
    a({ 'use-regex': 'true' }, ['/(a|b) - web:80']),
    { url: 'http://a.test/b' },
  ),
  cure(
    'path-refused',
    'Use release 1.6.4 or later',
    a({ 'rewrite-target': '/$1' }, ['/v1/(.*) Prefix web:80']),
    a({ 'rewrite-target': '/$1' }, ['/v1/(.*) Prefix web:80']),
    {
      url: 'http://a.test/v1/x',
      served: 'shop/web:80 as /x by shop/a',
      more: { version: '1.5.2' },
      cured: { version: '1.6.4' },
    },
  ),
])
