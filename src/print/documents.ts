/**
 * The documents that programs read, by their kind: the public contract. `npm run schemas` makes the JSON Schemas from
 * these types; the words beside a field become its description there.
 */

import type { Gap } from '../domain/gap.js'
import type { Route } from '../domain/routes/route.js'
import type { Difference } from '../questions/diff/differences.js'
import type { UpstreamItem } from './views/backends.js'
import type { CertificateItem } from './views/certs.js'
import type { DescriptionItem } from './views/describe.js'
import type { DriftItem } from './views/drift.js'
import type { ExplanationItem } from './views/explain.js'
import type { ControllerItem } from './views/info.js'
import type { LintItem } from './views/lint/view.js'
import type { LogLine } from './views/logs.js'
import type { ProcessRow } from './views/processes.js'
import type { GatewayItem } from './views/routes/gateways.js'
import type { SettingRow } from './views/settings.js'
import type { StatusItem } from './views/status.js'
import type { TraceItem } from './views/trace/json.js'
import type { WhyItem } from './views/why/view.js'

interface Head<Kind extends string> {
  readonly apiVersion: 'tkng.dev/v1'
  readonly kind: Kind
  /** when the facts were true (RFC 3339), of a capture; left out: now */
  readonly takenAt?: string
}

interface List<Kind extends string, Item> extends Head<Kind> {
  readonly items: readonly Item[]
  /** what could not be seen: never the same as "none" */
  readonly gaps: readonly Gap[]
}

export interface Documents {
  /** `ingresses`, `routes` */
  readonly RouteList: List<'RouteList', Route>
  /** `gateways` */
  readonly GatewayList: List<'GatewayList', GatewayItem>
  /** `trace` of one request */
  readonly Trace: Head<'Trace'> & TraceItem
  /** `trace` of several requests */
  readonly TraceList: List<'TraceList', TraceItem>
  /** `why` */
  readonly WhyList: List<'WhyList', WhyItem>
  /** `lint` */
  readonly FindingList: List<'FindingList', LintItem>
  /** `describe` */
  readonly DescriptionList: List<'DescriptionList', DescriptionItem>
  /** `explain` */
  readonly ExplanationList: List<'ExplanationList', ExplanationItem>
  /** `certs` */
  readonly CertificateList: List<'CertificateList', CertificateItem>
  /** `info` */
  readonly ControllerList: List<'ControllerList', ControllerItem>
  /** `status` */
  readonly StatusList: List<'StatusList', StatusItem>
  /** `diff` */
  readonly DiffList: List<'DiffList', Difference>
  /** `drift` */
  readonly DriftList: List<'DriftList', DriftItem>
  /** `ps` */
  readonly ProcessList: List<'ProcessList', ProcessRow>
  /** `backends -o yaml`; without `-o` it is the controller's own array */
  readonly UpstreamList: List<'UpstreamList', UpstreamItem>
  /** `config view` */
  readonly SettingList: List<'SettingList', SettingRow>
  /** a line of `-w -o json` */
  readonly Change: Head<'Change'> & {
    readonly change: 'added' | 'changed' | 'gone'
    /** when it was seen (RFC 3339) */
    readonly at: string
    /** an item of the list that is watched */
    readonly item: unknown
  }
  /** a line of `logs -o json` */
  readonly LogLine: LogLine
}
