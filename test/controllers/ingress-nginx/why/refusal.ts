/** In nginx' words, why it refuses the file that annotations bring about. */
import { breaksOf } from '../../../../src/controllers/ingress-nginx/model/flaws/breaks.js'
import { ingress, plan } from '../../../support/worlds/ingress-world.js'

export const open = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }

interface Under {
  readonly version?: string
  readonly config?: Readonly<Record<string, string>>
  readonly path?: string
}

/** What nginx says of the first that it refuses; null: it loads the file. */
export function refusal(
  annotations: Readonly<Record<string, string>>,
  { version = '1.11.8', config = {}, path }: Under = {},
) {
  const own = ingress('shop/a', { rules: { 'a.test': [path ?? '/ Prefix web:80'] }, annotations })
  const { model } = plan({ ingresses: [own], version, configMap: { ...open, ...config } })
  const [first] = breaksOf(model).flaws
  return first === undefined ? null : 'refusal' in first.found.facts ? first.found.facts.refusal : first.found.code
}
