// Prints the body of an update after kin-openapi has validated it: validate DOCUMENT BODY.
package main

import (
	"context"
	"io"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

const url = "https://api.plivo.com/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party/"

func main() {
	document, err := openapi3.NewLoader().LoadFromFile(os.Args[1])
	check(err)
	check(document.Validate(context.Background()))
	router, err := gorillamux.NewRouter(document)
	check(err)
	request, err := http.NewRequest("POST", url, strings.NewReader(os.Args[2]))
	check(err)
	request.Header.Set("Content-Type", "application/json")
	// The router knows the path without a slash at its end alone; six of the seven official SDKs send one.
	request.URL.Path = strings.TrimSuffix(request.URL.Path, "/")
	route, parameters, err := router.FindRoute(request)
	check(err)
	input := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: parameters, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	}
	check(openapi3filter.ValidateRequest(context.Background(), input))
	_, err = io.Copy(os.Stdout, request.Body)
	check(err)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
