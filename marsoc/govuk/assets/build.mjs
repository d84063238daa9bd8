// Builds var/assets: the stylesheet, the scripts and the few images they name.
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..', '..')
const target = join(root, 'var', 'assets')
const mojImages = join(root, 'node_modules', '@ministryofjustice', 'frontend', 'moj', 'assets', 'images')

await rm(target, { recursive: true, force: true })
await mkdir(join(target, 'images'), { recursive: true })

const { css } = compile(join(here, 'marsoc.scss'), { loadPaths: [root], style: 'compressed', quietDeps: true })
await writeFile(join(target, 'marsoc.css'), css)

await build({
  entryPoints: [join(here, 'marsoc.js')],
  bundle: true,
  format: 'esm',
  minify: true,
  target: 'es2020',
  outdir: target
})
await copyFile(join(here, 'enable-scripts.js'), join(target, 'enable-scripts.js'))

const named = new Set([...css.matchAll(/url\(["']?images\/([^"')]+)/g)].map((match) => match[1]))
for (const image of named) {
  await copyFile(join(mojImages, image), join(target, 'images', image))
}
for (const image of await readdir(join(here, 'images'))) {
  await copyFile(join(here, 'images', image), join(target, 'images', image))
}
