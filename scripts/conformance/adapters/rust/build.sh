set -e
openapi-generator-cli generate --input-spec "$DOCUMENT" --config openapi-generator.yaml --output client \
  --global-property apiDocs=false,apiTests=false,modelDocs=false,modelTests=false
# Outside this folder, so that the clients of both views share the compiled libraries.
cargo build --locked --quiet --target-dir ../../cargo
cp ../../cargo/debug/adapter .
