package io.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GzipStreamTest {

  private static byte[] read(InputStream stored) throws IOException {
    try (GzipStream gzip = new GzipStream("f.gz", stored)) {
      return gzip.readAllBytes();
    }
  }

  @Test
  void readsMembersOneAfterTheOther() throws IOException {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    byte[] members = {};
    for (int start = 0; start < content.length; start += 50_000) {
      byte[] part = Arrays.copyOfRange(content, start, start + 50_000);
      members = IdxBytes.concat(members, IdxBytes.gzip(part));
    }

    assertThat(read(new ByteArrayInputStream(members))).isEqualTo(content);
  }

  @Test
  void readsAStorageThatGivesOneByteAtATimeAndNeverKnowsWhatIsAvailable() throws IOException {
    byte[] members = IdxBytes.concat(IdxBytes.gzip(new byte[9]), IdxBytes.gzip(new byte[8]));
    InputStream miser =
        new ByteArrayInputStream(members) {
          @Override
          public synchronized int read(byte[] into, int start, int length) {
            return super.read(into, start, Math.min(1, length));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };

    assertThat(read(miser)).isEqualTo(new byte[17]);
  }

  /** Each made by hand after RFC 1952: "hi", stored, behind one more field of the header. */
  @ParameterizedTest
  @CsvSource({
    "a name, 08, 6e616d6500",
    "a comment, 10, 6f6800",
    "a name and a comment, 18, 6e006f00",
    "an extra field, 04, 0300616263",
    "a header checksum, 02, 1234",
    "all of them, 1e, 01006161006200cafe",
  })
  void readsAHeaderWith(String field, String flag, String bytes) throws IOException {
    byte[] file =
        HexFormat.of()
            .parseHex("1f8b08" + flag + "000000000003" + bytes + "010200fdff6869ac2a93d802000000");

    assertThat(read(new ByteArrayInputStream(file)))
        .as(field)
        .isEqualTo("hi".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void passesTheStoragesOwnFailuresOn() {
    byte[] half = Arrays.copyOf(IdxBytes.gzip(new byte[1000]), 15);
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(half),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection reset");
              }

              @Override
              public int read(byte[] into, int start, int length) throws IOException {
                return read();
              }
            });

    assertThatThrownBy(() -> read(failing))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("connection reset");
  }
}
