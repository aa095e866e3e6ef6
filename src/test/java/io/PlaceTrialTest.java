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

  @Test
  void refusesWhatIsNoPlaceAtAll() {
    for (String place : new String[] {"22:00.html", "foo://x/y"}) {
      assertThatThrownBy(() -> PlaceTrial.require(new Configuration(), place, "--sheet"))
          .isInstanceOf(RunException.class)
          .hasMessageStartingWith("Cannot write " + place + " (--sheet): expected a folder");
    }
  }
}
