/** Contour's lines of releases that have ended, and its public flaws. */
import type { Releases } from '../../shared/named/support.js'

export const releases: Releases = {
  // https://github.com/projectcontour/contour/blob/main/RELEASES.md: the last three minor releases
  ends: [
    ...['1.25 2024-02-12', '1.26 2024-05-07', '1.27 2024-07-31', '1.28 2025-05-06', '1.29 2025-05-15'],
    '1.30 2025-09-08',
  ],
  flaws: [
    'CVE-2026-50149 1.23.0 1.33.5',
    'CVE-2026-41246 1.19.0 1.31.6 1.32.0 1.32.5 1.33.0 1.33.4',
    'CVE-2021-32783 0 1.14.2 1.15.0 1.15.2 1.16.0 1.16.1 1.17.0 1.17.1',
  ],
}
