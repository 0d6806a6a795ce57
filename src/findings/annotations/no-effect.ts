/** Annotations that are right, and do nothing where they stand. */
import type { ActingFacts } from '../../domain/findings/acting-facts.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { Pages } from '../page.js'
import { controllerSource, ingress } from '../words.js'

export const noEffectPages: Pages<Pick<ActingFacts, 'no-effect'>> = {
  'no-effect': {
    title: 'The annotation does nothing where it stands',
    sentence: ({ annotations: names, where }) => {
      const does = `${names.join(', ')} ${names.length === 1 ? 'does' : 'do'} nothing`
      switch (where.is) {
        case 'canary':
          return `${does} on a canary: the annotations of the Ingress that it tries out count`
        case 'default-backend':
          return `${does} on a default backend without rules, which takes over neither redirects nor rewrites, nor what belongs to a host or to the cookies of a path`
        case 'main':
          return `${does} on the Ingress that a canary tries out: it is read of the canary`
        case 'push':
          return `${does}: nginx pushes nothing from 1.25.1 on, which is in the controller since 1.10.0`
        case 'http-only':
          return `${does} where backends are spoken to over ${where.protocol}: nginx has it for HTTP alone`
        case 'label':
          return `${does} as a label: the controller reads annotations alone`
        case 'header-buffers':
          return `${does} over http for what comes before Host: until nginx knows the host it reads by its default server`
        case 'http':
          return `${does} for http://${where.host}, which is not redirected to https: whoever comes that way is asked for no certificate`
        case 'no-name':
          return `${does} without a host: a connection of TLS is told by the name that it asks for`
        case 'forced':
          return `${does}: force-ssl-redirect is "true" in the controller's ConfigMap, and redirects all the same`
        case 'one-address':
          return `${does}: with service-upstream the address of the Service is the one endpoint, behind which the cluster chooses a pod`
        case 'headless':
          return `${does}: Service ${nameOf(where.service)} is headless and has no address of its own, so its pods are called`
        case 'cookie-path':
          return `${does} for ${where.path}: ${where.said === undefined ? 'that pattern is the path of the cookie' : `session-cookie-path is ${where.said}`}, so that no browser sends it back`
        case 'constant':
          return `${does}: its value has no variable, so it is the same for all requests, and one endpoint gets them all`
        case 'sticky':
          return `${does} beside affinity: "cookie"${where.other ? ` of ${ingress(where.other)}, which has the same Service and port` : ''}: the cookie decides, and who has none is led in turn`
        case 'any-origin':
          return `${does} while cors-allow-origin is *: browsers keep the answer to a request with cookies from a page, unless its origin is named`
        case 'no-root':
          return `${does} for ${where.host}: no rule has path / there, to whose Service connections are passed: they are closed`
        case 'passed':
          return `${does} for https://${where.host}, whose connections are passed on as they are (ssl-passthrough), so that nginx reads no request of them`
        case 'protocol':
          return `${does} where backends are spoken to over ${where.protocol}: it is for TLS, with backend-protocol HTTPS`
        case 'shared-upstream':
          return `${does}: ${ingress(where.other)} named the same Service and port first (${where.upstream}), and decides for all`
        case 'shared-cookie':
          return `${does}: ${ingress(where.other)} has the same Service and port, and comes later, so that the cookie of ${where.upstream} is as it says`
        case 'host':
          return `${does} on ${where.host}: ${ingress(where.other)} set it first, and there is one for each host`
        case 'location':
          if (where.by === null)
            return `location ${where.location} of ${names.join()} has ${where.path}, and no proxy_pass: nothing is sent on, and nginx, which looks for a file, answers 404`
          return `location ${where.location} of ${names.join()} does not get ${where.path}: ${where.by.path} of ${ingress(where.by.ingress)} has it, ${where.by.isPattern ? 'as a pattern, which comes before it' : 'which fits it better'}`
      }
    },
    fix: ({ annotations: [first = 'it'], where }) => {
      switch (where.is) {
        case 'canary':
          return /-redirect$/.test(first)
            ? `Remove ${first}: on the Ingress that the canary tries out it redirects all requests, those of the canary, too.`
            : `Move ${first} to the Ingress that the canary tries out, or remove it.`
        case 'default-backend':
          return `Give the Ingress a rule with path / in place of the default backend, or remove ${first}.`
        case 'main':
          return `Move ${first} to the canary.`
        case 'push':
        case 'http-only':
          return `Remove ${first}.`
        case 'label':
          return `Move ${first} from metadata.labels to metadata.annotations.`
        case 'header-buffers':
          return `Set ${first.replace(/ .*/, '').replaceAll('_', '-')} in the controller's ConfigMap, for all hosts, in place of that line.`
        case 'http':
          return `Name ${where.host} in spec.tls with a certificate for it, and leave ssl-redirect on, or set force-ssl-redirect: "true".`
        case 'no-name':
          return 'Give the rule a host.'
        case 'forced':
          return 'Set force-ssl-redirect: "false" on the Ingress, too.'
        case 'one-address':
          return `Remove service-upstream, or ${first}.`
        case 'headless':
          return `Remove ${first}, or give the Service a cluster IP.`
        case 'cookie-path':
          return 'Set session-cookie-path: "/", or another path that holds all of these.'
        case 'constant':
          return `Write a variable into ${first}, as $request_uri.`
        case 'sticky':
          return where.other
            ? `Give this one a Service of its own, or remove affinity from ${ingress(where.other)}.`
            : `Remove ${first}, or affinity.`
        case 'any-origin':
          return 'Write the origins that send cookies into cors-allow-origin.'
        case 'no-root':
          return `Give path / of ${where.host} to the Service that ends TLS.`
        case 'passed':
          return `Remove ssl-passthrough, with backend-protocol: "HTTPS" where the pods speak TLS, or let the Service do what ${first} is for.`
        case 'protocol':
          return where.protocol === 'HTTP'
            ? `Set backend-protocol: "HTTPS" where the pods speak TLS, or remove ${first}.`
            : `Remove ${first}: gRPC over TLS is neither verified nor shown a certificate.`
        case 'shared-upstream':
          return `Set ${first} on ${ingress(where.other)}, or give this one a Service of its own.`
        case 'shared-cookie':
          return `Set the same on ${ingress(where.other)}, or give this one a Service of its own.`
        case 'host':
          return `Join ${first} into that of ${ingress(where.other)}.`
        case 'location':
          if (where.by === null)
            return `Give path ${where.path} an Ingress of its own, whose location has a backend, and say by annotations there what this location says.`
          if (where.by.isPattern && !where.location.startsWith('~'))
            return `Write location ^~ ${where.path} in place of location ${where.location}: it comes before all patterns.`
          return where.isOfAll && where.by.isPattern
            ? `Write location ${where.location} into server-snippet of ${ingress(where.by.ingress)}: that stands before the paths, and that of the ConfigMap behind them.`
            : `Take path ${where.by.path} out of ${ingress(where.by.ingress)}, or write what the location says into configuration-snippet of an Ingress with that path alone.`
      }
    },
    explanation:
      'Most annotations become directives of the locations of their Ingress. A canary has no location of its own, a default backend takes over only some of them, and what belongs to a host or to a Service is taken from the first Ingress that names it. The controller passes over the rest without a word.',
    example:
      'metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/canary: "true"\n    nginx.ingress.kubernetes.io/permanent-redirect: https://new.example.com',
    sample: { annotations: ['permanent-redirect'], where: { is: 'canary' } },
    link: `${controllerSource}/internal/ingress/controller/controller.go`,
  },
}
