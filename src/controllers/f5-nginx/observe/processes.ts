/** What `ps` prints in the container of this controller. */
import type { Process } from '../../../domain/controllers/observation.js'
import { processesIn } from '../../shared/nginx/processes.js'
import { maskArgument } from '../discretion.js'

export function processesOf(text: string): Process[] {
  return processesIn(text, /^(?:\S*\/)?nginx-ingress(?:\s|$)/, maskArgument)
}
