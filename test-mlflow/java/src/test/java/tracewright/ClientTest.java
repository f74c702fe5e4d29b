package tracewright;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.mlflow.tracking.MlflowClient;

/** MLflow's own Java client, as an app uses it. */
class ClientTest {
  private final MlflowClient client = new MlflowClient(System.getenv("MLFLOW_TRACKING_URI"));

  @Test
  void aRunIsCreatedInAnExperiment() {
    String experiment = client.createExperiment("java-" + System.nanoTime());
    assertEquals(experiment, client.createRun(experiment).getExperimentId());
  }
}
