/** Texts come into the program as they stand in the repository: the bundler and the tests load them as strings. */
declare module '*.md' {
  export const text: string
}
