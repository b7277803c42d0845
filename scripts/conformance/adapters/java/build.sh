set -e
openapi-generator-cli generate --input-spec "$DOCUMENT" --config openapi-generator.yaml --output client \
  --global-property apiDocs=false,apiTests=false,modelDocs=false,modelTests=false
cp Adapter.java client/src/main/java
mvn --batch-mode --quiet --file client -DincludeScope=compile compile \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies
