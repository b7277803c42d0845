set -e
openapi-generator-cli generate --input-spec "$DOCUMENT" --config openapi-generator.yaml --output client \
  --global-property apiDocs=false,apiTests=false,modelDocs=false,modelTests=false
find client/lib -name "*.php" -print0 | xargs -0 -n 1 php --syntax-check
