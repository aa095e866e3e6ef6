package io.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFormatTest {
  /** Signature and first chunk. */
  private static final int PNG_HEADER = 33;

  /** Black but for one white quarter, top left; wider than high. */
  static BufferedImage quarter(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height / 2; y++) {
      for (int x = 0; x < width / 2; x++) {
        image.setRGB(x, y, 0xffffff);
      }
    }
    return image;
  }

  static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static boolean isWhite(BufferedImage image, int x, int y) {
    return (image.getRGB(x, y) & 0xff) > 128;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void readsEachFormat(String format) throws Exception {
    Picture picture = PictureFormat.read(encoded(quarter(40, 20), format));

    assertThat(picture.notes()).isEmpty();
    assertThat(picture.image().getWidth()).isEqualTo(40);
    assertThat(isWhite(picture.image(), 9, 4)).isTrue();
    assertThat(isWhite(picture.image(), 30, 4)).isFalse();
    assertThat(isWhite(picture.image(), 9, 15)).isFalse();
  }

  /** Where the file's top left quarter belongs, by EXIF 2.32, table 6 of its tag 0x0112. */
  @ParameterizedTest
  @CsvSource({
    "1, left, top", "2, right, top", "3, right, bottom", "4, left, bottom",
    "5, left, top", "6, right, top", "7, right, bottom", "8, left, bottom"
  })
  void turnsUprightWhatACameraTookOtherwise(int orientation, String side, String end)
      throws Exception {
    requireUpright(orientation, side, end, PictureFormat.read(withOrientation(orientation)));
    requireUpright(orientation, side, end, PictureFormat.read(pngWithOrientation(orientation)));
  }

  private static void requireUpright(int orientation, String side, String end, Picture picture) {
    BufferedImage image = picture.image();
    assertThat(image.getWidth()).isEqualTo(orientation < 5 ? 40 : 20);
    int x = image.getWidth() / 4;
    int y = image.getHeight() / 4;
    for (boolean left : new boolean[] {true, false}) {
      for (boolean top : new boolean[] {true, false}) {
        assertThat(isWhite(image, left ? x : 3 * x, top ? y : 3 * y))
            .isEqualTo(left == side.equals("left") && top == end.equals("top"));
      }
    }
    assertThat(picture.notes())
        .isEqualTo(
            orientation == 1
                ? List.of()
                : List.of("turned upright (EXIF orientation %d)".formatted(orientation)));
  }

  /** A JPEG with an EXIF segment of that one tag, put in after the start of the image. */
  private static byte[] withOrientation(int orientation) throws IOException {
    byte[] jpeg = encoded(quarter(40, 20), "jpeg");
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 36);
    file.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) 34);
    file.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
    file.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    file.putShort((short) orientation).putShort((short) 0).putInt(0);
    file.put(jpeg, 2, jpeg.length - 2);
    assertThat(file.hasRemaining()).isFalse();
    return file.array();
  }

  /** A PNG with a chunk of that one tag, put in after its header. */
  private static byte[] pngWithOrientation(int orientation) throws IOException {
    return pngWithOrientation(orientation, 0);
  }

  private static byte[] pngWithOrientation(int orientation, int filler) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(30 + filler);
    chunk.put("eXIfMM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
    chunk.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    chunk.putShort((short) orientation).putShort((short) 0).putInt(0).put(new byte[filler]);
    assertThat(chunk.hasRemaining()).isFalse();
    CRC32 sum = new CRC32();
    sum.update(chunk.array());
    byte[] png = encoded(quarter(40, 20), "png");
    ByteBuffer file = ByteBuffer.allocate(png.length + 38 + filler);
    file.put(png, 0, PNG_HEADER)
        .putInt(26 + filler)
        .put(chunk.array())
        .putInt((int) sum.getValue());
    file.put(png, PNG_HEADER, png.length - PNG_HEADER);
    assertThat(file.hasRemaining()).isFalse();
    return file.array();
  }

  /** Each of its entries may name all of it, and would be read into memory of its own. */
  @Test
  void takesAPngAsItIsWhoseExifIsLongerThanThatOfAJpegCanBe() throws Exception {
    assertThat(PictureFormat.read(pngWithOrientation(6, 65_000)).notes()).isNotEmpty();
    assertThat(PictureFormat.read(pngWithOrientation(6, 65_536)).notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 0xffff})
  void takesAPictureAsItIsWhoseOrientationMeansNothing(int orientation) throws Exception {
    assertThat(PictureFormat.read(withOrientation(orientation)).notes()).isEmpty();
    assertThat(PictureFormat.read(pngWithOrientation(orientation)).notes()).isEmpty();
  }

  /** Half of each odd side, rounded up, would be 9,003,000 pixels: more than are decoded. */
  @ParameterizedTest
  @CsvSource({"7000, 5000, 2, 3500", "5999, 6001, 3, 2000"})
  void readsLargePicturesWithFewerRowsAndColumns(int width, int height, int every, int left)
      throws Exception {
    BufferedImage large = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);

    Picture picture = PictureFormat.read(encoded(large, "png"));

    assertThat(picture.image().getWidth()).isEqualTo(left);
    assertThat(picture.notes()).containsExactly("large: every %d. row and column".formatted(every));
  }

  /** It is decoded whole, whatever is asked; of these bytes there is nothing to decode. */
  @Test
  void refusesALargeLosslessJpegByItsHeader() {
    ByteBuffer jpeg = ByteBuffer.allocate(25);
    jpeg.putShort((short) 0xffd8).putShort((short) 0xffc3).putShort((short) 11).put((byte) 8);
    jpeg.putShort((short) 8400).putShort((short) 8300).put(new byte[] {1, 1, 0x11, 0});
    jpeg.putShort((short) 0xffda).putShort((short) 8).put(new byte[] {1, 1, 0, 1, 0, 0});

    assertThatThrownBy(() -> PictureFormat.read(jpeg.array()))
        .isInstanceOf(PictureException.class)
        .hasMessage(
            "Too large for its kind of file: expected at most 9,000,000 pixels, found 8,300 × 8,400. Scale it down");
  }

  /** Of 45 bytes that claim a hundred megapixels, nothing is decoded. */
  @ParameterizedTest
  @CsvSource({"10000, 10000", "2000000000, 1", "2147483647, 2147483647"})
  void refusesHugePicturesByTheirHeader(int width, int height) {
    assertThatThrownBy(() -> PictureFormat.read(pngHeader(width, height)))
        .isInstanceOf(PictureException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Too large: expected at most 70,000,000 pixels and 32,000 on a side, found %,d × %,d. Scale it down",
                width,
                height));
  }

  private static byte[] pngHeader(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(45);
    header.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}).putInt(13);
    byte[] chunk = new byte[17];
    ByteBuffer.wrap(chunk).putInt(0x49484452).putInt(width).putInt(height).putInt(0x08000000);
    CRC32 sum = new CRC32();
    sum.update(chunk);
    header.put(chunk).putInt((int) sum.getValue());
    return header.putInt(0).putInt(0x49454e44).putInt(0xae426082).array();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "....ftypheic     | found HEIC, as iPhones save photos. Save it as PNG or JPEG",
        "....ftypisom     | found a film. It is no picture, and does not stop the rest",
        "RIFF....WEBP     | found WebP. Save it",
        "II*.             | found TIFF. Save it",
        "%PDF-1.7         | found PDF. Save it",
        "<svg             | found SVG or XML. Save it",
        "PK\u0003\u0004. | found a ZIP archive, or a document of an office program. It is no picture",
        "hello            | found text. It is no picture, and does not stop the rest",
        "gr\u00c3\u00bcn | found text. It is no picture",
        "gr\u00fcn        | found a file of an unknown kind, whose first bytes are 6772fc6e. Save it as PNG or JPEG",
        "a\u0000b         | found a file of an unknown kind, whose first bytes are 610062."
      })
  void namesWhatItDoesNotRead(String file, String message) {
    assertThatThrownBy(() -> PictureFormat.read(file.strip().getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(PictureException.class)
        .hasMessageStartingWith("Not a picture of a known format: expected a PNG, JPEG, GIF or BMP")
        .hasMessageContaining(message);
  }

  /** Of which the 512th byte is the first half of an umlaut. */
  @Test
  void knowsTextWhoseStartEndsWithinALetter() {
    byte[] text = ("x".repeat(511) + "\u00fc").getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> PictureFormat.read(text)).hasMessageContaining("found text");
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(() -> PictureFormat.read(new byte[0]))
        .isInstanceOf(PictureException.class)
        .hasMessage("The file is empty: expected a PNG, JPEG, GIF or BMP. Copy it again");
  }

  /** Java reads a JPEG in a BMP after making room for what the header says: here, 2 GB. */
  @Test
  void refusesAnotherFormatInABmp() throws Exception {
    byte[] bmp = encoded(quarter(40, 20), "bmp");
    ByteBuffer header = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(30, 4).putInt(34, Integer.MAX_VALUE - 8);

    assertThatThrownBy(() -> PictureFormat.read(bmp))
        .isInstanceOf(PictureException.class)
        .hasMessageStartingWith("A BMP with another format in it: expected pixels");
  }

  @Test
  void saysWhenAJpegEndsEarly() throws Exception {
    byte[] jpeg = encoded(quarter(400, 200), "jpeg");

    Picture picture = PictureFormat.read(Arrays.copyOf(jpeg, jpeg.length / 2));

    assertThat(picture.notes()).anyMatch(note -> note.startsWith("the reader says: "));
  }

  @Test
  void tellsThatAFileIsDamaged() throws Exception {
    byte[] cut = Arrays.copyOf(encoded(quarter(40, 20), "png"), 50);

    assertThatThrownBy(() -> PictureFormat.read(cut))
        .isInstanceOf(PictureException.class)
        .hasMessageMatching(
            "A damaged PNG: expected one that can be decoded, found that it ends too early or holds what it may not \\(.*\\)\\. Copy or save it again");
  }
}
