/** Which Middlewares no router can have, and in which field that is: as Traefik 3.7.15 did it beside these. */
import { expect, it } from 'vitest'
import { pem } from '../../support/cluster/tls-files.js'
import { silent } from '../../support/why/sources.js'
import { traefikPlan } from '../../support/worlds/traefik-world.js'
import { route } from './custom-objects.js'

const trips = (expression: string, more: object = {}) => ({ circuitBreaker: { expression, ...more } })
const retries = (more: object) => ({ retry: { attempts: 2, ...more } })
const limits = (more: object) => ({ rateLimit: { average: 100, ...more } })
const pages = (more: object) => ({ errors: { status: ['404'], service: { name: 'web', port: 80 }, ...more } })

async function flawOf(spec: object, secret?: object): Promise<string> {
  const plan = traefikPlan({
    args: ['--entryPoints.web.address=:80', '--providers.kubernetescrd'],
    secrets: secret === undefined ? [] : [{ metadata: { namespace: 'default', name: 's' }, ...secret }],
    custom: {
      'middlewares.traefik.io': [{ metadata: { namespace: 'default', name: 'm' }, spec }],
      'ingressroutes.traefik.io': [route('a', 'Host(`a.test`)', { middlewares: [{ name: 'm' }] })],
    },
  })
  const rows = await plan.why(silent, () => true)
  const [cause] = rows.flatMap(({ causes }) => causes)
  if (cause === undefined) return 'none'
  const { fault, field } = cause.facts as { readonly fault?: string; readonly field?: string }
  return [cause.code, fault, field].filter((one) => one !== undefined).join(' ')
}

it.each<[spec: object, flaw: string]>([
  [retries({}), 'none'],
  [retries({ initialInterval: '100ms', timeout: 5 }), 'none'],
  [retries({ initialInterval: '10' }), 'none'],
  [retries({ initialInterval: '1m5' }), 'time initialInterval'],
  [retries({ timeout: '' }), 'time timeout'],
  [{ retry: {} }, 'value attempts'],
  [retries({ status: ['500-'] }), 'status status'],
  [retries({ disableRetryOnNetworkError: true }), 'empty status'],
  [retries({ disableRetryOnNetworkError: true, status: ['500'] }), 'none'],
  [limits({ period: '1m' }), 'none'],
  [limits({ period: 60 }), 'none'],
  [limits({ period: 'minute' }), 'time period'],
  [limits({ period: '-1s' }), 'time period'],
  [limits({ redis: { dialTimeout: '1m5' } }), 'time dialTimeout'],
  [limits({ redis: { tls: { caSecret: 'none' } } }), 'secret'],
  [limits({ sourceCriterion: { ipStrategy: { excludedIPs: ['nobody'] } } }), 'network excludedIPs'],
  [limits({ sourceCriterion: { ipStrategy: { depth: 1, excludedIPs: ['nobody'] } } }), 'none'],
  [trips('NetworkErrorRatio() > 0.30'), 'none'],
  [trips('NetworkErrorRatio() > 3e-1 || (LatencyAtQuantileMS(50.0) > 100 && NetworkErrorRatio() < 1.0)'), 'none'],
  [trips('ResponseCodeRatio(500, 600, 0, 600,) > 0.25'), 'none'],
  [trips('NetworkErrorRatio() > 0.3 ||\n NetworkErrorRatio() < 0.1'), 'none'],
  [trips('NetworkErrorRatio() > 0.3\n || NetworkErrorRatio() < 0.1'), 'expression expression'],
  [trips('NetworkErrorRatio() > 1'), 'expression expression'],
  [trips('0.3 < NetworkErrorRatio()'), 'expression expression'],
  [trips('NetworkErrorRatio() = 0.3'), 'expression expression'],
  [trips('NetworkErrorRatio()'), 'expression expression'],
  [trips('LatencyAtQuantileMS(50) > 100'), 'expression expression'],
  [trips('ResponseCodeRatio(500, 600) > 0.25'), 'expression expression'],
  [trips('NetworkErrorRatio() > 0.3 and NetworkErrorRatio() < 0.5'), 'expression expression'],
  [trips('!(NetworkErrorRatio() > 0.3)'), 'expression expression'],
  [trips('NetworkErrorRatio() > 0.3 &&'), 'expression expression'],
  [trips('NetworkErrorRatio() > 0.3', { checkPeriod: '1x' }), 'time checkPeriod'],
  [trips('NetworkErrorRatio() > 0.3', { fallbackDuration: 'never' }), 'time fallbackDuration'],
  [{ buffering: {} }, 'none'],
  [{ buffering: { maxRequestBodyBytes: -1 } }, 'value maxRequestBodyBytes'],
  [{ buffering: { retryExpression: 'IsNetworkError() && Attempts() < 2' } }, 'none'],
  [{ buffering: { retryExpression: 'RequestMethod() == "GET"' } }, 'none'],
  [{ buffering: { retryExpression: 'RequestMethod() > "GET"' } }, 'expression retryExpression'],
  [{ buffering: { retryExpression: 'Attempts()' } }, 'expression retryExpression'],
  [{ ipAllowList: { sourceRange: [' 127.0.0.1'] } }, 'network sourceRange'],
  [{ compress: { excludedContentTypes: ['text/html; charset=utf-8', 'text/css;'] } }, 'none'],
  [{ compress: { excludedContentTypes: ['text/html; charset'] } }, 'value excludedContentTypes'],
  [{ compress: { encodings: [] } }, 'value encodings'],
  [{ compress: { defaultEncoding: 'br' } }, 'none'],
  [{ compress: { encodings: ['gzip'], defaultEncoding: 'br' } }, 'value defaultEncoding'],
  [pages({}), 'none'],
  [pages({ statusRewrites: { '500-503': 200 } }), 'none'],
  [pages({ statusRewrites: { x: 200 } }), 'status statusRewrites'],
  [pages({ status: ['4xx'] }), 'status status'],
  [{ headers: { stsSeconds: 0 } }, 'none'],
  [{ headers: { accessControlMaxAge: 0 } }, 'none'],
  [{ headers: { addVaryHeader: true } }, 'none'],
  [{ headers: { frameDeny: false } }, 'empty'],
  [{ plugin: { mine: {} } }, 'plugin'],
])('%j', async (spec, flaw) => {
  expect(await flawOf(spec)).toBe(flaw === 'none' ? flaw : `no-middleware ${flaw}`)
})

const held = (key: string, text: string) => ({ data: { [key]: btoa(text) } })
const basic = { basicAuth: { secret: 's' } }
const digest = { digestAuth: { secret: 's' } }
const asking = { forwardAuth: { address: 'https://auth.test/', tls: { caSecret: 's' } } }
const authority = pem('ca')

it.each<[name: string, spec: object, secret: object, flaw: string]>([
  ['users', basic, held('users', 'u:{SHA}x\r\n\nv:{SHA}y\n'), 'none'],
  ['none at all', basic, held('users', '\n\n'), 'users'],
  ['a comment', basic, held('users', '# mine\nu:{SHA}x\n'), 'users'],
  ['a name alone', basic, held('users', 'u\n'), 'users'],
  ['a realm', basic, held('auth', 'u:realm:x\n'), 'users'],
  ['what was encoded twice', basic, held('users', btoa('u:{SHA}x')), 'users'],
  ['what was cut out', basic, { data: { users: '' } }, 'none'],
  ['realms for digestAuth', digest, held('users', 'u:realm:x\n'), 'none'],
  ['none for digestAuth', digest, held('users', 'u:{SHA}x\n'), 'users'],
  ['a name and a password', basic, { data: { username: btoa('u'), password: btoa('x') } }, 'secret'],
  ['an authority', asking, held('ca.crt', authority), 'none'],
  ['an authority by its other name', asking, held('tls.ca', authority), 'none'],
  ['a text in the place of one', asking, held('ca.crt', 'x'), 'authority'],
  [
    'a text in the place that counts',
    asking,
    { data: { 'tls.ca': btoa('x'), 'ca.crt': btoa(authority) } },
    'authority',
  ],
])('a Secret with %s', async (_name, spec, secret, flaw) => {
  expect(await flawOf(spec, secret)).toBe(flaw === 'none' ? flaw : `no-middleware ${flaw}`)
})
