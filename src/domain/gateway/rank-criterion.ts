/** Which of two matches of a request comes first; the first criterion that tells them apart decides. */
export type RankCriterion =
  /** an exact hostname before a wildcard, a longer one before a shorter, any before none */
  | 'hostname'
  /** Exact before RegularExpression before PathPrefix */
  | 'path-type'
  /** more characters of the path, without the slash at the end of a prefix */
  | 'path-length'
  /** more characters of the path as it is written */
  | 'written-path-length'
  | 'method'
  | 'headers'
  /** as `headers`, and a method counts as one more */
  | 'headers-and-method'
  /** fewer headers that are matched by an expression */
  | 'regex-headers'
  /** a filter that decides, too, which requests its rule has, in a way that is not worked out */
  | 'cookies'
  | 'query'
  /** fewer query parameters that are matched by an expression */
  | 'regex-query'
  /** paths by the alphabet, from its end */
  | 'path-name-descending'
  /** the place of a rule in its own route, whichever route that is */
  | 'rule-index'
  /** headers and parameters by the alphabet (names, Exact before RegularExpression, values), where each says the same: else chance decides */
  | 'condition-names'
  /** one number made of all: path, method, headers, query, and the length of the longest hostname */
  | 'priority'
  /** an HTTPRoute before a GRPCRoute */
  | 'kind'
  /** the older route */
  | 'age'
  /** NAMESPACE/NAME */
  | 'name'
  /** the place of the rule in its route, then of the match in its rule */
  | 'place'
