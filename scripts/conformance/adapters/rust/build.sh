set -e
openapi-generator-cli generate --input-spec "$DOCUMENT" --config openapi-generator.yaml --output client \
  --global-property apiDocs=false,apiTests=false,modelDocs=false,modelTests=false
# The lock holds names, versions and hashes; cargo itself knows how its registry is called.
mv Cargo.lock pinned.lock
cargo generate-lockfile --quiet
source=$(grep -m 1 '^source = ' Cargo.lock)
sed "s|^source = .*|$source|" pinned.lock >Cargo.lock
# Outside this folder, so that the clients of both views share the compiled libraries.
cargo build --locked --quiet --target-dir ../../cargo
cp ../../cargo/debug/adapter .
