/** Plugins for k9s: https://k9scli.io/topics/plugins/ */
import { script } from './script.js'

/** k9s puts its own words in for $NAME and the like, before the shell sees them. */
export const k9s = script`# For k9s: t on an Ingress traces each of its URLs, w tells why it is not served, and on a Service t traces what leads to it.
# Write it to plugins/tkng.yaml in the folder that "k9s info" names as its configuration.
plugins:
  tkng-trace:
    shortCut: t
    description: Trace (tkng)
    scopes: [ingresses]
    command: sh
    background: false
    args:
      - -c
      - >-
        kubectl tkng ingresses '$NAMESPACE/$NAME' --context '$CONTEXT' -o json
        | kubectl tkng trace --input - --context '$CONTEXT' -o tree --color always 2>&1 | less -R
  tkng-why:
    shortCut: w
    description: Why (tkng)
    scopes: [ingresses]
    command: sh
    background: false
    args:
      - -c
      - kubectl tkng why '$NAMESPACE/$NAME' --context '$CONTEXT' --color always 2>&1 | less -R
  tkng-service:
    shortCut: t
    description: Trace (tkng)
    scopes: [services]
    command: sh
    background: false
    args:
      - -c
      - >-
        kubectl tkng ingresses -n '$NAMESPACE' --service '$NAME' --context '$CONTEXT' -o json
        | kubectl tkng trace --input - --context '$CONTEXT' -o tree --color always 2>&1 | less -R
`
