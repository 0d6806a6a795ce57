/**
 * The last day on which a line of releases gets fixes, by what each project says of its own. Lines that are looked after with
 * no end in sight have no row.
 */

/** Dialect → `LINE DAY`, the oldest first; what is older than all of them has ended, too. */
const lives: Readonly<Record<string, readonly string[]>> = {
  // https://doc.traefik.io/traefik/deprecation/releases/: until the next minor release; 2.11 and 3.6 still get some.
  traefik: [
    ...['1.7 2021-12-31', '2.0 2019-12-11', '2.1 2020-03-25', '2.2 2020-09-23', '2.3 2021-01-19', '2.4 2021-08-17'],
    ...['2.5 2022-01-24', '2.6 2022-05-24', '2.7 2022-06-29', '2.8 2022-10-03', '2.9 2023-04-24', '2.10 2024-02-12'],
    ...['3.0 2024-07-15', '3.1 2024-10-28', '3.2 2025-01-06'],
    ...['3.3 2025-05-05', '3.4 2025-07-23', '3.5 2025-11-07'],
  ],
  // https://github.com/projectcontour/contour/blob/main/RELEASES.md: the last three minor releases
  contour: [
    ...['1.25 2024-02-12', '1.26 2024-05-07', '1.27 2024-07-31', '1.28 2025-05-06', '1.29 2025-05-15'],
    '1.30 2025-09-08',
  ],
  // https://gateway.envoyproxy.io/news/releases/matrix/
  'envoy-gateway': [
    ...['1.0 2024-09-13', '1.1 2025-01-22', '1.2 2025-05-06', '1.3 2025-07-30', '1.4 2025-11-13', '1.5 2026-02-13'],
    ...['1.6 2026-05-13', '1.7 2026-08-05'],
  ],
  // https://docs.nginx.com/nginx-ingress-controller/technical-specifications/ (end of technical support)
  'f5-nginx': [
    ...['3.3 2025-11-01', '3.4 2026-02-19', '3.5 2026-05-31', '3.6 2026-08-19', '3.7 2026-11-25', '4.0 2027-02-07'],
    ...['5.0 2027-04-16', '5.1 2027-08-15', '5.2 2027-10-10', '5.3 2028-02-17'],
  ],
  // https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/lifecycle.md: by months
  haproxytech: [
    ...['1.8 2023-05-31', '1.9 2023-11-30', '1.10 2024-06-30', '1.11 2025-02-28', '3.0 2025-06-30', '3.1 2026-02-28'],
    '3.2 2027-01-31',
  ],
  // https://github.com/jcmoraisjr/haproxy-ingress#readme (supported versions)
  'haproxy-ingress': ['0.12 2025-10-15'],
  // https://developer.konghq.com/kubernetes-ingress-controller/support/: a year, and three years of 2.12 and 3.4
  kong: [
    ...['2.11 2024-08-09', '2.12 2026-09-25', '3.0 2024-11-03', '3.1 2025-02-07', '3.2 2025-06-12', '3.3 2025-08-26'],
    '3.4 2027-12-18',
  ],
}

/** @param line major and minor. @returns `2026-03-31`; null: none is known */
export function endOfLine(dialect: string, line: readonly [number, number]): string | null {
  const rows = (lives[dialect] ?? []).map((row) => {
    const [said = '', day = ''] = row.split(' ')
    const [major = 0, minor = 0] = said.split('.').map(Number)
    return { major, minor, day }
  })
  const exact = rows.find(({ major, minor }) => major === line[0] && minor === line[1])
  if (exact !== undefined) return exact.day
  const [oldest] = rows
  const isOlder = oldest && (line[0] < oldest.major || (line[0] === oldest.major && line[1] < oldest.minor))
  return isOlder ? oldest.day : null
}
