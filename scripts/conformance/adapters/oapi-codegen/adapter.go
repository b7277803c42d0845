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
	"sync"
	"time"

	"conformance/masking"
)

type call struct {
	BaseURL        string           `json:"base_url"`
	AuthID         string           `json:"auth_id"`
	AuthToken      string           `json:"auth_token"`
	SessionUUID    string           `json:"session_uuid"`
	Fields         map[string]any   `json:"fields"`
	Updates        []map[string]any `json:"updates"`
	AtOnce         bool             `json:"at_once"`
	TimeoutSeconds float64          `json:"timeout_seconds"`
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

// A body that can't be read is an error without the reply, so the status is noted on the way, here.
type statusKey struct{}

func newClient(call call) (*masking.ClientWithResponses, error) {
	transport := roundTripper(func(request *http.Request) (*http.Response, error) {
		response, err := http.DefaultTransport.RoundTrip(request)
		if err == nil {
			*request.Context().Value(statusKey{}).(*int) = response.StatusCode
		}
		return response, err
	})
	return masking.NewClientWithResponses(
		call.BaseURL,
		masking.WithHTTPClient(&http.Client{
			Timeout:   time.Duration(call.TimeoutSeconds * float64(time.Second)),
			Transport: transport,
			// By default it follows with a GET, or takes the update to another host.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}),
		masking.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
			request.SetBasicAuth(call.AuthID, call.AuthToken)
			return nil
		}),
	)
}

func outcome(client *masking.ClientWithResponses, call call, fields map[string]any) map[string]any {
	status := 0
	ctx := context.WithValue(context.Background(), statusKey{}, &status)
	response, err := client.UpdateMaskingSessionWithResponse(ctx, call.AuthID, call.SessionUUID, update(fields))
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

// answer makes the updates of a call over one client.
func answer(call call) any {
	client, err := newClient(call)
	if err != nil {
		return map[string]any{"outcome": "refused", "detail": err.Error()}
	}
	if call.Updates == nil {
		return outcome(client, call, call.Fields)
	}
	outcomes := make([]map[string]any, len(call.Updates))
	var running sync.WaitGroup
	for index, fields := range call.Updates {
		running.Go(func() { outcomes[index] = outcome(client, call, fields) })
		if !call.AtOnce {
			running.Wait()
		}
	}
	running.Wait()
	return map[string]any{"outcome": "several", "outcomes": outcomes}
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
		if err := out.Encode(answer(call)); err != nil {
			panic(err)
		}
	}
}
