/** What Traefik makes of objects, and what is asked of its replicas: opened when one is found. */
export { traefikDiscretion } from './discretion.js'
export { logLanguage } from './logs.js'
export { countedFor } from './model/targets.js'
export { observationOf } from './observe/observation.js'
export { planOf } from './plan.js'
export { rules } from './rules.js'
export { backendLanguage } from './upstreams.js'
