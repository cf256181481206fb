// Builds what design_system serves. `node build.mjs` writes it; `node build.mjs --check` builds it
// again in memory and says which bytes differ from what is committed.

import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '..', 'src', 'headwater', 'web', 'design_system', 'static', 'design_system')
const modules = join(here, 'node_modules')

const own = { name: 'headwater', version: 'this repository', licence: 'MIT' }

async function packageFacts (name) {
  const facts = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8'))
  return { name, version: facts.version, licence: facts.license }
}

function withoutSourceMap (text) {
  return text.replace(/\n?\/[/*][#@] sourceMappingURL=[^\n*]*(\*\/)?\s*$/, '') + '\n'
}

async function stylesheet () {
  const { css } = sass.compile(join(here, 'scss', 'headwater.scss'), {
    style: 'compressed',
    loadPaths: [here],
    quietDeps: true
  })
  return css.trim() + '\n'
}

async function script (name) {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'scripts', name)],
    bundle: true,
    format: 'iife',
    target: 'es2020',
    minify: true,
    legalComments: 'none',
    absWorkingDir: here,
    write: false
  })
  return outputFiles[0].text
}

async function made () {
  const govuk = await packageFacts('govuk-frontend')
  const maplibre = await packageFacts('maplibre-gl')
  const fromMaplibre = async (file) =>
    withoutSourceMap(await readFile(join(modules, 'maplibre-gl', 'dist', file), 'utf8'))
  const image = (file) => readFile(join(here, 'images', file), 'utf8')
  return [
    { file: 'headwater.css', text: await stylesheet(), from: [own, govuk] },
    { file: 'headwater.js', text: await script('headwater.js'), from: [own, govuk] },
    { file: 'register.js', text: await script('register.js'), from: [own] },
    { file: 'register-worker.js', text: await script('register-worker.js'), from: [own] },
    { file: 'streams.svg', text: await image('streams.svg'), from: [own] },
    { file: 'sample-chart.svg', text: await image('sample-chart.svg'), from: [own] },
    { file: 'mark.svg', text: await image('mark.svg'), from: [own] },
    { file: 'maplibre-gl-csp.js', text: await fromMaplibre('maplibre-gl-csp.js'), from: [maplibre] },
    {
      file: 'maplibre-gl-csp-worker.js',
      text: await fromMaplibre('maplibre-gl-csp-worker.js'),
      from: [maplibre]
    },
    { file: 'maplibre-gl.css', text: await fromMaplibre('maplibre-gl.css'), from: [maplibre] }
  ]
}

// The npm package of GOV.UK Frontend carries no licence text, so it is kept beside this script.
async function licences () {
  const texts = [
    ['govuk-frontend', join(here, 'licences', 'govuk-frontend.txt')],
    ['maplibre-gl', join(modules, 'maplibre-gl', 'LICENSE.txt')]
  ]
  const parts = []
  for (const [name, file] of texts) {
    const text = await readFile(file, 'utf8')
    parts.push(`${name}\n${'='.repeat(name.length)}\n\n${text.trim()}\n`)
  }
  return { file: 'LICENCES.txt', text: parts.join('\n\n'), from: [] }
}

function manifestOf (files) {
  const entries = files.map(({ file, text, from }) => ({
    file,
    sha256: createHash('sha256').update(text).digest('hex'),
    from
  }))
  return { file: 'manifest.json', text: JSON.stringify({ files: entries }, null, 2) + '\n' }
}

async function everything () {
  const files = [...await made(), await licences()]
  return [...files, manifestOf(files)]
}

async function write (files) {
  await mkdir(out, { recursive: true })
  for (const { file, text } of files) await writeFile(join(out, file), text)
  console.log(`${files.length} files written to ${relative(join(here, '..'), out)}`)
}

async function check (files) {
  const faults = []
  for (const { file, text } of files) {
    const committed = await readFile(join(out, file), 'utf8').catch(() => null)
    if (committed === null) faults.push(`${file} is missing`)
    else if (committed !== text) faults.push(`${file} is not what its sources make`)
  }
  const known = new Set(files.map(({ file }) => file))
  for (const file of await readdir(out)) if (!known.has(file)) faults.push(`${file} has no source`)
  if (faults.length === 0) return console.log(`${files.length} files are what their sources make`)
  console.error(`${faults.join('\n')}\nRun: make assets`)
  process.exitCode = 1
}

const files = await everything()
await (process.argv.includes('--check') ? check(files) : write(files))
