/** Ages as kubectl shows them. */

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const year = 365 * day

/**
 * Two units at most, and fewer the older it is:
 * https://github.com/kubernetes/apimachinery/blob/master/pkg/util/duration/duration.go (HumanDuration)
 * @param createdAt RFC 3339; null: unknown
 * @param now milliseconds since the epoch
 */
export function age(createdAt: string | null, now: number): string {
  const created = createdAt === null ? Number.NaN : Date.parse(createdAt)
  return Number.isNaN(created) ? '<unknown>' : humanDuration(now - created)
}

function humanDuration(milliseconds: number): string {
  const whole = (unit: number) => Math.floor(milliseconds / unit)
  // Less than two seconds ahead is a clock that differs, not a time in the future.
  if (Math.trunc(milliseconds / second) < -1) return '<invalid>'
  if (milliseconds < 0) return '0s'
  if (whole(second) < 120) return `${whole(second)}s`
  if (whole(minute) < 10) return two(whole(minute), 'm', whole(second) % 60, 's')
  if (whole(minute) < 180) return `${whole(minute)}m`
  if (whole(hour) < 8) return two(whole(hour), 'h', whole(minute) % 60, 'm')
  if (whole(hour) < 48) return `${whole(hour)}h`
  if (whole(hour) < 192) return two(whole(day), 'd', whole(hour) % 24, 'h')
  if (whole(hour) < 24 * 365 * 2) return `${whole(day)}d`
  if (whole(hour) < 24 * 365 * 8) return two(whole(year), 'y', whole(day) % 365, 'd')
  return `${whole(year)}y`
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`
}
