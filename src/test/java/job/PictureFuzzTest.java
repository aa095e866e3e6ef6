package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.picture.Picture;
import io.picture.PictureException;
import io.picture.PictureFormat;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import model.preparation.NoDigitException;
import model.preparation.Preparation;
import org.junit.jupiter.api.Test;

/** Damaged picture files: each is read and prepared, or refused with a message. */
class PictureFuzzTest {
  private static final int MUTANTS = 5_000;

  @Test
  void noneOfFiveThousandCrashes() throws IOException {
    List<byte[]> whole = pictures();
    int prepared = 0;
    int refused = 0;
    for (int seed = 0; seed < MUTANTS; seed++) {
      byte[] mutant = mutant(whole.get(seed % whole.size()), new SplittableRandom(seed));
      try {
        Picture picture = PictureFormat.read(mutant);
        assertThat(Preparation.prepare(picture.image()).pixels()).hasSize(28 * 28);
        prepared++;
      } catch (PictureException | NoDigitException e) {
        assertThat(e).hasMessageContaining("expected");
        refused++;
      }
    }
    System.out.printf("%,d mutants: %,d prepared, %,d refused%n", MUTANTS, prepared, refused);
    assertThat(prepared).isGreaterThan(MUTANTS / 10);
    assertThat(refused).isGreaterThan(MUTANTS / 10);
  }

  private static List<byte[]> pictures() throws IOException {
    List<byte[]> all = new ArrayList<>();
    int[] types = {
      BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR,
      BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY,
          BufferedImage.TYPE_USHORT_GRAY
    };
    for (int type : types) {
      for (String format : new String[] {"png", "jpeg", "gif", "bmp"}) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (ImageIO.write(drawn(type), format, bytes)) {
          all.add(bytes.toByteArray());
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(12);
    return all;
  }

  private static BufferedImage drawn(int type) {
    BufferedImage image = new BufferedImage(48, 40, type);
    Graphics2D pen = image.createGraphics();
    pen.fillRect(0, 0, 48, 40);
    pen.setColor(Color.BLACK);
    pen.setStroke(new BasicStroke(4));
    pen.drawOval(12, 6, 20, 28);
    pen.dispose();
    return image;
  }

  private static byte[] mutant(byte[] whole, SplittableRandom random) {
    byte[] mutant =
        random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
    boolean header = random.nextBoolean();
    for (int i = random.nextInt(6); i >= 0 && mutant.length > 0; i--) {
      int end = header ? Math.min(mutant.length, 64) : mutant.length;
      mutant[random.nextInt(end)] = (byte) random.nextInt(256);
    }
    return mutant;
  }
}
