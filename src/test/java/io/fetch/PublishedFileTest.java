package io.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedFileTest {
  private static final String HASH = "0".repeat(64);

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../images", "a/b", "a b", ".images"})
  void refusesNamesThatLeaveTheDirectory(String name) {
    assertThatThrownBy(() -> new PublishedFile(name, 1, HASH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a plain file name: " + name);
  }

  @Test
  void refusesWhatIsNoLengthOrHash() {
    assertThatThrownBy(() -> new PublishedFile("images", -1, HASH))
        .hasMessage("the length of images is below 0: -1");
    assertThatThrownBy(() -> new PublishedFile("images", 1, "F".repeat(64)))
        .hasMessageStartingWith("not a SHA-256 in lower-case hex: FFF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/", "/local", "host/mnist", "http:///mnist", "http://h/?a=b"})
  void refusesMirrorsThatAreNoWebDirectories(String mirror) {
    assertThatThrownBy(() -> new Mirror(URI.create(mirror)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected http://HOST/DIRECTORY/ or https://HOST/DIRECTORY/, found " + mirror);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://host/sets/mnist", "https://host/sets/mnist/"})
  void findsFilesInAMirrorWithOrWithoutASlash(String mirror) {
    assertThat(new Mirror(URI.create(mirror)).locate("a.gz"))
        .hasToString("https://host/sets/mnist/a.gz");
  }

  @Test
  void refusesToWaitForNoTimeAtAll() {
    assertThatThrownBy(() -> new Timeouts(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeouts must be above 0: connect PT0S, read PT1S");
  }
}
