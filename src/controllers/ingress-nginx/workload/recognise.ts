/** Is this container an ingress-nginx controller? By what it runs: arguments and image, never by a name or a label. */
import type { Container } from '../../../domain/objects/workloads.js'
import { imagePath } from '../../shared/image.js'
import { parseFlags } from './flags.js'

/** Other controllers that share flags, or part of the name. F5's is `nginx/nginx-ingress`. */
const others = /haproxy|traefik|kong|contour|(?:^|\/)nginx(?:-plus)?-ingress(?:-operator)?$/

export function isIngressNginx({ image, command, args }: Container): boolean {
  const argv = [...(command ?? []), ...(args ?? [])]
  const path = imagePath(image ?? '')
  if (others.test(path)) return false
  return argv.some(isTheProgram) || hasItsFlags(argv) || isItsImage(path)
}

function isTheProgram(argument: string): boolean {
  return /^(?:\S*\/)?nginx-ingress-controller$/.test(argument)
}

/** Some distributions leave the program to the image. https://github.com/bitnami/charts (nginx-ingress-controller) */
function hasItsFlags(argv: readonly string[]): boolean {
  const flags = parseFlags(argv)
  return (
    (flags.has('controller-class') && (flags.has('ingress-class') || flags.has('configmap'))) ||
    (flags.has('configmap') && (flags.has('election-id') || flags.has('publish-service')))
  )
}

/** By the end of the path: hosts differ, and private copies are common. */
function isItsImage(path: string): boolean {
  return /(?:^|\/)ingress-nginx\/controller(?:-chroot)?$|(?:^|[/-])(?:nginx-ingress|ingress-nginx)-controller(?:-chroot|-fips)?$/.test(
    path,
  )
}
