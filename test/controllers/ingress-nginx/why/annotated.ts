/** Ingresses with annotations, in few words, and what why says of one code. */
import { rows } from '../../../support/why/told.js'
import { ingress, type WorldWords } from '../../../support/worlds/ingress-world.js'

export type Annotations = Readonly<Record<string, string>>

export const of = (name: string, annotations: Annotations, paths: readonly string[], host = 'a.test', age = 0) =>
  ingress(`shop/${name}`, { rules: { [host]: paths }, annotations, age })

export const main = (annotations: Annotations = {}) => of('main', annotations, ['/ Prefix web:80'])

export const canary = (annotations: Annotations) =>
  of('canary', { canary: 'true', 'canary-weight': '10', ...annotations }, ['/ Prefix new:80'], 'a.test', 1)

export const open = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }

/** What is said of some codes: `NAME CODE annotation, …`. */
export async function said(words: WorldWords, code: string): Promise<string[]> {
  const all = await rows({ version: '1.11.8', configMap: open, ...words })
  return all.flatMap(({ source, causes }) =>
    causes.flatMap((cause) => {
      if (cause.code !== code) return []
      const names = cause.code === 'no-effect' ? cause.facts.annotations : [cause.code]
      return [`${source.name} ${names.join(', ')}`]
    }),
  )
}
