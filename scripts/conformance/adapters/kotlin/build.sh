set -e
openapi-generator-cli generate --input-spec "$DOCUMENT" --config openapi-generator.yaml --output client \
  --global-property apiDocs=false,apiTests=false,modelDocs=false,modelTests=false
mvn --batch-mode --quiet compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies
