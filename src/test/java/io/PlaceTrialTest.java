package io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTrialTest {
  @TempDir Path folder;

  @Test
  void leavesNothingBehindWhereAFolderIsAndWhereNoneIsYet() {
    PlaceTrial.require(new Configuration(), folder.resolve("a.html").toString(), "--sheet");
    PlaceTrial.require(new Configuration(), folder.resolve("b/c/d").toString(), "--output");

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesAPlaceBelowAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(
            () ->
                PlaceTrial.require(
                    new Configuration(), file.resolve("sheet.html").toString(), "--sheet"))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(
            "Cannot write %s/sheet.html (--sheet): expected a folder in which a file can be made, found ",
            file)
        .hasMessageContaining("Not a directory")
        .hasMessageEndingWith(". Check rights there, or name another place; nothing was begun");
  }

  /** Where not even root can make a file. */
  @Test
  void refusesAPlaceWhereNoFileCanBeMade() {
    assumeThat(Path.of("/proc/self/status")).exists();

    assertThatThrownBy(() -> PlaceTrial.require(new Configuration(), "/proc/a/b", "--output"))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("Cannot write /proc/a/b (--output): expected a folder");
  }

  @ParameterizedTest
  @CsvSource({
    "22:00.html, Relative path in absolute URI",
    "what://x/y, No FileSystem for scheme",
    "/, the root of one"
  })
  void refusesWhatIsNoPlaceAtAll(String place, String found) {
    assertThatThrownBy(() -> PlaceTrial.require(new Configuration(), place, "--sheet"))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(
            "Cannot write '%s' (--sheet): expected a place on a file system that is known here (file:, hdfs:, …), found: ",
            place)
        .hasMessageContaining(found)
        .hasMessageEndingWith(". Name another; nothing was begun");
  }
}
