package io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWalkTest {
  @TempDir Path folder;
  private final List<String> found = new ArrayList<>();

  @BeforeEach
  void begin() throws IOException {
    Files.createDirectories(folder.resolve("b/d"));
    for (String file : List.of("c", "a", "b/d/e:f", "b/.hidden")) {
      Files.writeString(folder.resolve(file), "");
    }
  }

  @Test
  void findsFilesInTheirOrderButThosePassedOver() throws IOException {
    walk("", "b");

    assertThat(found).containsExactly("a", "b/d/e:f", "c");
  }

  @Test
  void takesAFileThatIsNamedWhateverItsName() throws IOException {
    walk("b/.hidden");

    assertThat(found).containsExactly("b/.hidden");
  }

  @Test
  void endsInCirclesOfLinks() throws IOException {
    Files.createSymbolicLink(folder.resolve("b/d/up"), folder);
    Files.createSymbolicLink(folder.resolve("b/self"), Path.of("self"));
    Files.createSymbolicLink(folder.resolve("z"), folder.resolve("b/d"));

    walk("");

    assertThat(found).containsExactly("a", "b/d/e:f", "b/self", "c");
  }

  @Test
  void followsLinksToFoldersElsewhere(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("g"), "");
    Files.createSymbolicLink(folder.resolve("b/link"), elsewhere);

    walk("b");

    assertThat(found).containsExactly("b/d/e:f", "b/link/g");
  }

  private void walk(String... places) throws IOException {
    FileWalk walk =
        new FileWalk(
            new Configuration(),
            name -> name.startsWith("."),
            new FileWalk.Visitor() {
              @Override
              public void file(String path) {
                found.add(path.replace("file:" + folder + "/", ""));
              }

              @Override
              public void unreadable(String path, IOException why) {
                throw new AssertionError(path, why);
              }
            });
    for (String place : places) {
      walk.through(new org.apache.hadoop.fs.Path("file:" + folder.resolve(place)));
    }
  }
}
