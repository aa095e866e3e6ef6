package io.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxPairTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  private void make(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(directory.resolve(name));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "train, train-images-idx3-ubyte, train-labels-idx1-ubyte",
    "train, train-images-idx3-ubyte.gz, train-labels-idx1-ubyte",
    "t10k, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte.gz",
    "t10k, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz"
  })
  void findsEitherFileRawOrGzipped(String prefix, String images, String labels) throws IOException {
    make(images, labels);

    assertThat(IdxPair.find(HADOOP, directory.toString(), prefix))
        .isEqualTo(new IdxPair(directory + "/" + images, directory + "/" + labels));
  }

  @Test
  void knowsTheNamesThatMnistGaveItsFiles() {
    assertThat(IdxPair.named(IdxPair.TRAIN))
        .isEqualTo(new IdxPair("train-images-idx3-ubyte", "train-labels-idx1-ubyte"));
    assertThat(IdxPair.named(IdxPair.TEST))
        .isEqualTo(new IdxPair("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"));
  }

  @Test
  void namesAllThatIsMissing() throws IOException {
    make("t10k-images-idx3-ubyte");

    assertThatThrownBy(() -> IdxPair.find(HADOOP, directory.toString(), IdxPair.TRAIN))
        .isExactlyInstanceOf(IdxException.class)
        .hasMessage(
            "Unusable data directory: %s: expected an image file and a label file, found"
                + " neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz; neither"
                + " train-labels-idx1-ubyte nor train-labels-idx1-ubyte.gz. Exactly one of"
                + " each file is to be there, raw or as .gz.",
            directory);
  }

  @Test
  void namesWhatIsDoubleAndWhatIsMissingAtOnce() throws IOException {
    make("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz");

    assertThatThrownBy(() -> IdxPair.find(HADOOP, directory.toString(), IdxPair.TRAIN))
        .isExactlyInstanceOf(IdxException.class)
        .hasMessageContaining(
            "found both train-images-idx3-ubyte and train-images-idx3-ubyte.gz; neither"
                + " train-labels-idx1-ubyte nor train-labels-idx1-ubyte.gz.");
  }

  @Test
  void refusesAMissingDirectory() {
    String missing = directory.resolve("none").toString();

    assertThatThrownBy(() -> IdxPair.find(HADOOP, missing, IdxPair.TRAIN))
        .isExactlyInstanceOf(IdxException.class)
        .hasMessage(
            "No such directory: %s: expected one that holds an image file and a label file, found"
                + " nothing. Check the path, or put the files there: scripts/submit.sh fetch-mnist"
                + " --to DIR downloads MNIST's.",
            missing);
  }

  @Test
  void refusesAFileGivenAsDirectory() throws IOException {
    make("train-images-idx3-ubyte");
    String file = directory.resolve("train-images-idx3-ubyte").toString();

    assertThatThrownBy(() -> IdxPair.find(HADOOP, file, IdxPair.TRAIN))
        .isExactlyInstanceOf(IdxException.class)
        .hasMessageEndingWith("found a file. Name the directory it is in.");
  }
}
