/** What a variable, a condition or a text of a configuration is worth, for one request. */

/** A value that cannot be known from the configuration and the request. */
export class Unknown {
  readonly why: string
  constructor(why: string) {
    this.why = why
  }
}

/** nginx itself does not find it out. */
export class GivenUp extends Unknown {}

export type Value = string | Unknown
