package io.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import org.junit.jupiter.api.Test;

class BytesInputTest {
  private static final byte[] BYTES = {1, 2, (byte) 0xff, 0x5a, 5};

  @Test
  void readsSeeksAndEnds() throws Exception {
    try (BytesInput input = new BytesInput(BYTES)) {
      byte[] read = new byte[8];
      assertThat(input.length()).isEqualTo(5);
      assertThat(input.read()).isEqualTo(1);
      assertThat(input.read(read, 1, 3)).isEqualTo(3);
      assertThat(read).startsWith(0, 2, 0xff, 0x5a, 0);
      assertThat(input.getStreamPosition()).isEqualTo(4);
      assertThat(input.read(read, 0, 8)).isEqualTo(1);
      assertThat(input.read()).isEqualTo(-1);
      assertThat(input.read(read, 0, 8)).isEqualTo(-1);
      assertThat(input.read(read, 0, 0)).isZero();
      input.seek(2);
      assertThat(input.read()).isEqualTo(255);
      assertThatThrownBy(() -> input.readFully(read)).isInstanceOf(EOFException.class);
      input.seek(100);
      assertThat(input.read()).isEqualTo(-1);
    }
  }

  /** Whole bytes begin at the next whole byte. */
  @Test
  void forgetsBitsThatAreLeft() throws Exception {
    try (BytesInput input = new BytesInput(BYTES)) {
      input.seek(3);
      assertThat(input.readBits(4)).isEqualTo(5);
      assertThat(input.getBitOffset()).isEqualTo(4);
      assertThat(input.read()).isEqualTo(0x5a);
      assertThat(input.getBitOffset()).isZero();
    }
  }
}
