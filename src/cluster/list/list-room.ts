/** How much of a cluster is held: who fills its lists shall not fill our memory. */

const mebibyte = 1024 * 1024
/** Bytes that the objects of one list may take, and those of all lists. */
const [mostOfOne, mostOfAll] = [192 * mebibyte, 384 * mebibyte]

/** Bytes that an object takes besides what was sent of it: 300,000 Ingresses of 230 bytes took 585 MB. */
export const weightOfObject = 2048

export class ListRoom {
  /** by path: a list that is read again takes the place of the one before */
  readonly #taken = new Map<string, number>()
  #all = 0

  /** @param bytes that the list has now */
  isFull(path: string, bytes: number): boolean {
    this.#all += bytes - (this.#taken.get(path) ?? 0)
    this.#taken.set(path, bytes)
    return bytes > mostOfOne || this.#all > mostOfAll
  }
}
