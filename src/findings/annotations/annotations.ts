/** The pages of all flaws of annotations. */
import type { AnnotationFacts } from '../../domain/findings/annotation-facts.js'
import type { AnnotationCode, FindingFacts, Told } from '../../domain/findings/facts.js'
import type { Page, Pages } from '../page.js'
import { annotationGatePages } from './gates.js'
import { annotationMeaningPages } from './meanings.js'
import { annotationValuePages } from './values.js'

export const annotationPages: Pages<AnnotationFacts> = {
  ...annotationGatePages,
  ...annotationValuePages,
  ...annotationMeaningPages,
}

/** For pages that tell of a flaw of an annotation themselves. */
export function sentenceOfAnnotation({ code, facts }: Told<AnnotationCode>): string {
  const page = annotationPages[code] as unknown as Page<AnnotationCode>
  return page.sentence(facts as FindingFacts[AnnotationCode])
}
