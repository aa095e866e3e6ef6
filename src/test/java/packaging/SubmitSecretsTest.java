package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Project;
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
        "spark.hadoop.fs.s3a.bucket.data.session.token",
        "spark.hadoop.fs.s3a.encryption.key",
        "spark.hadoop.fs.s3a.bucket.data.server-side-encryption.key",
        "spark.hadoop.fs.azure.account.key.data.dfs.core.windows.net",
        "spark.hadoop.fs.azure.sas.fixed.token",
        "spark.hadoop.fs.gs.auth.service.account.private.key",
        "spark.executorEnv.AWS_SECRET_ACCESS_KEY"
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

  /** Of the driver, whose command line has them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--driver-java-options|-Dspark.authenticate.secret=hush",
        "--driver-java-options=-Xss1m -Dspark.authenticate.secret=hush -Dx=y",
        "--conf|spark.driver.extraJavaOptions=-Dspark.authenticate.secret=hush",
        "-c|spark.driver.extraJavaOptions=-Dx=y -Dspark.authenticate.secret=hush",
        "--conf|spark.authenticate.secret = hush"
      })
  void refusesASecretWithinAWord(String words) throws Exception {
    Submit.Result result = new Submit().run((words + "|train").split("\\|"));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr())
        .startsWith("submit.sh: spark.authenticate.secret is a secret")
        .doesNotContain("hush")
        .hasLineCount(1);
  }

  @Test
  void refusesASecretInWhatSparkAddsToTheCommandLine() throws Exception {
    Submit.Result result =
        new Submit()
            .withEnvironment("SPARK_SUBMIT_OPTS", "-Dx=y -Dspark.ssl.keyPassword=hush")
            .run("train");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr()).startsWith("submit.sh: spark.ssl.keyPassword is a secret");
  }

  /** Every line of that file becomes a word of the command line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.Secret.key hush",
        "spark.hadoop.fs.s3a.Secret.key=hush",
        "spark.hadoop.fs.s3a.Secret.key:hush",
        "spark.driver.extraJavaOptions -Xss1m -Dspark.hadoop.fs.s3a.Secret.key=hush"
      })
  void refusesASecretInTheProjectsOwnSettings(String line) throws Exception {
    Path script = Files.createDirectories(folder.resolve("scripts")).resolve("submit.sh");
    Files.copy(new Submit().script(), script);
    Files.writeString(
        Files.createDirectory(folder.resolve("conf")).resolve("spark-defaults.conf"),
        "# of the store\nspark.kubernetes.driver.secretKeyRef.X lenet:x\nspark.app.words a token\n"
            + line
            + "\n");
    Submit.Result result = new Submit().withScript(script).run("train");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr())
        .startsWith("submit.sh: conf/spark-defaults.conf holds spark.hadoop.fs.s3a.Secret.key, ")
        .contains("--properties-file FILE")
        .doesNotContain("hush")
        .hasLineCount(1);
  }

  /** Names of files, classes and Kubernetes' own secrets. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.authenticate.secret.file=/etc/lenet/secret",
        "spark.authenticate.secretBitLength=256",
        "spark.hadoop.hadoop.security.credential.provider.path=jceks://hdfs/keys.jceks",
        "spark.hadoop.fs.s3a.aws.credentials.provider=org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider",
        "spark.hadoop.fs.azure.account.keyprovider.data.dfs.core.windows.net=org.apache.Provider",
        "spark.hadoop.fs.azure.sas.token.provider.type=org.apache.Provider",
        "spark.security.credentials.hive.enabled=false",
        "spark.kubernetes.authenticate.driver.oauthTokenFile=/var/token",
        "spark.kubernetes.executor.secrets.lenet=/etc/secrets",
        "spark.kubernetes.driver.secretKeyRef.PASSWORD=lenet:password",
        "spark.io.encryption.keySizeBits=256",
        "spark.executorEnv.GOOGLE_APPLICATION_CREDENTIALS=/etc/lenet/key.json",
        "spark.app.words=secret=1"
      })
  void takesWhatOnlySaysWhereASecretIs(String setting) throws Exception {
    Submit.Result result = new Submit().run("--conf", setting, "train", "--help");

    assertThat(result.stderr()).doesNotContain("is a secret");
  }

  @Test
  void knowsTheSecretsThatEventLogsBlotOut() throws Exception {
    Path conf = Project.DIRECTORY.resolve("conf/spark-secure.conf");
    String line =
        Files.readString(conf)
            .lines()
            .filter(setting -> setting.startsWith("spark.redaction.regex (?i)"))
            .findFirst()
            .orElseThrow();

    assertThat(Files.readString(Project.DIRECTORY.resolve("scripts/submit.sh")))
        .contains("secrets='" + line.substring(line.indexOf(')') + 1) + "'\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\tspark.authenticate.secret hush",
        "  spark.authenticate.secret=hush",
        "spark.authenticate.secret:hush",
        "spark.app.name x\n \t spark.authenticate.secret\thush\nspark.app.id y"
      })
  void knowsASecretInAFileAsSparkDoes(String lines) throws Exception {
    assertRefusesOpen(file("rw-r--r--", lines), "spark.authenticate.secret");
  }

  @Test
  void refusesAFileWithAnotherSecretThatOthersMayRead() throws Exception {
    String key = "spark.hadoop.fs.s3a.secret.key";
    assertRefusesOpen(file("rw-r--r--", key + " hush\n"), key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
  void refusesAFileWithTheSecretThatOthersMayRead(String mode) throws Exception {
    String lines = "# of the cluster\nspark.authenticate.secret hush\n";
    assertRefusesOpen(file(mode, lines), "spark.authenticate.secret");
  }

  private static void assertRefusesOpen(Path file, String key) throws Exception {
    Submit.Result apart = new Submit().run("--properties-file", file.toString(), "train");
    Submit.Result together = new Submit().run("--properties-file=" + file, "train");

    assertThat(apart.exitCode()).isEqualTo(2);
    assertThat(apart.stderr())
        .isEqualTo(
            "submit.sh: %1$s holds %2$s, and others than you may read it: chmod 600 %1$s%n"
                .formatted(file, key));
    assertThat(together).isEqualTo(apart);
  }

  /** What comes next of the two may be that no jar is there, or what train itself says. */
  @Test
  void takesAFileThatOnlyItsOwnerMayReadAndOneWithoutASecret() throws Exception {
    String secret = "spark.authenticate.secret hush\n";
    for (Path file :
        new Path[] {
          file("rw-------", secret),
          file("rw-r--r--", "spark.authenticate true\n#" + secret + "x.y.secret z\n")
        }) {
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
