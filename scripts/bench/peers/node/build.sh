set -e
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
