package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {
  @Test
  void refusesAnApplicationOfAStandaloneClusterThatAuthenticatesWithoutASecret() {
    SparkConf settings = settings("spark://127.0.0.1:7077").set("spark.authenticate", "true");

    assertThatThrownBy(() -> Application.requireSecret(settings))
        .isInstanceOf(ClusterException.class)
        .hasMessageContainingAll(
            "spark.authenticate is on, but no secret is there",
            "--properties-file",
            "docs/security.md");
    assertThatCode(
            () -> Application.requireSecret(settings.set("spark.authenticate.secret", "hush")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "yarn", "k8s://https://127.0.0.1:6443"})
  void leavesTheSecretToMastersThatMakeIt(String master) {
    SparkConf settings = settings(master).set("spark.authenticate", "true");

    assertThatCode(() -> Application.requireSecret(settings)).doesNotThrowAnyException();
  }

  @Test
  void saysOfAMasterThatListensWhatMayDiffer() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String master = "spark://127.0.0.1:1,127.0.0.1:" + socket.getLocalPort();
      SparkConf settings = settings(master);

      assertThat(Application.notTaken(settings))
          .startsWith("The cluster at " + master + " did not take this application within 60 seco")
          .contains("it seems to ask for a secret: spark.authenticate is off in this application")
          .contains("--properties-file (docs/security.md)");
      assertThat(Application.notTaken(settings.set("spark.authenticate", "true")))
          .contains("its secret or its spark.network.crypto settings are not this application's")
          .contains("--properties-file (docs/security.md)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:1", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000"})
  void saysOfAMasterWhereNothingListensThatItIsToBeStarted(String address) {
    assertThat(Application.notTaken(settings("spark://" + address)))
        .isEqualTo(
            "The cluster at spark://%s did not take this application within 60 seconds: expected a master there, found none that listens. Start it, or correct --master"
                .formatted(address));
  }

  private static SparkConf settings(String master) {
    return new SparkConf(false).setMaster(master);
  }
}
