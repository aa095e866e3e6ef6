package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class EpochSelectionTest {
  private static EpochSelection read(String text) {
    return new EpochSelection.Converter().convert(text);
  }

  @Test
  void readsEpochsAndRanges() {
    EpochSelection selection = read("3,5-7");
    assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 8))
        .filteredOn(selection::includes)
        .containsExactly(3, 5, 6, 7);
  }

  @Test
  void ofNothingIncludesAll() {
    assertThat(EpochSelection.ALL.includes(12_345)).isTrue();
    assertThat(EpochSelection.ALL.missing(List.of())).isEmpty();
  }

  @Test
  void namesTheEpochsThatAreMissing() {
    assertThat(read("1-3,9").missing(List.of(1, 3, 4))).containsExactly(2, 9);
  }

  @Test
  void saysTheFirstTenOfManyMissingEpochs() {
    assertThat(EpochSelection.inWords(read("2,4").missing(List.of(4)))).isEqualTo("2");
    assertThat(EpochSelection.inWords(read("1-10").missing(List.of())))
        .isEqualTo("1, 2, 3, 4, 5, 6, 7, 8, 9, 10");
    assertThat(EpochSelection.inWords(read("1-99999").missing(List.of(3))))
        .isEqualTo("1, 2, 4, 5, 6, 7, 8, 9, 10, 11 and 99988 more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "3,", "7-5", "a", "1-2-3", "-1", "100000"})
  void refusesWhatIsNoEpochs(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("expected epochs and ranges from 1, such as 3,5-7, found " + text);
  }
}
