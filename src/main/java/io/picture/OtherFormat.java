package io.picture;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What is not read, but known by name: what people keep beside their pictures. */
enum OtherFormat {
  HEIC("HEIC, as iPhones save photos", Kind.PICTURE, 4, "ftyphei"),
  HEIF("HEIF", Kind.PICTURE, 4, "ftypmif"),
  AVIF("AVIF", Kind.PICTURE, 4, "ftypavif"),
  WEBP("WebP", Kind.PICTURE, 8, "WEBP"),
  TIFF("TIFF", Kind.PICTURE, 0, "II*"),
  TIFF_BIG_ENDIAN("TIFF", Kind.PICTURE, 0, "MM\0*"),
  PDF("PDF", Kind.PICTURE, 0, "%PDF"),
  SVG("SVG or XML", Kind.PICTURE, 0, "<"),
  HEIF_SEQUENCE("HEIF", Kind.PICTURE, 4, "ftypmsf"),
  HEVC("HEIF", Kind.PICTURE, 4, "ftyphev"),
  AVIF_SEQUENCE("AVIF", Kind.PICTURE, 4, "ftypavis"),
  RAW("a camera's raw photo", Kind.PICTURE, 4, "ftypcrx"),
  QUICKTIME("a film", Kind.OTHER, 4, "ftypqt"),
  MP4("a film", Kind.OTHER, 4, "ftyp"),
  ZIP("a ZIP archive, or a document of an office program", Kind.OTHER, 0, "PK\u0003\u0004"),
  GZIP("a gzip", Kind.OTHER, 0, "\u001f\u008b");

  private static final String NO_PICTURE = "%s. It is no picture, and does not stop the rest";

  /** So many bytes are looked at to tell text. */
  private static final int TEXT = 512;

  private final String title;
  private final Kind kind;
  private final int offset;
  private final String signature;

  OtherFormat(String title, Kind kind, int offset, String signature) {
    this.title = title;
    this.kind = kind;
    this.offset = offset;
    this.signature = signature;
  }

  private enum Kind {
    PICTURE("%s. Save it as PNG or JPEG"),
    OTHER(NO_PICTURE);

    private final String withRemedy;

    Kind(String withRemedy) {
      this.withRemedy = withRemedy;
    }
  }

  /**
   * What a file is, and what to do about it; empty if it is of no known kind.
   *
   * @param file all its bytes
   * @param start the first of them, as Latin-1
   */
  static Optional<String> found(byte[] file, String start) {
    return Arrays.stream(values())
        .filter(format -> start.startsWith(format.signature, format.offset))
        .map(format -> format.kind.withRemedy.formatted(format.title))
        .findFirst()
        .or(() -> isText(file) ? Optional.of(NO_PICTURE.formatted("text")) : Optional.empty());
  }

  /** UTF-8, of which ASCII is a part, without the characters that no text has. */
  private static boolean isText(byte[] file) {
    int length = Math.min(TEXT, file.length);
    CharBuffer text = CharBuffer.allocate(length);
    boolean utf8 =
        !StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(file, 0, length), text, /* endOfInput= */ false)
            .isError();
    return utf8
        && text.flip()
            .chars()
            .allMatch(letter -> !Character.isISOControl(letter) || "\t\n\f\r".indexOf(letter) >= 0);
  }
}
