/** What was found out of a text is kept for a while: what is asked again stays, and there is a bound. */
import { expect, it } from 'vitest'
import { remembering } from '../../src/domain/remember.js'

function counted(most: number, longest: number) {
  const found: string[] = []
  const find = remembering(
    (text) => {
      found.push(text)
      return text.toUpperCase()
    },
    most,
    longest,
  )
  return { find, found }
}

it('finds out once, and answers the same', () => {
  const { find, found } = counted(2, 5)
  expect(['a', 'b', 'a', 'b'].map(find)).toEqual(['A', 'B', 'A', 'B'])
  expect(found).toEqual(['a', 'b'])
})

it('keeps what is asked again, and lets go of what nobody asked for', () => {
  const { find, found } = counted(2, 5)
  for (const text of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) find(text)
  expect(found).toEqual(['a', 'b', 'c', 'd', 'b'])
})

it('keeps no long text', () => {
  const { find, found } = counted(2, 5)
  expect(['abcdef', 'abcdef'].map(find)).toEqual(['ABCDEF', 'ABCDEF'])
  expect(found).toHaveLength(2)
})
