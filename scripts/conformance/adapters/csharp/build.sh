set -e
openapi-generator-cli generate --input-spec "$DOCUMENT" --config openapi-generator.yaml --output client \
  --global-property apiDocs=false,apiTests=false,modelDocs=false,modelTests=false
npm ci --ignore-scripts --no-audit --no-fund
# The package's build for .NET Framework; its others are for Unity's own runtimes.
cp "node_modules/jillejr.newtonsoft.json-for-unity/Plugins/Newtonsoft.Json Editor/Newtonsoft.Json.dll" .
mcs -langversion:latest -out:adapter.exe Adapter.cs -recurse:client/src/Masking/*.cs \
  -reference:Newtonsoft.Json.dll -reference:System.Net.Http -reference:System.ComponentModel.DataAnnotations \
  -reference:System.Runtime.Serialization -reference:System.Web
