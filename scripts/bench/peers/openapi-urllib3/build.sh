set -e
openapi-generator-cli generate --input-spec "$DOCUMENT" --config openapi-generator.yaml --output client \
  --global-property apiDocs=false,apiTests=false,modelDocs=false,modelTests=false
mv client/masking .
python -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
  -r requirements.txt
