/** Services that say who may pass, and cannot be asked, or ask for themselves. */
import type { ActingFacts, AuthFault } from '../../domain/findings/acting-facts.js'
import { nameOf } from '../../domain/objects/ref.js'
import { meantText } from '../../domain/requests/meant-text.js'
import type { Pages } from '../page.js'
import { controllerDocs } from '../words.js'

const link = `${controllerDocs}/user-guide/nginx-configuration/annotations/#external-authentication`

export const signInPages: Pages<Pick<ActingFacts, 'auth-unreachable' | 'auth-loop'>> = {
  'auth-unreachable': {
    title: 'The authentication service cannot be asked',
    sentence: ({ annotation, fault }) =>
      `${annotation} asks ${authFaultText(fault)}: every request is answered with 500`,
    fix: ({ annotation, fault }) => {
      switch (fault.is) {
        case 'no-service':
          if (fault.meant)
            return `Write ${fault.meant.name}.${fault.meant.namespace}.svc.cluster.local in place of the host in ${annotation}.`
          return `Create Service ${fault.service.name} in namespace ${fault.service.namespace}, or correct its name in ${annotation}.`
        case 'no-port':
          return `Write ${fault.near === null ? 'a port that the Service has' : `port ${fault.near}`} in ${annotation}.`
        case 'no-endpoints':
          return `Let Service ${nameOf(fault.service)} have a ready endpoint.`
        case 'short-name':
          return `Write ${fault.service.name}.${fault.service.namespace}.svc.cluster.local in place of ${fault.host} in ${annotation}.`
        case 'itself':
          return `Let an Ingress of its own, without ${annotation}, give path ${fault.path} of ${fault.host} to the service that knows who may pass.`
        default:
          return fault.is === 'answered' && fault.status >= 500
            ? `Cure first what keeps ${fault.host} from answering.`
            : fault.instead === null
              ? `Name the Service that answers by itself in ${annotation}, as http://NAME.NAMESPACE.svc.cluster.local and its path.`
              : `Let ${annotation} begin with ${fault.instead} in place of its scheme and host.`
      }
    },
    explanation:
      'Before each request nginx asks the service of auth-url. It looks its host up by itself, without the search list that makes whole names of short ones in a pod. Where the service cannot be reached, or answers anything else than 2xx, 401 and 403, the client gets 500, and the log of the controller says why.',
    example: 'nginx.ingress.kubernetes.io/auth-url: http://oauth2-proxy:4180/oauth2/auth',
    sample: {
      annotation: 'auth-url',
      fault: { is: 'short-name', host: 'oauth2-proxy', service: { namespace: 'auth', name: 'oauth2-proxy' } },
    },
    link,
  },
  'auth-loop': {
    title: 'The sign-in page is behind its own authentication',
    sentence: ({ signin, path, host }) =>
      `whoever is not signed in is sent to ${signin}, which path ${path} of ${host} serves behind the same auth-url: the redirect never ends`,
    fix: ({ signin, path, isGlobal }) => {
      const own = `an Ingress of its own, ${isGlobal ? 'with enable-global-auth: "false"' : 'without auth-url and the annotations for it'}`
      // What answers everything is not to move.
      return path === '/' ? `Give ${signin} ${own}.` : `Move path ${path} to ${own}.`
    },
    explanation:
      'auth-url and auth-signin are annotations of the whole Ingress. Where the paths of the sign-in service stand in the same Ingress, they ask for authentication, too, and send to themselves whoever comes to sign in.',
    example:
      'nginx.ingress.kubernetes.io/auth-signin: https://$host/oauth2/start\n...\npaths: [{path: /, ...}, {path: /oauth2, ...}]',
    sample: { host: 'app.example.com', signin: 'https://app.example.com/oauth2/start', path: '/oauth2' },
    link,
  },
}

function authFaultText(fault: AuthFault): string {
  switch (fault.is) {
    case 'no-service':
      return `Service ${nameOf(fault.service)}, which does not exist${meantText(fault.service, fault.meant)}`
    case 'no-port':
      return `port ${fault.port} of Service ${nameOf(fault.service)}, which has no such port`
    case 'no-endpoints':
      return `Service ${nameOf(fault.service)}, which has no ready endpoint on port ${fault.port}`
    case 'answered':
      return `${fault.host}, where nginx itself answers with ${fault.status}, neither yes nor no`
    case 'itself':
      return `${fault.host}, where the answer is behind the same question, and so on without end`
    case 'proxy-protocol':
      return `${fault.host}, which leads to nginx without the header of the proxy protocol that it awaits (use-proxy-protocol)`
    case 'short-name':
      return `"${fault.host}", and nginx looks that name up as it stands, without the search list of a pod`
  }
}
