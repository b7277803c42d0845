// The vendor's Go SDK as an adapter. It has no setting for the address of its voice calls, so its HTTP
// client gets a transport that replaces the address; none of the SDK's bytes is changed.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/plivo/plivo-go/v7"
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

type redirect struct{ to *url.URL }

func (redirect redirect) RoundTrip(request *http.Request) (*http.Response, error) {
	// Not where a reply leads elsewhere.
	if strings.HasSuffix(request.URL.Host, ".plivo.com") {
		request.URL.Scheme, request.URL.Host = redirect.to.Scheme, redirect.to.Host
	}
	return http.DefaultTransport.RoundTrip(request)
}

func update(fields map[string]any) plivo.UpdateMaskingSessionParams {
	var body plivo.UpdateMaskingSessionParams
	for name, value := range fields {
		switch name {
		case "record":
			body.Record = value.(bool)
		case "recording_callback_url":
			body.RecordingCallbackUrl = value.(string)
		case "record_file_format":
			body.RecordFileFormat = value.(string)
		case "recording_callback_method":
			body.RecordingCallbackMethod = value.(string)
		case "session_expiry":
			body.SessionExpiry = int64(value.(float64))
		case "call_time_limit":
			body.CallTimeLimit = int64(value.(float64))
		case "callback_url":
			body.CallbackUrl = value.(string)
		case "callback_method":
			body.CallbackMethod = value.(string)
		case "ring_timeout":
			body.RingTimeout = int64(value.(float64))
		case "first_party_play_url":
			body.FirstPartyPlayUrl = value.(string)
		case "second_party_play_url":
			body.SecondPartyPlayUrl = value.(string)
		case "first_party":
			body.FirstParty = value.(string)
		case "second_party":
			body.SecondParty = value.(string)
		}
	}
	return body
}

func newClient(call call) (*plivo.Client, error) {
	address, err := url.Parse(call.BaseURL)
	if err != nil {
		panic(err)
	}
	timeout := time.Duration(call.TimeoutSeconds * float64(time.Second))
	options := plivo.ClientOptions{HttpClient: &http.Client{Timeout: timeout, Transport: redirect{address}}}
	return plivo.NewClient(call.AuthID, call.AuthToken, &options)
}

func outcome(client *plivo.Client, call call, fields map[string]any) map[string]any {
	reply, err := client.MaskingSession.UpdateMaskingSession(update(fields), call.SessionUUID)
	var transport *url.Error
	switch {
	case err == nil:
		return map[string]any{"outcome": "reply", "reply": shown(reflect.ValueOf(reply))}
	case errors.As(err, &transport):
		return map[string]any{"outcome": "transport", "detail": err.Error()}
	}
	// The error is the body of the reply as text; it has no status.
	return map[string]any{"outcome": "error", "status": nil, "message": err.Error(), "api_id": nil}
}

// shown gives every field under its wire name. The SDK's own way to JSON would leave out the empty ones,
// which the caller does get.
func shown(value reflect.Value) any {
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface:
		if value.IsNil() {
			return nil
		}
		return shown(value.Elem())
	case reflect.Slice:
		if value.IsNil() {
			return nil
		}
		items := []any{}
		for index := range value.Len() {
			items = append(items, shown(value.Index(index)))
		}
		return items
	case reflect.Struct:
		fields := map[string]any{}
		for index := range value.NumField() {
			name, _, _ := strings.Cut(value.Type().Field(index).Tag.Get("json"), ",")
			fields[name] = shown(value.Field(index))
		}
		return fields
	default:
		return value.Interface()
	}
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
