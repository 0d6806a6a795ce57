// node krew/findings.mjs > src/help/findings.md: the catalogue of findings as a text for people.
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'

const { outputFiles } = await esbuild.build({
  entryPoints: [fileURLToPath(new URL('../src/findings/as-text.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
})
const { text } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
process.stdout.write(text)
