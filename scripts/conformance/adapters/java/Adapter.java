import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import masking.ApiClient;
import masking.ApiException;
import masking.api.MaskingSessionsApi;
import masking.model.MaskingSessionUpdate;
import masking.model.MaskingSessionUpdateResponse;

/** The client that openapi-generator writes for Java, as an adapter of the conformance kit. */
public final class Adapter {
  // Not the client's own mapper, which leaves nulls out.
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Status of the last reply: the exception for an unreadable reply doesn't hold it. */
  private static int status;

  private static Map<String, Object> outcome(Map<String, Object> call) {
    String authId = (String) call.get("auth_id");
    String credentials = authId + ":" + call.get("auth_token");
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    long milliseconds = (long) (((Number) call.get("timeout_seconds")).doubleValue() * 1000);
    ApiClient client = new ApiClient();
    client.updateBaseUri((String) call.get("base_url"));
    client.setConnectTimeout(Duration.ofMillis(milliseconds));
    client.setReadTimeout(Duration.ofMillis(milliseconds));
    client.setRequestInterceptor(request -> request.header("Authorization", "Basic " + basic));
    client.setResponseInterceptor(response -> status = response.statusCode());
    status = 0;
    // The model's own mapping: it sets each key that is there, and the types of enums differ between the views.
    MaskingSessionUpdate update = JSON.convertValue(call.get("fields"), MaskingSessionUpdate.class);
    try {
      MaskingSessionUpdateResponse reply = new MaskingSessionsApi(client).updateMaskingSession(
          authId, (String) call.get("session_uuid"), update);
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

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(JSON.writeValueAsString(outcome(JSON.readValue(line, new TypeReference<>() {}))));
    }
  }
}
