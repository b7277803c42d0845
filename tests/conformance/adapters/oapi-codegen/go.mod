module conformance

go 1.25.0

// The generator; its versions are fixed here and in go.sum like those of the client.
tool github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen
