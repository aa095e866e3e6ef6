package io.idx;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * An IDX file, or a directory of them, that is not what it should be. The only exception that this
 * package throws for bad bytes, on the driver and on executors (there it is the cause of Spark's
 * own exception). The message says the problem, where it is, what was expected, what was found and
 * what to do.
 */
public final class IdxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String COPY_AGAIN =
      "The file was cut off or altered on its way: copy or download it again.";

  private final String path;
  private final long offset;

  private IdxException(
      String problem, Place place, String expected, String found, String remedy, Throwable cause) {
    super(
        "%s: %s: expected %s, found %s. %s".formatted(problem, place, expected, found, remedy),
        cause);
    this.path = place.path();
    this.offset = place.offset();
  }

  /** The file or directory at fault, as it was given. */
  public String path() {
    return path;
  }

  /**
   * Where in the file the fault lies, in bytes; of the compressed file where the gzip format itself
   * is at fault, of the uncompressed bytes otherwise; 0 where the fault is the whole file's.
   */
  public long offset() {
    return offset;
  }

  static IdxException missing(String path, Throwable cause) {
    return new IdxException(
        "No such file",
        Place.whole(path),
        "a file",
        "nothing",
        "Check the path: one file, taken literally (no wildcards), on the file system that its"
            + " scheme names or, without a scheme, on fs.defaultFS.",
        cause);
  }

  static IdxException unreadable(String path, String found, Throwable cause) {
    return new IdxException(
        "Cannot be read",
        Place.whole(path),
        "a file that may be read",
        found,
        "See to the rights of the file and of the folders above it, for the users of driver and"
            + " executors.",
        cause);
  }

  static IdxException notAFile(String path) {
    return new IdxException(
        "Not a file",
        Place.whole(path),
        "a file",
        "a directory",
        "Name the file itself, for example train-images-idx3-ubyte.gz in it.",
        null);
  }

  static IdxException magic(String path, String expected, int found) {
    boolean gzip = found >>> 16 == GzipStream.MAGIC;
    return new IdxException(
        "Wrong magic number",
        Place.content(path, 0),
        expected,
        hex(found),
        gzip
            ? "These are the first bytes of a gzip: give the file a name that ends in .gz."
            : "This is no IDX file: check which file the path names.",
        null);
  }

  static IdxException elementType(String path, int found) {
    String name =
        switch (found) {
          case 0x09 -> " (signed byte)";
          case 0x0B -> " (short)";
          case 0x0C -> " (int)";
          case 0x0D -> " (float)";
          case 0x0E -> " (double)";
          default -> "";
        };
    return new IdxException(
        "Wrong element type",
        Place.content(path, 2),
        "0x08 (unsigned byte)",
        "0x%02X%s".formatted(found, name),
        "Only unsigned bytes are read: convert the file, or check which file the path names.",
        null);
  }

  static IdxException dimensions(String path, String expected, int found) {
    String remedy =
        switch (found) {
          case 1 -> "A file of one dimension holds labels: give it as the option labels.";
          case 3 -> "A file of three dimensions holds images: give it as the path.";
          default -> "Check which file the path names.";
        };
    return new IdxException(
        "Wrong number of dimensions",
        Place.content(path, 3),
        expected,
        String.valueOf(found),
        remedy,
        null);
  }

  static IdxException size(String path, long offset, String expected, String found) {
    return new IdxException(
        "Unusable size in the header",
        Place.content(path, offset),
        expected,
        found,
        "The header is damaged, or the file is made for another use: copy or download it again.",
        null);
  }

  static IdxException tooShort(String path, long offset, String expected, String found) {
    return new IdxException(
        "Fewer bytes than the header says",
        Place.content(path, offset),
        expected,
        found,
        COPY_AGAIN,
        null);
  }

  static IdxException tooLong(String path, long offset, String expected, String found) {
    return new IdxException(
        "More bytes than the header says",
        Place.content(path, offset),
        expected,
        found,
        "The header is damaged, or something was appended to the file: copy or download it again.",
        null);
  }

  static IdxException counts(String labels, long found, String images, long expected) {
    return new IdxException(
        "Images and labels differ in number",
        Place.content(labels, Integer.BYTES),
        "%d labels, one for each image of %s".formatted(expected, images),
        String.valueOf(found),
        "Give the labels that belong to these images (train with train, t10k with t10k).",
        null);
  }

  static IdxException label(String path, long offset, int classes, int found) {
    return new IdxException(
        "Label out of range",
        Place.content(path, offset),
        "0 to %d".formatted(classes - 1),
        String.valueOf(found),
        "If the set has more classes, say so with the option classes; otherwise the labels are"
            + " damaged: copy or download them again.",
        null);
  }

  static IdxException gzip(
      String path, long storedOffset, String expected, String found, Throwable cause) {
    return new IdxException(
        "Damaged gzip", Place.stored(path, storedOffset), expected, found, COPY_AGAIN, cause);
  }

  static IdxException notGzip(String path, long storedOffset, byte[] found) {
    String bytes = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(found);
    boolean first = storedOffset == 0;
    return new IdxException(
        first ? "Not a gzip" : "More bytes than the gzip holds",
        Place.stored(path, storedOffset),
        first ? "1F 8B 08" : "the end of the file, or a further gzip member (1F 8B 08)",
        found.length == 0 ? "an empty file" : bytes,
        first
            ? "If the file is not compressed, take .gz off its name; otherwise copy it again."
            : "Something was appended to the file: copy or download it again.",
        null);
  }

  static IdxException checksum(String path, long offset, Throwable cause) {
    return new IdxException(
        "Checksum error of the storage",
        Place.content(path, offset),
        "bytes that agree with the checksum kept when the file was written",
        "others (%s)".formatted(cause.getMessage()),
        "The file was altered or damaged after it was written: copy it again (on a local disk,"
            + " delete the hidden .crc file beside it if the new bytes are the right ones).",
        cause);
  }

  static IdxException changed(String path, String expected, String found) {
    return new IdxException(
        "The file changed after the read was planned",
        Place.content(path, 0),
        expected,
        found,
        "Load the data set again, and write new data under a new name.",
        null);
  }

  static IdxException noDirectory(String directory) {
    return new IdxException(
        "No such directory",
        Place.whole(directory),
        "one that holds an image file and a label file",
        "nothing",
        "Check the path, or put the files there: scripts/submit.sh fetch-mnist --to DIR downloads MNIST's.",
        null);
  }

  static IdxException directory(String directory, List<String> faults, String remedy) {
    return new IdxException(
        "Unusable data directory",
        Place.whole(directory),
        "an image file and a label file",
        String.join("; ", faults),
        remedy,
        null);
  }

  static String hex(int word) {
    return String.format(Locale.ROOT, "0x%08X", word);
  }

  /**
   * A byte of a file, or all of it.
   *
   * @param words that the message has of the offset
   */
  private record Place(String path, long offset, String words) {
    /** The fault is no byte's: the whole file's, or a directory's. */
    static Place whole(String path) {
      return new Place(path, 0, "");
    }

    static Place content(String path, long offset) {
      boolean inGzip = IdxInput.isGzip(path) && offset > 0;
      return at(path, offset, inGzip ? " of the uncompressed bytes" : "");
    }

    static Place stored(String path, long offset) {
      return at(path, offset, " of the compressed file");
    }

    private static Place at(String path, long offset, String of) {
      return new Place(path, offset, ", offset %d%s".formatted(offset, of));
    }

    @Override
    public String toString() {
      return path + words;
    }
  }
}
