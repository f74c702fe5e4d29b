package tracewright;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.MlflowHttpException;

/** MLflow's own Java client, as apps use it. */
class ClientTest {
  private final MlflowClient client = new MlflowClient(System.getenv("MLFLOW_TRACKING_URI"));
  private String experiment;

  @BeforeEach
  void makeExperiment() {
    experiment = client.createExperiment("java-" + System.nanoTime());
  }

  private static Map<String, String> params(Run run) {
    return run.getData().getParamsList().stream().collect(Collectors.toMap(Param::getKey, Param::getValue));
  }

  private static Map<String, Double> metrics(Run run) {
    return run.getData().getMetricsList().stream().collect(Collectors.toMap(Metric::getKey, Metric::getValue));
  }

  private static Map<String, String> tags(Run run) {
    return run.getData().getTagsList().stream().collect(Collectors.toMap(RunTag::getKey, RunTag::getValue));
  }

  @Test
  void anExperimentIsFoundByIdAndName() {
    Experiment made = client.getExperiment(experiment);
    assertEquals(experiment, made.getExperimentId());
    assertEquals("active", made.getLifecycleStage());
    Optional<Experiment> named = client.getExperimentByName(made.getName());
    assertEquals(experiment, named.orElseThrow().getExperimentId());
    assertFalse(client.getExperimentByName("nobody " + System.nanoTime()).isPresent());
  }

  @Test
  void anExperimentIsRenamedTaggedDeletedAndRestored() {
    client.renameExperiment(experiment, "renamed-" + experiment + System.nanoTime());
    client.setExperimentTag(experiment, "team", "a");
    Experiment read = client.getExperiment(experiment);
    assertTrue(read.getName().startsWith("renamed-"));
    assertEquals("a", read.getTags(0).getValue());
    client.deleteExperiment(experiment);
    assertEquals("deleted", client.getExperiment(experiment).getLifecycleStage());
    client.restoreExperiment(experiment);
    assertEquals("active", client.getExperiment(experiment).getLifecycleStage());
  }

  @Test
  void experimentsAreSearched() {
    String name = client.getExperiment(experiment).getName();
    List<Experiment> found = client.searchExperiments("name = '" + name + "'").getItems();
    assertEquals(List.of(experiment), found.stream().map(Experiment::getExperimentId).toList());
  }

  @Test
  void aRunKeepsWhatWasLoggedToIt() {
    RunInfo run = client.createRun(experiment);
    String id = run.getRunId();
    client.logParam(id, "lr", "0.1");
    client.logMetric(id, "loss", 0.5);
    client.logMetric(id, "loss", 0.25, System.currentTimeMillis(), 7);
    client.setTag(id, "team", "a");
    client.setTerminated(id, RunStatus.FINISHED, System.currentTimeMillis());
    Run read = client.getRun(id);
    assertEquals(Map.of("lr", "0.1"), params(read));
    assertEquals(Map.of("loss", 0.25), metrics(read));
    assertEquals("a", tags(read).get("team"));
    assertEquals(RunStatus.FINISHED, read.getInfo().getStatus());
    assertTrue(read.getInfo().getEndTime() >= read.getInfo().getStartTime());
    assertEquals(experiment, read.getInfo().getExperimentId());
    client.deleteTag(id, "team");
    assertFalse(tags(client.getRun(id)).containsKey("team"));
  }

  @Test
  void aBatchIsLoggedAtOnce() {
    String id = client.createRun(experiment).getRunId();
    List<Metric> metrics = IntStream.range(0, 998).mapToObj(step -> Metric.newBuilder().setKey("m")
        .setValue(step / 2.0).setTimestamp(1_700_000_000_000L + step).setStep(step).build()).toList();
    List<Param> params = List.of(Param.newBuilder().setKey("p").setValue("v").build());
    List<RunTag> tags = List.of(RunTag.newBuilder().setKey("t").setValue("w").build());
    client.logBatch(id, metrics, params, tags);
    List<Metric> history = client.getMetricHistory(id, "m");
    assertEquals(998, history.size());
    assertEquals(498.5, history.get(997).getValue());
    assertEquals(1_700_000_000_997L, history.get(997).getTimestamp());
    Run read = client.getRun(id);
    assertEquals(Map.of("p", "v"), params(read));
    assertEquals("w", tags(read).get("t"));
  }

  @Test
  void numbersThatJsonLacksComeBack() {
    String id = client.createRun(experiment).getRunId();
    client.logMetric(id, "inf", Double.POSITIVE_INFINITY);
    client.logMetric(id, "minus", Double.NEGATIVE_INFINITY);
    client.logMetric(id, "nan", Double.NaN);
    Map<String, Double> read = metrics(client.getRun(id));
    assertTrue(read.get("inf") > 1e308);
    assertTrue(read.get("minus") < -1e308);
    assertTrue(read.get("nan").isNaN());
  }

  @Test
  void runsAreSearchedInOrder() {
    for (int number = 1; number <= 3; number++) {
      String id = client.createRun(experiment).getRunId();
      client.logMetric(id, "acc", number / 10.0);
      client.logParam(id, "n", String.valueOf(number));
      if (number < 3) client.setTerminated(id);
    }
    List<Run> found = client.searchRuns(List.of(experiment), "attributes.status = 'FINISHED'",
        ViewType.ACTIVE_ONLY, 10, List.of("metrics.acc DESC")).getItems();
    assertEquals(List.of("2", "1"), found.stream().map(run -> params(run).get("n")).toList());
    assertEquals(2, client.searchRuns(List.of(experiment), "metrics.acc > 0.15").size());
    var page = client.searchRuns(List.of(experiment), "", ViewType.ACTIVE_ONLY, 2, List.of("metrics.acc ASC"));
    assertEquals(2, page.getItems().size());
    var next = client.searchRuns(List.of(experiment), "", ViewType.ACTIVE_ONLY, 2, List.of("metrics.acc ASC"),
        page.getNextPageToken().orElseThrow());
    assertEquals("3", params(next.getItems().get(0)).get("n"));
    assertFalse(next.hasNextPage());
  }

  @Test
  void aDeletedRunIsRestored() {
    String id = client.createRun(experiment).getRunId();
    client.deleteRun(id);
    assertEquals("deleted", client.getRun(id).getInfo().getLifecycleStage());
    assertEquals(0, client.listRunInfos(experiment).size());
    client.restoreRun(id);
    assertEquals(1, client.listRunInfos(experiment).size());
  }

  @Test
  void aContextKeepsNestedRuns() {
    MlflowContext context = new MlflowContext(client);
    context.setExperimentId(experiment);
    ActiveRun parent = context.startRun("parent");
    ActiveRun child = context.startRun("child", parent.getId());
    child.logMetric("m", 1);
    child.endRun();
    parent.endRun(RunStatus.FAILED);
    assertEquals(parent.getId(), tags(client.getRun(child.getId())).get("mlflow.parentRunId"));
    assertEquals("child", client.getRun(child.getId()).getInfo().getRunName());
    assertEquals(RunStatus.FAILED, client.getRun(parent.getId()).getInfo().getStatus());
  }

  @Test
  void modelsAreRegisteredAndFound() {
    String id = client.createRun(experiment).getRunId();
    String name = "java-model-" + System.nanoTime();
    client.sendPost("registered-models/create", "{\"name\":\"" + name + "\"}");
    client.sendPost("model-versions/create",
        "{\"name\":\"" + name + "\",\"source\":\"s3://bucket/model\",\"run_id\":\"" + id + "\"}");
    assertEquals(name, client.getRegisteredModel(name).getName());
    ModelVersion version = client.getModelVersion(name, "1");
    assertEquals(id, version.getRunId());
    assertEquals("s3://bucket/model", client.getModelVersionDownloadUri(name, "1"));
    assertEquals(1, client.getLatestVersions(name).size());
    assertEquals(List.of(name), StreamSupport.stream(client.searchModelVersions("name = '" + name + "'").getItems()
        .spliterator(), false).map(ModelVersion::getName).toList());
  }

  @Test
  void filesOfARunLieBehindTheProxy() {
    String id = client.createRun(experiment).getRunId();
    String uri = client.getRun(id).getInfo().getArtifactUri();
    assertTrue(uri.startsWith("mlflow-artifacts:") && uri.endsWith("/" + id + "/artifacts"));
    assertTrue(client.sendGet("artifacts/list?run_id=" + id).contains(uri));
  }

  @Test
  void whatIsWrongIsSaid() {
    MlflowHttpException missing = assertThrows(MlflowHttpException.class, () -> client.getRun("nobody"));
    assertEquals(404, missing.getStatusCode());
    assertTrue(missing.getBodyMessage().contains("RESOURCE_DOES_NOT_EXIST"));
    assertThrows(MlflowClientException.class, () -> client.createExperiment(client.getExperiment(experiment).getName()));
    String id = client.createRun(experiment).getRunId();
    client.logParam(id, "p", "1");
    MlflowHttpException changed = assertThrows(MlflowHttpException.class, () -> client.logParam(id, "p", "2"));
    assertEquals(400, changed.getStatusCode());
  }
}
