/** What is asked of an Envoy, and what its answers mean: opened when one is found. */

export { maskText, maskValue } from './mask.js'
export { observationOf, upstreamsOf } from './observation.js'
export { files, saidBefore, saidLive } from './said.js'
