// The client that oapi-codegen writes for Go, as an adapter of the conformance kit.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"time"

	"conformance/masking"
)

type call struct {
	BaseURL        string         `json:"base_url"`
	AuthID         string         `json:"auth_id"`
	AuthToken      string         `json:"auth_token"`
	SessionUUID    string         `json:"session_uuid"`
	Fields         map[string]any `json:"fields"`
	TimeoutSeconds float64        `json:"timeout_seconds"`
}

// pointer gives what the client wants in the place of an optional value.
func pointer[T any](value T) *T { return &value }

func number(value any) *int { return pointer(int(value.(float64))) }

func text(value any) *string { return pointer(value.(string)) }

// choose sets an enum, whose type has another name in each view.
func choose[T ~string](field **T, value any) { *field = pointer(T(value.(string))) }

func update(fields map[string]any) masking.MaskingSessionUpdate {
	var body masking.MaskingSessionUpdate
	for name, value := range fields {
		switch name {
		case "record":
			body.Record = pointer(value.(bool))
		case "recording_callback_url":
			body.RecordingCallbackUrl = text(value)
		case "record_file_format":
			choose(&body.RecordFileFormat, value)
		case "recording_callback_method":
			choose(&body.RecordingCallbackMethod, value)
		case "session_expiry":
			body.SessionExpiry = number(value)
		case "call_time_limit":
			body.CallTimeLimit = number(value)
		case "callback_url":
			body.CallbackUrl = text(value)
		case "callback_method":
			choose(&body.CallbackMethod, value)
		case "ring_timeout":
			body.RingTimeout = number(value)
		case "first_party_play_url":
			body.FirstPartyPlayUrl = text(value)
		case "second_party_play_url":
			body.SecondPartyPlayUrl = text(value)
		case "first_party":
			body.FirstParty = text(value)
		case "second_party":
			body.SecondParty = text(value)
		}
	}
	return body
}

func outcome(call call) map[string]any {
	timeout := time.Duration(call.TimeoutSeconds * float64(time.Second))
	// A body that can't be read is an error without the reply, so the status is noted on the way.
	status := 0
	transport := roundTripper(func(request *http.Request) (*http.Response, error) {
		response, err := http.DefaultTransport.RoundTrip(request)
		if err == nil {
			status = response.StatusCode
		}
		return response, err
	})
	client, err := masking.NewClientWithResponses(
		call.BaseURL,
		masking.WithHTTPClient(&http.Client{Timeout: timeout, Transport: transport}),
		masking.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
			request.SetBasicAuth(call.AuthID, call.AuthToken)
			return nil
		}),
	)
	if err != nil {
		return map[string]any{"outcome": "refused", "detail": err.Error()}
	}
	response, err := client.UpdateMaskingSessionWithResponse(
		context.Background(), call.AuthID, call.SessionUUID, update(call.Fields))
	var unsent *url.Error
	switch {
	case errors.As(err, &unsent):
		return map[string]any{"outcome": "transport", "detail": err.Error()}
	case err != nil && status == 0:
		return map[string]any{"outcome": "refused", "detail": err.Error()}
	case err != nil:
		return failure(status, nil)
	case response.JSON200 != nil:
		return map[string]any{"outcome": "reply", "reply": response.JSON200}
	}
	return failure(response.StatusCode(), response.Body)
}

func failure(status int, reply []byte) map[string]any {
	outcome := map[string]any{"outcome": "error", "status": status, "message": nil, "api_id": nil}
	// Not JSON400 and so on: in those a missing key can't be told from empty text.
	var body struct {
		Error *string `json:"error"`
		ApiID *string `json:"api_id"`
	}
	if json.Unmarshal(reply, &body) == nil {
		outcome["message"], outcome["api_id"] = body.Error, body.ApiID
	}
	return outcome
}

type roundTripper func(*http.Request) (*http.Response, error)

func (trip roundTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	return trip(request)
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var call call
		if err := json.Unmarshal(lines.Bytes(), &call); err != nil {
			panic(err)
		}
		if err := out.Encode(outcome(call)); err != nil {
			panic(err)
		}
	}
}
