package io.picture;

import java.util.Arrays;
import java.util.Optional;

/** What is not read, but known by name: cameras, browsers and scanners write it. */
enum OtherFormat {
  HEIC("HEIC, as iPhones save photos", 4, "ftyphei"),
  HEIF("HEIF", 4, "ftypmif"),
  AVIF("AVIF", 4, "ftypavif"),
  WEBP("WebP", 8, "WEBP"),
  TIFF("TIFF", 0, "II*"),
  TIFF_BIG_ENDIAN("TIFF", 0, "MM\0*"),
  PDF("PDF", 0, "%PDF"),
  SVG("SVG or XML", 0, "<");

  private final String title;
  private final int offset;
  private final String signature;

  OtherFormat(String title, int offset, String signature) {
    this.title = title;
    this.offset = offset;
    this.signature = signature;
  }

  /**
   * The name of what begins so.
   *
   * @param start a file's first bytes, as Latin-1
   */
  static Optional<String> named(String start) {
    return Arrays.stream(values())
        .filter(format -> start.startsWith(format.signature, format.offset))
        .map(format -> format.title)
        .findFirst();
  }
}
