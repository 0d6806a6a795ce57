/** Fixes of classes, of what a controller watches, and of what it takes. */
import { describe, expect, it } from 'vitest'
import { fixOf } from '../../src/findings/catalogue.js'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { pod, slice } from '../support/objects.js'
import { gathered, ingressClass, proxy } from '../support/why/gathered.js'
import { f5Class, f5Pod } from '../support/worlds/f5-world.js'
import { traefikPod } from '../support/worlds/traefik-world.js'

type Given = Parameters<typeof gathered>

const nginx: Given = [{ ingressClassName: 'nginx' }]
const annotated = (value: string) => ({ metadata: { annotations: { 'kubernetes.io/ingress.class': value } } })
const solver = (value: string) => ({
  metadata: { ...annotated(value).metadata, labels: { 'acme.cert-manager.io/http01-solver': 'true' } },
})
const fallback = { defaultBackend: { service: { name: 'web', port: { number: 80 } } } }
const f5 = {
  Pod: [f5Pod()],
  IngressClass: [f5Class],
  EndpointSlice: [
    slice('web-1', {
      ports: [{ name: '', port: 80, protocol: 'TCP' }],
      endpoints: [pod('p', '10.0.0.1', { ready: true })],
    }),
  ],
}
const selecting = {
  Pod: [traefikPod(['--providers.kubernetesingress.labelselector=tier=a'])],
  IngressClass: [ingressClass('traefik', 'traefik.io/ingress-controller')],
}
const other = (...args: string[]) => controllerPod({ name: 'b-1', owner: ['DaemonSet', 'b'], args })

const cures: readonly { readonly code: string; readonly fix: string; readonly before: Given; readonly after: Given }[] =
  [
    { code: 'class-missing', fix: 'Write ingressClassName: nginx', before: [{}], after: nginx },
    {
      code: 'class-unknown',
      fix: 'Write ingressClassName: nginx',
      before: [{ ingressClassName: 'ngnix' }],
      after: nginx,
    },
    {
      code: 'class-unknown',
      fix: 'or create IngressClass ngnix',
      before: [{ ingressClassName: 'ngnix' }],
      after: [{ ingressClassName: 'ngnix' }, { IngressClass: [ingressClass('nginx'), ingressClass('ngnix')] }],
    },
    { code: 'class-unknown', fix: 'Write ingressClassName: nginx', before: [{}, {}, annotated('ngnix')], after: nginx },
    {
      // https://github.com/cert-manager/cert-manager/issues/2842
      code: 'class-unknown',
      fix: 'Write class: nginx into solvers[].http01.ingress of the Issuer',
      before: [{}, {}, solver('public')],
      after: [{}, {}, solver('nginx')],
    },
    {
      code: 'class-of-other',
      fix: 'Write ingressClassName: nginx, if that is meant',
      before: [{ ingressClassName: 'alb' }, { IngressClass: [ingressClass('nginx'), ingressClass('alb', 'x/alb')] }],
      after: [{ ingressClassName: 'nginx' }, { IngressClass: [ingressClass('nginx'), ingressClass('alb', 'x/alb')] }],
    },
    {
      code: 'class-disagree',
      fix: 'Remove the annotation',
      before: [{ ingressClassName: 'nginx' }, {}, annotated('other')],
      after: nginx,
    },
    {
      code: 'class-disagree',
      fix: 'Remove the annotation',
      before: [{ ingressClassName: 'nginx' }, f5, annotated('gce')],
      after: [{ ingressClassName: 'nginx' }, f5],
    },
    {
      code: 'class-disagree',
      fix: 'Remove ingressClassName',
      before: [{ ingressClassName: 'gce' }, f5, annotated('nginx')],
      after: [{}, f5, annotated('nginx')],
    },
    {
      code: 'nothing-asked',
      fix: 'Give it rules',
      before: [{ ingressClassName: 'nginx', rules: [] }],
      after: nginx,
    },
    {
      code: 'nothing-asked',
      fix: 'or a default backend',
      before: [{ ingressClassName: 'nginx', rules: [] }],
      after: [{ ingressClassName: 'nginx', rules: [], ...fallback }],
    },
    {
      code: 'namespace-not-watched',
      fix: 'Start the controller without --watch-namespace',
      before: [{ ingressClassName: 'nginx' }, { Pod: [proxy('--watch-namespace=other')] }],
      after: nginx,
    },
    {
      code: 'labels-not-taken',
      fix: 'Give it the labels tier=a',
      before: [{ ingressClassName: 'traefik' }, selecting],
      after: [{ ingressClassName: 'traefik' }, selecting, { metadata: { labels: { tier: 'a' } } }],
    },
    {
      code: 'catch-all-disabled',
      fix: 'Remove the default backend',
      before: [{ ingressClassName: 'nginx', ...fallback }, { Pod: [proxy('--disable-catch-all')] }],
      after: [{ ingressClassName: 'nginx' }, { Pod: [proxy('--disable-catch-all')] }],
    },
    {
      code: 'catch-all-disabled',
      fix: 'or start the controller without --disable-catch-all',
      before: [{ ingressClassName: 'nginx', ...fallback }, { Pod: [proxy('--disable-catch-all')] }],
      after: [{ ingressClassName: 'nginx', ...fallback }],
    },
    {
      code: 'two-controllers',
      fix: 'Give each controller an IngressClass of its own',
      before: [{ ingressClassName: 'nginx' }, { Pod: [proxy(), other()] }],
      after: [
        { ingressClassName: 'nginx' },
        {
          IngressClass: [ingressClass('nginx'), ingressClass('b', 'x/b')],
          Pod: [proxy(), other('--controller-class=x/b', '--ingress-class=b')],
        },
      ],
    },
  ]

describe.each(cures)('$code: $fix', ({ code, fix, before, after }) => {
  it('is offered', async () => {
    const { rows } = await gathered(...before)
    const found = rows.flatMap(({ causes }) => causes.filter((one) => one.code === code))
    expect(found.map(fixOf).join('\n')).toContain(fix)
  })

  it('cures', async () => {
    const { rows } = await gathered(...after)
    expect(rows.flatMap(({ causes }) => causes)).toEqual([])
    expect(rows.map(({ served }) => served)).not.toContain(false)
    expect(rows.some(({ served }) => served === true)).toBe(true)
  })
})
