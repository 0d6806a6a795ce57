/** An opinion: behind a host stands a single endpoint, so every restart of it is an outage. */
import { finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import { resolveRoutes } from '../domain/routes/resolve-routes.js'

export const singleEndpoint: LintRule = {
  codes: ['single-endpoint'],
  needs: [],
  isOpinion: true,
  find: ({ inventory }) =>
    resolveRoutes(inventory).flatMap(({ source, host, backends }) =>
      backends.flatMap(({ service, endpoints }) =>
        host === null || service === null || endpoints.ready !== 1
          ? []
          : [
              finding(
                told('single-endpoint', { service: { namespace: service.namespace, name: service.name } }),
                source,
              ),
            ],
      ),
    ),
}
