/** What is asked of an Envoy, and what its answers mean: opened when one is found. */
export { upstreamsOf } from './clusters.js'
export { maskText, maskValue } from './mask.js'
export { observationOf } from './observation.js'
export { files, saidBefore, saidLive } from './said.js'
