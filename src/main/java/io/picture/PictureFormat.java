package io.picture;

import static com.twelvemonkeys.imageio.metadata.jpeg.JPEG.SOF11;
import static com.twelvemonkeys.imageio.metadata.jpeg.JPEG.SOF15;
import static com.twelvemonkeys.imageio.metadata.jpeg.JPEG.SOF3;
import static com.twelvemonkeys.imageio.metadata.jpeg.JPEG.SOF7;

import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * The formats that are read, each by Java's own reader but JPEG: that one is TwelveMonkeys', which
 * knows what cameras and scanners write (CMYK, broken tables). A file is known by its first bytes,
 * whatever its name.
 */
public enum PictureFormat {
  PNG("\u0089PNG") {
    @Override
    Orientation orientation(byte[] file) {
      return Orientation.ofPng(file);
    }
  },
  JPEG("\u00ff\u00d8\u00ff") {
    @Override
    ImageReaderSpi provider() {
      return TwelveMonkeys.JPEG;
    }

    @Override
    Orientation orientation(byte[] file) {
      return Orientation.ofJpeg(file);
    }

    @Override
    void requireReadable(byte[] file) throws IOException, PictureException {
      for (JPEGSegment frame : lossless(file)) {
        ByteBuffer header = ByteBuffer.wrap(frame.data().readAllBytes());
        int height = Short.toUnsignedInt(header.getShort(FRAME_HEIGHT));
        requireSmall(Short.toUnsignedInt(header.getShort(FRAME_WIDTH)), height);
      }
    }

    private static List<JPEGSegment> lossless(byte[] file) {
      try (ImageInputStream input = new BytesInput(file)) {
        return JPEGSegmentUtil.readSegments(input, LOSSLESS);
      } catch (IOException e) { // a damaged file is the reader's to judge
        return List.of();
      }
    }
  },
  GIF("GIF8"),
  BMP("BM") {
    /** Java would make room for as many bytes as the header says. */
    @Override
    void requireReadable(byte[] file) throws PictureException {
      ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      if (file.length >= BMP_HEADER
          && header.getInt(BMP_HEADER_LENGTH) >= BMP_INFO
          && header.getInt(BMP_COMPRESSION) >= BMP_EMBEDDED) {
        throw new PictureException(
            "A BMP with another format in it: expected pixels, found compression %d. Save it as PNG or JPEG"
                .formatted(header.getInt(BMP_COMPRESSION)));
      }
    }
  };

  /** Frames of JPEGs that their reader decodes whole (ITU T.81, table B.1). */
  private static final Map<Integer, List<String>> LOSSLESS =
      Map.of(
          SOF3, JPEGSegmentUtil.ALL_IDS,
          SOF7, JPEGSegmentUtil.ALL_IDS,
          SOF11, JPEGSegmentUtil.ALL_IDS,
          SOF15, JPEGSegmentUtil.ALL_IDS);

  /** Where a frame's header says it, behind its length (ITU T.81, B.2.2). */
  private static final int FRAME_HEIGHT = 1;

  private static final int FRAME_WIDTH = 3;

  private static final int BMP_HEADER = 34;
  private static final int BMP_HEADER_LENGTH = 14;
  private static final int BMP_INFO = 40;
  private static final int BMP_COMPRESSION = 30;

  /** From this number on the file holds a JPEG or a PNG, or printers' CMYK. */
  private static final int BMP_EMBEDDED = 4;

  /**
   * More pixels than this are refused before any is decoded: what claims to have them is seldom a
   * photo of a digit.
   */
  static final long MOST_PIXELS = 70_000_000;

  /** Each side, in pixels. */
  static final int LONGEST_SIDE = 32_000;

  /** By so many bytes a format is known. */
  private static final int START = 16;

  private static final int SHOWN = 8;

  private final String signature;

  PictureFormat(String signature) {
    this.signature = signature;
  }

  /**
   * Reads a picture; of an animated one the first frame.
   *
   * @param file all its bytes
   * @throws PictureException if it is none of these formats, damaged, or too large
   */
  public static Picture read(byte[] file) throws PictureException {
    return of(file).decode(file);
  }

  private static PictureFormat of(byte[] file) throws PictureException {
    String start = new String(file, 0, Math.min(START, file.length), StandardCharsets.ISO_8859_1);
    return Arrays.stream(values())
        .filter(format -> start.startsWith(format.signature))
        .findFirst()
        .orElseThrow(() -> notOne(file, start));
  }

  private static PictureException notOne(byte[] file, String start) {
    if (start.isEmpty()) {
      return new PictureException(
          "The file is empty: expected a PNG, JPEG, GIF or BMP. Copy it again");
    }
    String bytes = HexFormat.of().formatHex(file, 0, Math.min(SHOWN, file.length));
    return new PictureException(
        "Not a picture of a known format: expected a PNG, JPEG, GIF or BMP, found "
            + OtherFormat.found(file, start)
                .orElse(
                    "a file of an unknown kind, whose first bytes are %s. Save it as PNG or JPEG"
                        .formatted(bytes)));
  }

  private Picture decode(byte[] file) throws PictureException {
    List<String> notes = new ArrayList<>();
    BufferedImage image;
    try {
      image = decode(file, notes);
    } catch (IOException | RuntimeException e) { // readers throw all kinds on damaged files
      throw new PictureException(
          "A damaged %s: expected one that can be decoded, found that it ends too early or holds what it may not (%s). Copy or save it again"
              .formatted(name(), e.getMessage() == null ? e : e.getMessage()),
          e);
    }
    Orientation orientation = orientation(file);
    if (orientation != Orientation.UPRIGHT) {
      notes.add("turned upright (EXIF orientation %d)".formatted(orientation.exif()));
    }
    return new Picture(orientation.upright(image), notes);
  }

  private BufferedImage decode(byte[] file, List<String> notes)
      throws IOException, PictureException {
    requireReadable(file);
    ImageReader reader = provider().createReaderInstance();
    try (ImageInputStream input = new BytesInput(file)) {
      reader.addIIOReadWarningListener(
          (source, warning) -> notes.add("the reader says: " + warning));
      reader.setInput(input, /* seekForwardOnly= */ true, /* ignoreMetadata= */ true);
      int every = every(reader.getWidth(0), reader.getHeight(0));
      ImageReadParam parameters = reader.getDefaultReadParam();
      if (every > 1) {
        parameters.setSourceSubsampling(every, every, 0, 0);
        notes.add("large: every %d. row and column".formatted(every));
      }
      return requireSmall(reader.read(0, parameters));
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage requireSmall(BufferedImage image) throws PictureException {
    requireSmall(image.getWidth(), image.getHeight());
    return image;
  }

  /** Of what is decoded whole, whatever is asked. */
  private static void requireSmall(int width, int height) throws PictureException {
    if ((long) width * height > Picture.MOST_DECODED) {
      throw new PictureException(
          String.format(
              Locale.ROOT,
              "Too large for its kind of file: expected at most %,d pixels, found %,d × %,d. Scale it down",
              Picture.MOST_DECODED,
              width,
              height));
    }
  }

  /**
   * Which rows and columns are decoded: the first, and each so many further, for a picture that is
   * no larger than {@link Picture#MOST_DECODED}. From the header: nothing is decoded yet.
   */
  private static int every(int width, int height) throws PictureException {
    if ((long) width * height > MOST_PIXELS || Math.max(width, height) > LONGEST_SIDE) {
      throw new PictureException(
          String.format(
              Locale.ROOT,
              "Too large: expected at most %,d pixels and %,d on a side, found %,d × %,d. Scale it down",
              MOST_PIXELS,
              LONGEST_SIDE,
              width,
              height));
    }
    int every = 1;
    while (parts(width, every) * parts(height, every) > Picture.MOST_DECODED) {
      every++;
    }
    return every;
  }

  private static long parts(int side, int every) {
    return ((long) side + every - 1) / every;
  }

  /** What a reader would stumble over, or take too much memory for. */
  void requireReadable(byte[] file) throws IOException, PictureException {}

  /** Makes readers, of which each picture has one. */
  ImageReaderSpi provider() {
    return OfJava.PROVIDERS.get(this);
  }

  Orientation orientation(byte[] file) {
    return Orientation.UPRIGHT;
  }

  /** Looked up once: the registry looks through all that it has each time that it is asked. */
  private static final class OfJava {
    static final Map<PictureFormat, ImageReaderSpi> PROVIDERS = new EnumMap<>(PictureFormat.class);

    static {
      for (PictureFormat format : List.of(PNG, GIF, BMP)) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        PROVIDERS.put(format, reader.getOriginatingProvider());
      }
    }

    private OfJava() {}
  }

  /** Reads what cameras and scanners write through Java's own reader, which it asks ImageIO for. */
  private static final class TwelveMonkeys {
    static final JPEGImageReaderSpi JPEG = new JPEGImageReaderSpi();

    static {
      IIORegistry.getDefaultInstance().registerServiceProvider(JPEG);
    }

    private TwelveMonkeys() {}
  }
}
