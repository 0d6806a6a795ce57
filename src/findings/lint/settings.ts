/** What stands in the ConfigMap of a controller, or in one that was meant for it, and counts for nothing. */
import type { ObjectLintFacts } from '../../domain/findings/lint-facts.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { Pages } from '../page.js'
import { controllerDocs } from '../words.js'

type Settings = 'configmap-unread' | 'unknown-key' | 'unread-value'

export const settingLintPages: Pages<Pick<ObjectLintFacts, Settings>> = {
  'configmap-unread': {
    title: 'A ConfigMap has settings of the controller, and no controller reads it',
    sentence: ({ controller, keys, read, isThere, flag }) =>
      `${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ` and ${keys.length - 3} more` : ''} ${keys.length === 1 ? 'counts' : 'count'} for nothing here: ${nameOf(controller)} ${read === null ? `has no ${flag}, and goes by its defaults` : `reads ConfigMap ${nameOf(read)} (${flag})${isThere ? '' : ', which does not exist, and goes by its defaults'}`}`,
    fix: ({ read, own, flag }) =>
      `${read === null ? 'Start' : `Write them into ConfigMap ${nameOf(read)}, or start`} the controller with ${flag}=${nameOf(own)}.`,
    explanation:
      'The controller reads one ConfigMap, that of its flag; the chart gives it the name of the release. That of another name or namespace is passed over without a word, and a name of nothing is a line in its log.',
    example:
      '# ConfigMap ingress-nginx/nginx-configuration, beside --configmap=ingress-nginx/ingress-nginx-controller\ndata:\n  proxy-body-size: 100m',
    sample: {
      controller: { namespace: 'ingress-nginx', name: 'ingress-nginx-controller' },
      keys: ['proxy-body-size'],
      read: { namespace: 'ingress-nginx', name: 'ingress-nginx-controller' },
      isThere: true,
      own: { namespace: 'ingress-nginx', name: 'nginx-configuration' },
      flag: '--configmap',
    },
    link: `${controllerDocs}/user-guide/nginx-configuration/configmap/`,
  },
  'unknown-key': {
    title: 'The ConfigMap of the controller has a key that it does not read',
    sentence: ({ key, near, isAnnotation }) =>
      isAnnotation
        ? `annotation ${key} does nothing on a ConfigMap: what holds for all Ingresses is key ${near} of its data`
        : `${key} is no key that the controller reads, and nearly ${near}: it does nothing`,
    fix: ({ key, near, isAnnotation }) =>
      isAnnotation ? `Write ${near} into the data of the ConfigMap.` : `Write ${near} in place of ${key}.`,
    explanation: 'The controller passes over keys that it does not know, without a word: the default stays.',
    example: 'data:\n  annotation-risk-level: Critical   # annotations-risk-level',
    sample: { key: 'annotation-risk-level', near: 'annotations-risk-level' },
    link: `${controllerDocs}/user-guide/nginx-configuration/configmap/`,
  },
  'unread-value': {
    title: 'The ConfigMap of the controller has a value that it cannot read',
    sentence: ({ key, value, is }) =>
      `${key} is ${JSON.stringify(value)}, and the controller reads ${read[is]} there: ${is === 'size' ? 'it is left out, and nginx has a default of its own (1m for a body)' : 'the default stays'}`,
    fix: ({ key, value, is }) => {
      const number = /^\d+/.exec(value)?.[0]
      const unit = /^\d+\s*([kmg])/i.exec(value)?.[1]?.toLowerCase() ?? ''
      if (is === 'switch') return `Write ${key}: "true" or "false".`
      if (is === 'balancer') return `Write ${key}: "ewma", or "round_robin", which is the default.`
      return number === undefined ? `Write ${read[is]}.` : `Write ${key}: "${number}${is === 'size' ? unit : ''}".`
    },
    explanation:
      'All values of a ConfigMap are texts. Switches are true or false, times are numbers of seconds without a unit, sizes are bytes with k, m or g at most. What cannot be read is passed over with a line in the log of the controller, and the default stays.',
    example: 'data:\n  proxy-read-timeout: 3600s   # "3600"',
    sample: { key: 'proxy-read-timeout', value: '3600s', is: 'number' },
    link: `${controllerDocs}/user-guide/nginx-configuration/configmap/`,
  },
}

const read = {
  switch: '"true" or "false"',
  number: 'a number without a unit',
  size: 'a number of bytes with k, m or g at most',
  balancer: 'round_robin or ewma',
}
