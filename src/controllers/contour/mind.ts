/** What Contour makes of objects: opened when one is found. */
export { maskCustom } from './custom/mask.js'
export { planOf } from './plan.js'
export { rules } from './rules.js'
