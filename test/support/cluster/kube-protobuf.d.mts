/** @returns null: it has no such form here */
export function protobufOf(document: { readonly kind: string; readonly apiVersion?: string }): Buffer | null
