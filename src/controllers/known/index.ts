/**
 * The kinds of controllers that are recognised and named, and not read any further: a file each. One that is read has a
 * folder of its own beside this room, and no file here.
 */
import type { Dialect } from '../../domain/controllers/dialect.js'
import { namedDialect } from '../shared/named/dialect.js'
import type { Family } from '../shared/named/family.js'
import { agc } from './clouds/agc.js'
import { agic } from './clouds/agic.js'
import { awsLbc } from './clouds/aws-lbc.js'
import { eksAuto } from './clouds/eks-auto.js'
import { gke } from './clouds/gke.js'
import { agentgateway } from './gateways/agentgateway.js'
import { gkeGateway } from './gateways/gke-gateway.js'
import { kgateway } from './gateways/kgateway.js'
import { nginxGatewayFabric } from './gateways/nginx-gateway-fabric.js'
import { apisix } from './proxies/apisix.js'
import { cilium } from './proxies/cilium.js'
import { emissary } from './proxies/emissary.js'
import { haproxyIngress } from './proxies/haproxy-ingress.js'
import { haproxytech } from './proxies/haproxytech.js'
import { istio } from './proxies/istio.js'
import { kong } from './proxies/kong.js'
import { kongOperator } from './proxies/kong-operator.js'
import { openshift } from './proxies/openshift.js'
import { skipper } from './proxies/skipper.js'

export const families: readonly Family[] = [
  ...[haproxytech, haproxyIngress, kong, kongOperator, apisix, istio, cilium, openshift, skipper, emissary],
  ...[nginxGatewayFabric, kgateway, agentgateway, gkeGateway],
  ...[awsLbc, eksAuto, gke, agic, agc],
]

export const knownControllers: readonly Dialect[] = families.map(namedDialect)
