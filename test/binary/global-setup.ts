/** Before the suite: the binaries, from the sources as they are. */
import { build, platforms } from './binaries.js'

export async function setup(): Promise<void> {
  await build(platforms)
}
