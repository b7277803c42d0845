set -e
openapi-generator-cli generate --input-spec "$DOCUMENT" --config openapi-generator.yaml --output client \
  --global-property apiDocs=false,apiTests=false,modelDocs=false,modelTests=false
find client/lib -name "*.rb" -print0 | xargs -0 -n 1 ruby -c
