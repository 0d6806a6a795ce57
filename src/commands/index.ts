/** The ordered list of verbs: help shows them in this order. */
import type { AnyCommand } from '../cli/command.js'
import { capture } from './capture.js'
import { ingresses } from './ingresses.js'

export const verbs: readonly AnyCommand[] = [ingresses, capture]
