/** How a Traefik reads Gateways hangs on how it is started. */
import { expect, it } from 'vitest'
import { locate } from '../../../src/controllers/shared/locate.js'
import { traefik } from '../../../src/controllers/traefik/index.js'
import { project } from '../../../src/domain/objects/project.js'
import { traefikPod } from '../../support/worlds/traefik-world.js'

it.each([
  ['entry points that it names', ['--entryPoints.web.address=:80', '--entryPoints.alt.address=:8080'], [80, 8080]],
  ['none that can be seen: they may stand in a file', ['--configFile=/etc/traefik.yml'], null],
] as const)('lets Gateways listen at %s', (_what, args, ports) => {
  const found = locate([project('Pod', traefikPod(args))], [traefik])
  expect(traefik.gateway.profileOf?.(found, () => undefined)?.attachment.ports).toEqual(ports)
})

it.each([
  ['where it is started so', ['--providers.kubernetesGateway.experimentalChannel=true'], true],
  ['not where it is started without', [], false],
] as const)('takes TCP from Gateways %s', (_what, args, isTaken) => {
  const found = locate([project('Pod', traefikPod(['--entryPoints.ssh.address=:22', ...args]))], [traefik])
  expect(traefik.gateway.profileOf?.(found, () => undefined)?.attachment.protocols.includes('TCP')).toBe(isTaken)
})
