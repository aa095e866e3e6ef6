package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Submit;

/** Secrets that {@code scripts/submit.sh} does not take, before anything starts. */
class SubmitSecretsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.authenticate.secret",
        "spark.ssl.keyPassword",
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.bucket.data.session.token"
      })
  void refusesASecretOnTheCommandLineWithoutRepeatingIt(String key) throws Exception {
    Submit.Result apart = new Submit().run("--conf", key + "=hush", "train");
    Submit.Result together = new Submit().run("--conf=" + key + "=hush", "train");

    assertThat(apart.exitCode()).isEqualTo(2);
    assertThat(apart.stderr())
        .contains(key + " is a secret", "--properties-file FILE", "docs/security.md")
        .doesNotContain("hush")
        .hasLineCount(1);
    assertThat(together).isEqualTo(apart);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
  void refusesAFileWithTheSecretThatOthersMayRead(String mode) throws Exception {
    Path file = file(mode, "# of the cluster\nspark.authenticate.secret hush\n");

    Submit.Result apart = new Submit().run("--properties-file", file.toString(), "train");
    Submit.Result together = new Submit().run("--properties-file=" + file, "train");

    assertThat(apart.exitCode()).isEqualTo(2);
    assertThat(apart.stderr())
        .isEqualTo(
            "submit.sh: %1$s holds spark.authenticate.secret, and others than you may read it: chmod 600 %1$s%n"
                .formatted(file));
    assertThat(together).isEqualTo(apart);
  }

  /** What comes next of the two may be that no jar is there, or what train itself says. */
  @Test
  void takesAFileThatOnlyItsOwnerMayReadAndOneWithoutASecret() throws Exception {
    String secret = "spark.authenticate.secret hush\n";
    for (Path file :
        new Path[] {file("rw-------", secret), file("rw-r--r--", "spark.authenticate true\n")}) {
      Submit.Result result =
          new Submit().run("--properties-file", file.toString(), "train", "--help");

      assertThat(result.stderr()).doesNotContain("others than you may read it");
    }
  }

  private Path file(String mode, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(mode), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
