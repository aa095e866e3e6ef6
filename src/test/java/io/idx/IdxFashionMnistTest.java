package io.idx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import testing.SparkSessions;

/** The published Fashion-MNIST; its directory is the system property {@code fashion.dir}. */
@EnabledIfSystemProperty(named = "fashion.dir", matches = ".+")
class IdxFashionMnistTest {
  private static final Configuration HADOOP = new Configuration();

  private static IdxPair find(String prefix) throws IOException {
    return IdxPair.find(HADOOP, System.getProperty("fashion.dir"), prefix);
  }

  @Test
  void holdsAsManyOfEachGarment() throws IOException {
    IdxPair pair = find(IdxPair.TRAIN);
    assertThat(
            SparkSessions.shared()
                .read()
                .format("idx")
                .option("labels", pair.labels())
                .load(pair.images())
                .groupBy("label")
                .count()
                .where("count = 6000")
                .count())
        .isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "train, c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888,"
        + " bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k, 5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b,"
        + " 0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"
  })
  void hasTheHashesOfTheUpstreamFiles(String prefix, String imageHash, String labelHash)
      throws IOException {
    assertThat(IdxFingerprint.of(HADOOP, find(prefix).images()).sha256()).isEqualTo(imageHash);
    assertThat(IdxFingerprint.of(HADOOP, find(prefix).labels()).sha256()).isEqualTo(labelHash);
  }
}
