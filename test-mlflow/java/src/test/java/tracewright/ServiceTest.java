package tracewright;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service that writes its results over REST by hand, and looks for its best run before it starts the next one. */
class ServiceTest {
  private static final String API = System.getenv("MLFLOW_TRACKING_URI") + "/api/2.0/mlflow/";
  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<String> post(String path, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(API + path))
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(API + path)).build(), BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  /** As such services do: by name, and made where it is not there yet. */
  private String experimentNamed(String name) throws Exception {
    HttpResponse<String> known = get("experiments/get-by-name?experiment_name=" + name);
    if (known.statusCode() == 200) return json(known).getAsJsonObject("experiment").get("experiment_id").getAsString();
    assertEquals(404, known.statusCode());
    assertEquals("RESOURCE_DOES_NOT_EXIST", json(known).get("error_code").getAsString());
    return json(post("experiments/create", "{\"name\":\"" + name + "\"}")).get("experiment_id").getAsString();
  }

  private String runWithAccuracy(String experiment, double accuracy) throws Exception {
    long before = System.currentTimeMillis();
    HttpResponse<String> made = post("runs/create", """
        {"experiment_id": "%s", "tags": [{"key": "service", "value": "scorer"}]}""".formatted(experiment));
    assertEquals(200, made.statusCode());
    String id = json(made).getAsJsonObject("run").getAsJsonObject("info").get("run_id").getAsString();
    assertEquals(200, post("runs/log-batch", """
        {"run_id": "%s",
         "metrics": [{"key": "accuracy", "value": %s, "timestamp": %d, "step": 0}],
         "params": [{"key": "model", "value": "demo"}]}""".formatted(id, accuracy, before)).statusCode());
    assertEquals(200, post("runs/update", """
        {"run_id": "%s", "status": "FINISHED"}""".formatted(id)).statusCode());
    return id;
  }

  @Test
  void theBestFinishedRunIsFound() throws Exception {
    String name = "service-" + System.nanoTime();
    String experiment = experimentNamed(name);
    assertEquals(experiment, experimentNamed(name));
    List<String> ids = new ArrayList<>();
    for (double accuracy : new double[] {0.5, 0.9, 0.7}) ids.add(runWithAccuracy(experiment, accuracy));
    post("runs/create", "{\"experiment_id\": \"" + experiment + "\"}");
    JsonArray runs = json(post("runs/search", """
        {"experiment_ids": ["%s"], "filter": "attributes.status = 'FINISHED'",
         "order_by": ["metrics.accuracy DESC"], "max_results": 2}""".formatted(experiment))).getAsJsonArray("runs");
    assertEquals(2, runs.size());
    JsonObject best = runs.get(0).getAsJsonObject();
    assertEquals(ids.get(1), best.getAsJsonObject("info").get("run_id").getAsString());
    assertEquals(0.9, best.getAsJsonObject("data").getAsJsonArray("metrics").get(0).getAsJsonObject().get("value").getAsDouble());
    assertEquals(ids.get(2), runs.get(1).getAsJsonObject().getAsJsonObject("info").get("run_id").getAsString());
  }

  @Test
  void aRunWithoutTimesHasThoseOfItsRequests() throws Exception {
    long before = System.currentTimeMillis() - 5;
    String id = runWithAccuracy(experimentNamed("service-" + System.nanoTime()), 1);
    JsonObject info = json(get("runs/get?run_id=" + id)).getAsJsonObject("run").getAsJsonObject("info");
    long start = info.get("start_time").getAsLong();
    long end = info.get("end_time").getAsLong();
    assertTrue(before <= start && start <= end && end <= System.currentTimeMillis() + 5, info.toString());
  }

  @Test
  void aBodyThatIsNoJsonIsRefused() throws Exception {
    HttpResponse<String> answer = post("runs/create", "experiment_id=1");
    assertEquals(400, answer.statusCode());
    assertTrue(json(answer).has("error_code"));
    assertEquals("application/json", answer.headers().firstValue("content-type").orElse("").split(";")[0]);
  }

  @Test
  void anUnknownPathIsNotFoundInJson() throws Exception {
    HttpResponse<String> answer = post("runs/bogus", "{}");
    assertEquals(404, answer.statusCode());
    assertEquals("ENDPOINT_NOT_FOUND", json(answer).get("error_code").getAsString());
  }
}
