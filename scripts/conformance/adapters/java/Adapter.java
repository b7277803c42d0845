import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import masking.ApiClient;
import masking.ApiException;
import masking.api.MaskingSessionsApi;
import masking.model.MaskingSessionUpdate;
import masking.model.MaskingSessionUpdateResponse;

/** The client that openapi-generator writes for Java, as an adapter of the conformance kit. */
public final class Adapter {
  // Not the client's own mapper, which leaves nulls out.
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Status of this thread's last reply: the exception for an unreadable reply doesn't hold it. */
  private static final ThreadLocal<Integer> STATUS = new ThreadLocal<>();

  private static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  });

  @SuppressWarnings("unchecked")
  private static Map<String, Object> answer(Map<String, Object> call) {
    MaskingSessionsApi api = new MaskingSessionsApi(client(call));
    List<Object> updates = (List<Object>) call.get("updates");
    if (updates == null) {
      return outcome(api, call, call.get("fields"));
    }
    List<CompletableFuture<Map<String, Object>>> running = new ArrayList<>();
    for (Object fields : updates) {
      running.add(CompletableFuture.supplyAsync(() -> outcome(api, call, fields), POOL));
      if (!(Boolean) call.get("at_once")) {
        running.get(running.size() - 1).join();
      }
    }
    return told("several", "outcomes", running.stream().map(CompletableFuture::join).collect(Collectors.toList()));
  }

  private static ApiClient client(Map<String, Object> call) {
    String authId = (String) call.get("auth_id");
    String credentials = authId + ":" + call.get("auth_token");
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    long milliseconds = (long) (((Number) call.get("timeout_seconds")).doubleValue() * 1000);
    ApiClient client = new ApiClient();
    client.updateBaseUri((String) call.get("base_url"));
    client.setConnectTimeout(Duration.ofMillis(milliseconds));
    client.setReadTimeout(Duration.ofMillis(milliseconds));
    client.setRequestInterceptor(request -> request.header("Authorization", "Basic " + basic));
    client.setResponseInterceptor(response -> STATUS.set(response.statusCode()));
    return client;
  }

  private static Map<String, Object> outcome(MaskingSessionsApi api, Map<String, Object> call, Object fields) {
    STATUS.set(0);
    // The model's own mapping: it sets each key that is there, and the types of enums differ between the views.
    MaskingSessionUpdate update = JSON.convertValue(fields, MaskingSessionUpdate.class);
    try {
      MaskingSessionUpdateResponse reply = api.updateMaskingSession(
          (String) call.get("auth_id"), (String) call.get("session_uuid"), update);
      return reply == null ? error(null) : told("reply", "reply", reply);
    } catch (ApiException e) {
      return STATUS.get() == 0 ? told("transport", "detail", e.toString()) : error(e.getResponseBody());
    }
  }

  private static Map<String, Object> error(String body) {
    Map<String, Object> outcome = told("error", "status", STATUS.get());
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
      out.println(JSON.writeValueAsString(answer(JSON.readValue(line, new TypeReference<>() {}))));
    }
  }
}
