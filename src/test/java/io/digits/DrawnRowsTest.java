package io.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.idx.IdxPair;
import io.idx.LabelledRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrawnRowsTest {
  @ParameterizedTest
  @EnumSource
  void areThoseOfTheFiles(DigitSet set) throws IOException {
    LabelledRows rows = DrawnDigits.rows(set == DigitSet.TEST ? IdxPair.TEST : IdxPair.TRAIN);
    ByteArrayOutputStream labels = new ByteArrayOutputStream();

    rows.labels(labels::write);

    assertThat(rows.count()).isEqualTo(set.count());
    assertThat(labels.toByteArray()).isEqualTo(set.labels());
    List<byte[]> files = set.images().skip(7).limit(3).toList();
    assertThat(rows.images(List.of(7L, 9L))).containsExactly(files.get(0), files.get(2));
    assertThat(files.get(0)).hasSize(rows.height() * rows.width());
  }

  @Test
  void areInTwoParts() {
    assertThatThrownBy(() -> DrawnDigits.rows("validation"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prefix: expected train or t10k, found validation");
  }
}
