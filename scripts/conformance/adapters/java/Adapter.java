import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import masking.ApiClient;
import masking.ApiException;
import masking.api.MaskingSessionsApi;
import masking.model.CallbackMethod;
import masking.model.MaskingSessionUpdate;
import masking.model.MaskingSessionUpdateResponse;
import masking.model.RecordFileFormat;

/** The client that openapi-generator writes for Java, as an adapter of the conformance kit. */
public final class Adapter {
  // Not the client's own mapper, which leaves nulls out.
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Status of the last reply: the exception for an unreadable reply doesn't hold it. */
  private static int status;

  private static MaskingSessionUpdate update(Map<String, Object> fields) {
    MaskingSessionUpdate body = new MaskingSessionUpdate();
    fields.forEach((name, value) -> {
      switch (name) {
        case "record": body.setRecord((Boolean) value); break;
        case "recording_callback_url": body.setRecordingCallbackUrl((String) value); break;
        case "record_file_format": body.setRecordFileFormat(RecordFileFormat.fromValue((String) value)); break;
        case "recording_callback_method": body.setRecordingCallbackMethod(CallbackMethod.fromValue((String) value)); break;
        case "session_expiry": body.setSessionExpiry((Integer) value); break;
        case "call_time_limit": body.setCallTimeLimit((Integer) value); break;
        case "callback_url": body.setCallbackUrl((String) value); break;
        case "callback_method": body.setCallbackMethod(CallbackMethod.fromValue((String) value)); break;
        case "ring_timeout": body.setRingTimeout((Integer) value); break;
        case "first_party_play_url": body.setFirstPartyPlayUrl((String) value); break;
        case "second_party_play_url": body.setSecondPartyPlayUrl((String) value); break;
        case "first_party": body.setFirstParty((String) value); break;
        case "second_party": body.setSecondParty((String) value); break;
        default: throw new IllegalArgumentException(name);
      }
    });
    return body;
  }

  private static Map<String, Object> outcome(Map<String, Object> call) {
    String authId = (String) call.get("auth_id");
    String credentials = authId + ":" + call.get("auth_token");
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    long milliseconds = (long) (((Number) call.get("timeout_seconds")).doubleValue() * 1000);
    ApiClient client = new ApiClient();
    // Without TLS the JDK asks for an upgrade to HTTP/2 with every request, and the stub's server then
    // drops the body.
    client.setHttpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
    client.updateBaseUri((String) call.get("base_url"));
    client.setConnectTimeout(Duration.ofMillis(milliseconds));
    client.setReadTimeout(Duration.ofMillis(milliseconds));
    client.setRequestInterceptor(request -> request.header("Authorization", "Basic " + basic));
    client.setResponseInterceptor(response -> status = response.statusCode());
    status = 0;
    try {
      MaskingSessionUpdateResponse reply = new MaskingSessionsApi(client).updateMaskingSession(
          authId, (String) call.get("session_uuid"), update(fields(call)));
      return reply == null ? error(null) : told("reply", "reply", reply);
    } catch (ApiException e) {
      return status == 0 ? told("transport", "detail", e.toString()) : error(e.getResponseBody());
    }
  }

  private static Map<String, Object> error(String body) {
    Map<String, Object> outcome = told("error", "status", status);
    outcome.put("message", null);
    outcome.put("api_id", null);
    try {
      masking.model.ErrorReply error = JSON.readValue(body == null ? "" : body, masking.model.ErrorReply.class);
      outcome.put("message", error.getError());
      outcome.put("api_id", error.getApiId());
    } catch (IOException e) {
      // Not JSON, so there is no text to hand over.
    }
    return outcome;
  }

  private static Map<String, Object> told(String kind, String key, Object value) {
    Map<String, Object> outcome = new HashMap<>();
    outcome.put("outcome", kind);
    outcome.put(key, value);
    return outcome;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> fields(Map<String, Object> call) {
    return (Map<String, Object>) call.get("fields");
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(JSON.writeValueAsString(outcome(JSON.readValue(line, new TypeReference<>() {}))));
    }
  }
}
