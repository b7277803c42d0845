set -e
openapi-generator-cli generate --input-spec "$DOCUMENT" --config openapi-generator.yaml --output masking \
  --global-property apiDocs=false,apiTests=false,modelDocs=false,modelTests=false
# Read-only: a go.sum that lacks something is an error and not mended in silence.
CGO_ENABLED=0 go build -mod=readonly -o adapter .
