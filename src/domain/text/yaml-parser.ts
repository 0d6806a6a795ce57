/** What the parser of YAML costs where a text is none, or is made to be dear. */

/**
 * A parser that calls itself for each level has no more levels than the stack, and a broken text has thousands of errors
 * of which the first is told: a stack for each would take half of the time and most of the memory.
 * @param tooDeep what is thrown in place of an overflow of the stack
 */
export function yamlParsed<T>(parse: () => T, tooDeep: (overflow: RangeError) => Error): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return parse()
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(error) : error
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
