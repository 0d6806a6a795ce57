/** What load balancers do before the controller, by the Service that asks for them, where the controller awaits something else. */
import type { ActingFacts } from '../../domain/findings/acting-facts.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { Pages } from '../page.js'
import { controllerDocs, quote } from '../words.js'

type OfBalancers =
  | 'balancer-loop'
  | 'balancer-plain'
  | 'balancer-nowhere'
  | 'balancer-probe'
  | 'balancer-idle'
  | 'balancer-outlives'
  | 'proxy-protocol-unread'

export const balancerPages: Pages<Pick<ActingFacts, OfBalancers>> = {
  'balancer-loop': {
    title: 'Behind a load balancer that ends TLS the redirect to https has no end',
    sentence: ({ annotation, service }) =>
      `${annotation} redirects to https, and Service ${nameOf(service)} gives its port for https to that of nginx for http: TLS ends before nginx, which is not told so, and redirects such a request again and again`,
    fix: ({ annotation, isTcp }) =>
      isTcp
        ? `Set ${annotation}: "false", and let the load balancer redirect: it sends no X-Forwarded-Proto that could be trusted.`
        : `Set use-forwarded-headers: "true" in the controller's ConfigMap, where the load balancer sends X-Forwarded-Proto, or ${annotation}: "false".`,
    explanation:
      'nginx knows https by its own port, or by X-Forwarded-Proto where it trusts that. A load balancer for TCP, as an NLB is, sends no such header.',
    example:
      'ports: [{name: https, port: 443, targetPort: http}]   # of the controller, with force-ssl-redirect: "true"',
    sample: {
      annotation: 'force-ssl-redirect',
      service: { namespace: 'ingress-nginx', name: 'controller' },
      isTcp: false,
    },
    link: `${controllerDocs}/user-guide/nginx-configuration/configmap/#use-forwarded-headers`,
  },
  'balancer-plain': {
    title: 'The load balancer ends TLS, and sends what was in it to the port for TLS',
    sentence: ({ service, annotation }) =>
      `the load balancer of Service ${nameOf(service)} ends TLS (${annotation}) and goes on without it to nginx' port for https: each request over https gets 400, "The plain HTTP request was sent to HTTPS port"`,
    fix: ({ service, speaks }) =>
      `Set targetPort: http on port 443 of Service ${nameOf(service)}${speaks === null ? '' : `, or ${speaks}: "ssl"`}.`,
    explanation:
      'Who ends TLS hands on plain requests, and nginx takes those at its port for http. Where they come to that for https they are refused, whatever Ingress they are for. To have TLS on both ways, the balancer has to begin it anew.',
    example:
      'service.beta.kubernetes.io/aws-load-balancer-ssl-cert: arn:aws:acm:…\n# and ports: [{name: https, port: 443, targetPort: https}]',
    sample: {
      service: { namespace: 'ingress-nginx', name: 'controller' },
      annotation: 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert',
      speaks: 'service.beta.kubernetes.io/aws-load-balancer-backend-protocol',
    },
    link: `${controllerDocs}/deploy/#tls-termination-in-aws-load-balancer-nlb`,
  },
  'balancer-nowhere': {
    title: 'The Service before the controller does not lead to it',
    sentence: (facts) => {
      const name = `Service ${nameOf(facts.service)}`
      if (facts.is === 'empty')
        return `${name}, by which clients come, has no endpoint: its selector (${facts.selector}) matches no pod, so that connections to its addresses fail`
      return facts.is === 'crossed'
        ? `port 80 of ${name} leads to nginx' port for https: each request over http gets 400, "The plain HTTP request was sent to HTTPS port"`
        : `${name}, by which clients come, is of type LoadBalancer and nobody has given it an address: from outside of the cluster nginx is reached by the ports of the nodes alone`
    },
    fix: (facts) => {
      const name = `Service ${nameOf(facts.service)}`
      if (facts.is === 'empty') return `Write labels of the controller's pods into the selector of ${name}.`
      return facts.is === 'crossed'
        ? `Set targetPort: http on port 80 of ${name}.`
        : `Let whatever gives load balancers their addresses run in the cluster (MetalLB, or that of the cloud), or send clients to a node port of ${name}.`
    },
    explanation:
      'The controller is told by --publish-service of the Service by whose addresses clients come. Its routes are right whatever that Service does: by a port-forward to a pod they answer, and by the address nothing does.',
    example:
      'selector: {app: nginx-ingress}   # of the Service, where the pods have app.kubernetes.io/name: ingress-nginx',
    sample: { service: { namespace: 'ingress-nginx', name: 'controller' }, is: 'empty', selector: 'app=nginx-ingress' },
    link: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#does-the-service-have-any-endpoints',
  },
  'balancer-probe': {
    title: 'The load balancer takes the controller for dead',
    sentence: ({ service, port, path }) =>
      `the load balancer of Azure asks for ${quote(path)} on port ${port} of Service ${nameOf(service)} to learn whether nginx is well, and gets 404: it takes every node for dead, and connections from outside time out`,
    fix: ({ service, annotation }) => `Set ${annotation}: "/healthz" on Service ${nameOf(service)}.`,
    explanation:
      'Since Kubernetes 1.22 to 1.24, Azure probes a port by the appProtocol of the Service, http or https, with a request for / in place of a mere connection. nginx answers 404 to whoever names no host that it knows, and the balancer takes nothing but 200 for well. At /healthz nginx has 200. A cluster whose Services share one probe is not concerned.',
    example:
      '# Service of the controller on AKS:\nports: [{name: http, port: 80, targetPort: http, appProtocol: http}]',
    sample: {
      service: { namespace: 'ingress-nginx', name: 'controller' },
      port: 80,
      path: '/',
      annotation: 'service.beta.kubernetes.io/azure-load-balancer-health-probe-request-path',
    },
    link: 'https://kubernetes-sigs.github.io/cloud-provider-azure/topics/loadbalancer/#custom-load-balancer-health-probe',
  },
  'balancer-idle': {
    title: 'The load balancer cuts off what nginx would wait for',
    sentence: ({ setting, seconds, service, idle }) =>
      `${setting} is ${seconds} seconds, and the load balancer of Service ${nameOf(service)} closes a connection that is silent for ${idle}: a WebSocket, or whoever waits for a slow answer, is cut off there`,
    fix: ({ seconds, service, idle, annotation }) =>
      annotation === null
        ? `Let client or backend send something every ${idle} seconds: this balancer takes no longer silence.`
        : `Set ${annotation.name}: "${Math.min(annotation.most, Math.ceil(seconds / annotation.unit))}" on Service ${nameOf(service)}.`,
    explanation:
      'nginx and the balancer before it each have a time for silence, and the shorter one counts. A classic load balancer of AWS takes 60 seconds, an NLB 350, one of Azure four minutes, unless the Service says otherwise.',
    example: 'nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"   # behind a classic load balancer of AWS',
    sample: {
      setting: 'proxy-read-timeout',
      seconds: 3600,
      service: { namespace: 'ingress-nginx', name: 'controller' },
      idle: 60,
      annotation: {
        name: 'service.beta.kubernetes.io/aws-load-balancer-connection-idle-timeout',
        unit: 1,
        most: 4000,
      },
    },
    link: `${controllerDocs}/deploy/#aws`,
  },
  'balancer-outlives': {
    title: 'The load balancer keeps a connection that nginx has closed',
    sentence: ({ service, idle, keepAlive }) =>
      `the load balancer of Service ${nameOf(service)} keeps a silent connection for ${idle} seconds, and nginx closes it after ${keepAlive} (keep-alive): a request that is sent on it in between is answered with 502 or 504`,
    fix: ({ service, idle, keepAlive, annotation }) =>
      `Set keep-alive: "${idle + 15}" in the controller's ConfigMap, or ${annotation}: "${Math.max(1, keepAlive - 15)}" on Service ${nameOf(service)}.`,
    explanation:
      'A balancer that reads HTTP keeps connections to nginx open, and sends the next request on one of them. The side that closes first must be the balancer, else it sends into a connection that is gone.',
    example:
      'service.beta.kubernetes.io/aws-load-balancer-connection-idle-timeout: "3600"   # with backend-protocol: http',
    sample: {
      service: { namespace: 'ingress-nginx', name: 'controller' },
      idle: 3600,
      keepAlive: 75,
      annotation: 'service.beta.kubernetes.io/aws-load-balancer-connection-idle-timeout',
    },
    link: `${controllerDocs}/deploy/#aws`,
  },
  'proxy-protocol-unread': {
    title: 'The proxy protocol is spoken, or awaited, by one side alone',
    sentence: ({ service, annotation, isOfCloud }) =>
      annotation === null
        ? `use-proxy-protocol is "true" in the controller's ConfigMap, and nothing in Service ${nameOf(service)} asks its load balancer to speak the proxy protocol${isOfCloud ? '' : ' (whether something before it does is not seen here)'}: where it does not, nginx refuses each connection`
        : `${annotation} of Service ${nameOf(service)} has each connection begin with the header of the proxy protocol, and use-proxy-protocol is not "true" in the controller's ConfigMap: nginx answers that with 400, and breaks off TLS`,
    fix: ({ service, annotation }) =>
      annotation === null
        ? `Take use-proxy-protocol out of the ConfigMap, or ask for the protocol in Service ${nameOf(service)} by the annotation of its cloud.`
        : 'Set use-proxy-protocol: "true" in the controller\'s ConfigMap, or take the annotation off the Service.',
    explanation: 'The proxy protocol puts a line with the address of the client before everything else.',
    example: 'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol: "*"   # and no use-proxy-protocol',
    sample: {
      service: { namespace: 'ingress-nginx', name: 'controller' },
      annotation: 'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol',
      isOfCloud: true,
    },
    link: `${controllerDocs}/user-guide/nginx-configuration/configmap/#use-proxy-protocol`,
  },
}
