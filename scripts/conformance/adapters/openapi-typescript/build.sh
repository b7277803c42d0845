set -e
npm ci --ignore-scripts --no-audit --no-fund
node_modules/.bin/openapi-typescript "$DOCUMENT" -o schema.d.ts
node_modules/.bin/tsc --project .
