/** The text of a script as it stands, but for `\${`, which is written so that TypeScript does not read it. */
export function script({ raw }: TemplateStringsArray): string {
  return raw.join('').replaceAll('\\${', '${')
}
