import { readFileSync } from 'node:fs'

// The rows of SOURCES.md; Spectral is run in the project's folder.
const rows = new Set(readFileSync('spec/SOURCES.md', 'utf8').match(/(?<=<a id=")[^"]+/g))

// Reports a source that has no row in SOURCES.md.
export default (source) => (rows.has(source) ? [] : [{ message: `${source} has no row in SOURCES.md.` }])
