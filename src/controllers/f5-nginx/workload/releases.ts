/** F5 NGINX Ingress Controller's lines of releases that have ended, and its public flaws. */
import type { Releases } from '../../shared/named/support.js'

export const releases: Releases = {
  // https://docs.nginx.com/nginx-ingress-controller/technical-specifications/ (end of technical support)
  ends: [
    ...['3.3 2025-11-01', '3.4 2026-02-19', '3.5 2026-05-31', '3.6 2026-08-19', '3.7 2026-11-25', '4.0 2027-02-07'],
    ...['5.0 2027-04-16', '5.1 2027-08-15', '5.2 2027-10-10', '5.3 2028-02-17'],
  ],
  // Flaws of nginx itself, by the nginx in each release: https://docs.nginx.com/nginx-ingress-controller/technical-specifications/
  flaws: ['CVE-2026-42945 0 5.4.3', 'CVE-2026-1642 0 5.3.3'],
  knowsSomeFlaws: true,
}
