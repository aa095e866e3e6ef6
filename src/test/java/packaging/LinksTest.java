package packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import testing.Project;

/** What the Markdown pages of the project point to, and what they must not have left open. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern PLACEHOLDER = Pattern.compile("@[A-Z][A-Z0-9_]*@");

  @Test
  void everyRelativeLinkLeadsToAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!link.group(1).matches("[a-z]+:.*")) {
          links++;
          if (!Files.exists(page.resolveSibling(link.group(1)))) {
            broken.add(Project.DIRECTORY.relativize(page) + " -> " + link.group(1));
          }
        }
      }
    }
    assertThat(links).isGreaterThan(5);
    assertThat(broken).isEmpty();
  }

  @Test
  void noPageHasAPlaceholderLeft() throws IOException {
    for (Path page : pages()) {
      Matcher placeholder = PLACEHOLDER.matcher(Files.readString(page));
      assertThat(placeholder.results().map(found -> found.group())).as(page.toString()).isEmpty();
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(Project.DIRECTORY);
        Stream<Path> docs = Files.walk(Project.DIRECTORY.resolve("docs"))) {
      List<Path> pages =
          Stream.concat(top, docs)
              .filter(file -> file.toString().endsWith(".md"))
              .sorted()
              .toList();
      assertThat(pages).contains(Project.DIRECTORY.resolve("README.md"));
      return pages;
    }
  }
}
