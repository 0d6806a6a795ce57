/** Does an address of a listener lead nowhere but to its own pod. */
export function isInside(address: string): boolean {
  return /^(?:127\.|\[?::1\]?$|localhost$)/.test(address)
}
