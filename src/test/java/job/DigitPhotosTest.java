package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.idx.IdxColumns;
import io.idx.IdxPair;
import io.picture.PictureException;
import io.picture.PictureFormat;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import model.Architecture;
import model.Predictor;
import model.preparation.Preparation;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import testing.DigitPhotos;
import testing.SparkSessions;

/**
 * How many of MNIST's test digits are recognised when they are drawn out into photos, by {@code
 * lenet5} of ten epochs. {@code -Plong} takes 2,000 of them, for which the build has no time.
 */
@EnabledIfSystemProperty(named = "mnist.dir", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DigitPhotosTest {
  private static final String MNIST = System.getProperty("mnist.dir");
  private static final int PHOTOS = 100 * Integer.getInteger("fuzz.times", 1);

  private Predictor network;
  private List<Row> digits;

  @BeforeAll
  void train(@TempDir Path runs) throws Exception {
    InThisJvm.train(
        "--data", MNIST, "--runs", runs.toString(), "--run-id", "run", "--replicas", "2");
    Configuration hadoop = SparkSessions.shared().sparkContext().hadoopConfiguration();
    network =
        Predictor.of(
            ModelChoice.of(runs.resolve("run").toString())
                .read(hadoop, KernelChoice.AUTO)
                .network());
    IdxPair files = IdxPair.find(hadoop, MNIST, IdxPair.TEST);
    digits =
        SparkSessions.shared()
            .read()
            .format("idx")
            .option("labels", files.labels())
            .load(files.images())
            .filter(IdxColumns.INDEX + " % " + 10_000 / PHOTOS + " = 0") // the first are easier
            .select(IdxColumns.LABEL, IdxColumns.IMAGE)
            .collectAsList();
  }

  @AfterAll
  void close() {
    network.close();
  }

  /** The goal is that of the issue: 97 % and 50 %; of 100, chance may take 2 points. */
  @Test
  void recognisesPhotosWherePlainScalingDoesNot() {
    List<byte[]> photos = each(index -> photo(digits.get(index), index));
    double prepared = accuracy(photos, DigitPhotosTest::prepared, network::probabilitiesOverShifts);
    double plain = accuracy(photos, DigitPhotosTest::scaled, network::probabilities);

    System.out.printf(
        "%d photos of test digits: %.2f %% right prepared, %.2f %% plainly scaled%n",
        photos.size(), 100 * prepared, 100 * plain);
    assertThat(prepared).isGreaterThan(PHOTOS < 1000 ? 0.95 : 0.97);
    assertThat(plain).isLessThan(0.5);
  }

  /** An image of MNIST's own is hardly changed; of 100, one more may be wrong. */
  @Test
  void leavesMnistsOwnAsTheyAre() {
    List<byte[]> images = each(index -> digits.get(index).getAs(1));
    double asTheyAre = accuracy(images, Function.identity(), network::probabilities);
    double prepared =
        accuracy(
            images,
            image -> Preparation.prepare(picture(image)).pixels(),
            network::probabilitiesOverShifts);

    System.out.printf(
        "%d test digits: %.2f %% right as they are, %.2f %% prepared%n",
        images.size(), 100 * asTheyAre, 100 * prepared);
    assertThat(prepared).isGreaterThan(asTheyAre - (PHOTOS < 1000 ? 0.011 : 0.005));
  }

  private List<byte[]> each(Function<Integer, byte[]> made) {
    return IntStream.range(0, digits.size()).parallel().boxed().map(made).toList();
  }

  private static byte[] photo(Row digit, int seed) {
    try {
      return DigitPhotos.jpeg(digit.getAs(1), seed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double accuracy(
      List<byte[]> files,
      Function<byte[], byte[]> made,
      Function<List<byte[]>, List<double[]>> answered) {
    List<double[]> answers = answered.apply(files.parallelStream().map(made).toList());
    long right =
        IntStream.range(0, digits.size())
            .filter(row -> most(answers.get(row)) == digits.get(row).getInt(0))
            .count();
    return (double) right / digits.size();
  }

  private static int most(double[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .reduce((one, other) -> probabilities[other] > probabilities[one] ? other : one)
        .orElseThrow();
  }

  private static byte[] prepared(byte[] photo) {
    return Preparation.prepare(read(photo)).pixels();
  }

  private static BufferedImage read(byte[] photo) {
    try {
      return PictureFormat.read(photo).image();
    } catch (PictureException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] scaled(byte[] photo) {
    BufferedImage small =
        new BufferedImage(Architecture.SIDE, Architecture.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(read(photo), 0, 0, Architecture.SIDE, Architecture.SIDE, null);
    graphics.dispose();
    byte[] pixels = ((DataBufferByte) small.getRaster().getDataBuffer()).getData();
    boolean lightCorner = (pixels[0] & 0xff) > 127;
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = lightCorner ? (byte) ~pixels[i] : pixels[i]; // at least white on black
    }
    return pixels;
  }

  private static BufferedImage picture(byte[] image) {
    BufferedImage picture =
        new BufferedImage(Architecture.SIDE, Architecture.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, Architecture.SIDE, Architecture.SIDE, image);
    return picture;
  }
}
