// The client that openapi-generator writes for Go, as an adapter of the conformance kit.
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

// choose sets an enum, whose type is a name of its own in one view and plain text in the other.
func choose[T ~string](set func(T), value any) { set(T(value.(string))) }

func update(fields map[string]any) *masking.MaskingSessionUpdate {
	body := masking.NewMaskingSessionUpdate()
	for name, value := range fields {
		switch name {
		case "record":
			body.SetRecord(value.(bool))
		case "recording_callback_url":
			body.SetRecordingCallbackUrl(value.(string))
		case "record_file_format":
			choose(body.SetRecordFileFormat, value)
		case "recording_callback_method":
			choose(body.SetRecordingCallbackMethod, value)
		case "session_expiry":
			body.SetSessionExpiry(int32(value.(float64)))
		case "call_time_limit":
			body.SetCallTimeLimit(int32(value.(float64)))
		case "callback_url":
			body.SetCallbackUrl(value.(string))
		case "callback_method":
			choose(body.SetCallbackMethod, value)
		case "ring_timeout":
			body.SetRingTimeout(int32(value.(float64)))
		case "first_party_play_url":
			body.SetFirstPartyPlayUrl(value.(string))
		case "second_party_play_url":
			body.SetSecondPartyPlayUrl(value.(string))
		case "first_party":
			body.SetFirstParty(value.(string))
		case "second_party":
			body.SetSecondParty(value.(string))
		}
	}
	return body
}

func newClient(call call) (*masking.APIClient, error) {
	configuration := masking.NewConfiguration()
	configuration.Servers = masking.ServerConfigurations{{URL: call.BaseURL}}
	configuration.HTTPClient = &http.Client{
		Timeout: time.Duration(call.TimeoutSeconds * float64(time.Second)),
		// By default it follows with a GET, or takes the update to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return masking.NewAPIClient(configuration), nil
}

func outcome(client *masking.APIClient, call call, fields map[string]any) map[string]any {
	credentials := masking.BasicAuth{UserName: call.AuthID, Password: call.AuthToken}
	ctx := context.WithValue(context.Background(), masking.ContextBasicAuth, credentials)

	reply, response, err := client.MaskingSessionsAPI.
		UpdateMaskingSession(ctx, call.AuthID, call.SessionUUID).
		MaskingSessionUpdate(*update(fields)).
		Execute()
	if err == nil && reply != nil {
		return map[string]any{"outcome": "reply", "reply": reply}
	}
	var transport *url.Error
	if errors.As(err, &transport) {
		return map[string]any{"outcome": "transport", "detail": err.Error()}
	}
	if err != nil && response == nil {
		return map[string]any{"outcome": "refused", "detail": err.Error()}
	}
	told := map[string]any{"outcome": "error", "status": response.StatusCode, "message": nil, "api_id": nil}
	var failure *masking.GenericOpenAPIError
	if errors.As(err, &failure) {
		// Not Model(): an error that lacks one of its two keys has none.
		var body struct {
			Error *string `json:"error"`
			ApiID *string `json:"api_id"`
		}
		if json.Unmarshal(failure.Body(), &body) == nil {
			told["message"], told["api_id"] = body.Error, body.ApiID
		}
	}
	return told
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
