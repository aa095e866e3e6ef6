package model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Damaged copies of one archive: bits and words altered, cuts, bombs, entries harmed and moved. */
public final class ArchiveMutants {
  private static final int[] EXTREMES = {
    0, 1, 65_535, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -2, -1
  };

  private final byte[] whole;
  private final Architecture architecture;
  private final List<Entry> entries;

  public ArchiveMutants(byte[] whole, Architecture architecture) {
    this.whole = whole;
    this.architecture = architecture;
    this.entries = entries(whole);
  }

  private record Entry(String name, Content content) {}

  /** Bytes that are never changed in place. */
  private interface Content {
    byte[] bytes();
  }

  /** One mutant for each seed. */
  public byte[] of(long seed) {
    return mutant(new SplittableRandom(seed));
  }

  private byte[] mutant(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> flip(whole, whole.length, random);
      case 1 -> nearAHeader(random);
      case 2 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 3 -> zip(withHarmedArray(random));
      case 4 -> zip(withBomb(random));
      case 5 -> zip(reordered(random));
      default -> flip(whole, 40, random);
    };
  }

  private static byte[] flip(byte[] bytes, int most, SplittableRandom random) {
    byte[] result = bytes.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      result[random.nextInt(most)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return result;
  }

  /** A bit, or a word of 2, 4 or 8 bytes, of a local header, a data descriptor or the directory. */
  private byte[] nearAHeader(SplittableRandom random) {
    List<Integer> headers = new ArrayList<>();
    for (int i = 0; i < whole.length - 3; i++) {
      if (whole[i] == 'P' && whole[i + 1] == 'K' && whole[i + 2] < 9 && whole[i + 3] < 9) {
        headers.add(i);
      }
    }
    byte[] result = whole.clone();
    int at = headers.get(random.nextInt(headers.size())) + random.nextInt(48);
    at = Math.min(at, whole.length - Long.BYTES);
    ByteBuffer words = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
    int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
    switch (random.nextInt(4)) {
      case 0 -> words.putShort(at, (short) extreme);
      case 1 -> words.putInt(at, extreme);
      case 2 -> words.putLong(at, extreme);
      default -> result[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return result;
  }

  /** What stands before the numbers altered, or bytes cut off or added, all with a right CRC. */
  private List<Entry> withHarmedArray(SplittableRandom random) {
    List<Entry> result = new ArrayList<>(entries);
    int place = 1 + random.nextInt(2);
    byte[] content = entries.get(place).content().bytes();
    long numbers = architecture.parameters() * (place == 1 ? 1 : 2);
    int head = Math.toIntExact(content.length - numbers * Float.BYTES);
    byte[] harmed =
        switch (random.nextInt(4)) {
          case 0 -> flip(content, head, random);
          case 1 -> Arrays.copyOf(content, random.nextInt(content.length));
          case 2 -> Arrays.copyOf(content, content.length + 1 + random.nextInt(100));
          default -> {
            byte[] copy = content.clone();
            int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
            // Half of them hit the count: 8 bytes before "FLOAT" and its length.
            int at = head - (random.nextBoolean() ? 11 : 15);
            at = random.nextBoolean() ? at : random.nextInt(head - Integer.BYTES + 1);
            ByteBuffer.wrap(copy).putInt(at, extreme);
            yield copy;
          }
        };
    result.set(place, new Entry(entries.get(place).name(), () -> harmed));
    return result;
  }

  /** Up to 4 MB of zeros in some kilobytes, before the numbers or in their place. */
  private List<Entry> withBomb(SplittableRandom random) {
    List<Entry> result = new ArrayList<>(entries);
    byte[] zeros = new byte[random.nextInt(4 << 20)];
    int place = random.nextInt(entries.size());
    if (random.nextBoolean()) {
      result.set(place, new Entry(entries.get(place).name(), () -> zeros));
    } else {
      String name = "n".repeat(1 + random.nextInt(65_000));
      result.add(random.nextInt(3), new Entry(name, () -> zeros));
    }
    return result;
  }

  private List<Entry> reordered(SplittableRandom random) {
    List<Entry> result = new ArrayList<>(entries);
    if (random.nextBoolean()) {
      result.remove(random.nextInt(result.size()));
    }
    Collections.rotate(result, random.nextInt(3));
    for (int more = random.nextInt(200); more > 0; more--) {
      result.add(random.nextInt(result.size()), new Entry("empty" + more, () -> new byte[0]));
    }
    return result;
  }

  private static byte[] zip(List<Entry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Entry entry : entries) {
        byte[] content = entry.content().bytes();
        boolean zeros = content.length > 0 && content[content.length - 1] == 0;
        zip.setLevel(zeros ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION);
        zip.putNextEntry(new ZipEntry(entry.name()));
        zip.write(content);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static List<Entry> entries(byte[] archive) {
    List<Entry> entries = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readAllBytes();
        entries.add(new Entry(entry.getName(), () -> content));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return entries;
  }
}
