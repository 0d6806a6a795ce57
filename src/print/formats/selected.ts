/** Rows of a document of which only a part is wanted: `-o jsonpath=…`, `-o go-template=…` and `-o custom-columns=…`. */
import type { Json } from '../../domain/jsonpath/evaluate.js'
import { documentOf, type Head } from '../document.js'
import type { Pieces } from '../pieces.js'
import type { Selecting, View } from '../view.js'
import { customText, goTemplateText, templateText } from './templates.js'

/** All rows are held: a template may look at any of them, and a column is as wide as its widest cell. */
export function selectedPieces<Row>(
  view: View<Row>,
  head: Head,
  selecting: Selecting,
  noHeaders: boolean,
): Pieces<Row> {
  const rows: Row[] = []
  return {
    begin: '',
    item: (row) => {
      rows.push(row)
      return ''
    },
    end: (gaps) => {
      const document = documentOf(view, head, rows, gaps) as { readonly items?: readonly Json[] } & Json
      if ('goTemplate' in selecting) return goTemplateText(selecting.goTemplate, document)
      if ('template' in selecting) return templateText(selecting.template, document, selecting.asJson)
      return customText(selecting.columns, document.items ?? [document], noHeaders)
    },
  }
}
