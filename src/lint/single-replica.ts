/** An opinion: a controller with a single replica takes all of its hosts with it. */
import { finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import { namedBy } from '../domain/objects/ref.js'

export const singleReplica: LintRule = {
  codes: ['single-replica'],
  needs: [],
  isOpinion: true,
  find: ({ worlds }) =>
    worlds.flatMap(({ controller, dialect: { title } }) =>
      controller.replicas.length === 1 ? [finding(told('single-replica', { title }), namedBy(controller))] : [],
    ),
}
