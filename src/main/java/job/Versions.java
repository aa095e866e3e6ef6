package job;

import io.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import model.Recipe;
import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;

/** The versions of what trains, from the jar itself. */
final class Versions implements IVersionProvider {
  private static final String RESOURCE = "/lenet-spark.properties";

  /** With what the kernels run on. */
  static RunRecord.Software software(String kernels) {
    Properties built = built();
    return new RunRecord.Software(
        built.getProperty("version"),
        Recipe.REVISION,
        package$.MODULE$.SPARK_VERSION(),
        built.getProperty("deeplearning4j"),
        System.getProperty("java.version"),
        kernels);
  }

  private static Properties built() {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new IllegalStateException("the jar is damaged: cannot read " + RESOURCE, e);
    }
  }

  @Override
  public String[] getVersion() {
    Properties built = built();
    return new String[] {
      "lenet-spark %s (Spark %s, Deeplearning4j %s, Java %s)"
          .formatted(
              built.getProperty("version"),
              package$.MODULE$.SPARK_VERSION(),
              built.getProperty("deeplearning4j"),
              System.getProperty("java.version"))
    };
  }
}
