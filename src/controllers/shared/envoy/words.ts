/** What is particular to one kind of controller that steers Envoys: how it names things there. */
import type { Ref } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { Scripts } from '../../../languages/envoy/route/evaluate.js'

export interface EnvoyWords {
  /** as people call the controller */
  readonly title: string
  /** of the pod's loopback, where Envoy tells what it runs with: GET alone is ever sent there */
  readonly adminPort: number
  /** where Envoy listens for what clients send to a port, the likeliest first */
  portsFor(port: number): readonly number[]
  readonly scripts: Scripts
  /** whose route this is, by its `filter_metadata`; null: it does not say */
  sourceOf(metadata: Readonly<Record<string, unknown>>): Ref | null
  /** kinds of the objects whose routes a plan knows: those of others are nobody's surprise */
  readonly planned: readonly string[]
  /** the Service behind a cluster, by its name; null: it does not say */
  serviceOf(cluster: string): ServiceBackend | null
}
