/** What an image's name says: its path, and the number of a release in its tag. */

/** Without tag and digest. */
export function imagePath(image: string): string {
  const [path = ''] = image.split('@', 1)
  return path.replace(/:[^/:]*$/, '')
}

/** '' where there is none. */
export function imageTag(image: string): string {
  return /:([^/:]+)$/.exec(image.split('@', 1)[0] ?? '')?.[1] ?? ''
}
