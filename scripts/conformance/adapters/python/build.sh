set -e
scripts=../../../../scripts
openapi-python-client generate --fail-on-warning --path "$DOCUMENT" --output-path plivo_masking --meta none \
  --config $scripts/openapi-python-client.yaml --custom-template-path $scripts/templates
