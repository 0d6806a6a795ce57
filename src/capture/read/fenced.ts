/** Manifests out of Markdown, as an issue or a mail has them: what stands between its fences. */

/** A text in YAML is indented, so that no fence of it stands at the margin. */
const fences = /^(?=```|~~~)/m
const ofObjects = /^[ \t]*["']?(?:apiVersion|kind)["']?:/m

/**
 * @returns a text with fences in which objects stand between them alone: nothing but those, on the lines where they were;
 * any other one as it is
 */
export function unfenced(text: string): string {
  const blocks = text.split(fences)
  // What stands before the first one is outside, unless it begins with it.
  const inside = fences.test(text.slice(0, 3)) ? 0 : 1
  const isInside = (i: number) => i % 2 === inside
  const holds = (of: boolean) => blocks.some((block, i) => isInside(i) === of && ofObjects.test(block))
  if (blocks.length < 2 || !holds(true) || holds(false)) return text
  const parts = blocks.map((block, i) =>
    isInside(i) && ofObjects.test(block) ? block.replace(/^.*/, '---') : block.replaceAll(/[^\n]+/g, ''),
  )
  return parts.join('')
}
