/** Command lines → settings. */
import { describe, expect, it } from 'vitest'
import { parseFlags } from '../../../src/controllers/ingress-nginx/workload/flags.js'
import { settingsOf } from '../../../src/controllers/ingress-nginx/workload/settings.js'

describe('flags', () => {
  it.each<[string[], Record<string, string>]>([
    [['--a=b'], { a: 'b' }],
    [['--configmap', 'x/y', '--v=2'], { configmap: 'x/y', v: '2' }],
    [
      ['--watch-ingress-without-class', '--configmap', 'x/y'],
      { 'watch-ingress-without-class': 'true', configmap: 'x/y' },
    ],
    [['--enable-metrics=false'], { 'enable-metrics': 'false' }],
    [['--ingress-class-by-name', 'false'], { 'ingress-class-by-name': 'true' }],
    [['--a=1', '--a=2'], { a: '2' }],
    [['--a='], { a: '' }],
    [['--a=b=c'], { a: 'b=c' }],
    [['/nginx-ingress-controller', '-v=2', 'word'], {}],
    [['--last'], { last: 'true' }],
  ])('%j', (argv, expected) => {
    expect(Object.fromEntries(parseFlags(argv))).toEqual(expected)
  })
})

describe('settings', () => {
  it('have the defaults of the program', () => {
    expect(settingsOf([], 'edge')).toMatchObject({
      httpPort: 80,
      httpsPort: 443,
      statusPort: 10246,
      healthPort: 10254,
      ingressClass: 'nginx',
      controllerClass: 'k8s.io/ingress-nginx',
      classByName: false,
      withoutClass: false,
      annotationsPrefix: 'nginx.ingress.kubernetes.io',
      configMap: null,
      electionId: null,
    })
  })

  it.each<[string[], object]>([
    [
      ['--status-port=11246', '--http-port=8080', '--https-port', '8443'],
      { statusPort: 11246, httpPort: 8080, httpsPort: 8443 },
    ],
    [['--status-port=none'], { statusPort: 10246 }],
    [['--configmap=own'], { configMap: { namespace: 'edge', name: 'own' } }],
    [['--tcp-services-configmap=a/b'], { tcpServices: { namespace: 'a', name: 'b' } }],
    [
      ['--ingress-class=x', '--controller-class=y', '--ingress-class-by-name=true'],
      { ingressClass: 'x', controllerClass: 'y', classByName: true },
    ],
    [['--watch-namespace=a', '--watch-ingress-without-class'], { watchNamespace: 'a', withoutClass: true }],
    [['--annotations-prefix=p.example'], { annotationsPrefix: 'p.example' }],
    [['--disable-catch-all=1'], { disableCatchAll: true }],
  ])('%j', (argv, expected) => {
    expect(settingsOf(argv, 'edge')).toMatchObject(expected)
  })
})
