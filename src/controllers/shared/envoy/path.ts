/** The path of a route, in the words of the objects. */
import type { PathRule } from '../../../languages/envoy/config/rules.js'

export function pathOf(rule: PathRule): { readonly path: string; readonly type: string } {
  switch (rule.is) {
    case 'exact':
      return { path: rule.path, type: 'Exact' }
    case 'separated':
      return { path: rule.path, type: 'Prefix' }
    case 'prefix':
      return { path: rule.path, type: rule.path === '/' ? 'Prefix' : 'prefix' }
    case 'regex':
      return { path: rule.regex.text, type: 'RegularExpression' }
    default:
      return { path: '/', type: rule.is }
  }
}
