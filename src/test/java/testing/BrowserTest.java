package testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import testing.Browser.Screen;

/** That each kind of fault is found, and none where there is none. */
class BrowserTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  private static final String DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
  private static final String SOUND =
      """
      <style>:root { color-scheme: light dark } @media print { h1 { display: none } }</style>
      <h1>Sound</h1><p>In <a href="http://example.invalid/">both</a> schemes</p>
      <img src="%s" alt="a dot">
      """
          .formatted(DOT);

  @TempDir Path folder;

  @Test
  void findsNothingWrongWithASoundPage() throws IOException {
    for (Screen screen : Screen.values()) {
      try (OpenPage page = open(SOUND, screen, ColorScheme.DARK)) {
        assertThat(page.faults()).as("%s", screen).isEmpty();
      }
    }
  }

  @Test
  void findsWhatScriptsThrowAndTheConsolesErrors() throws IOException {
    try (OpenPage page =
        open(
            """
            <script>console.log('fine'); console.warn('careful'); console.error('bad')</script>
            <script>setTimeout(() => { throw new Error('torn') })</script>
            """)) {
      assertThat(page.errors())
          .hasSize(3)
          .contains("warning: careful", "error: bad")
          .anySatisfy(error -> assertThat(error).startsWith("uncaught: Error: torn"));
      assertThat(page.faults()).hasSize(3).contains("error: warning: careful");
    }
  }

  @Test
  void findsWhatAPageAsksForAndImagesThatDoNotShow() throws IOException {
    try (OpenPage page =
        open(
            """
            <img src="http://example.invalid/x.png" alt="far"><img src="near.png" alt="near">
            <script>fetch('http://example.invalid/data').catch(() => 0)</script>
            """)) {
      assertThat(page.requests())
          .containsExactlyInAnyOrder(
              "http://example.invalid/x.png",
              folder.resolve("near.png").toUri().toString(),
              "http://example.invalid/data");
      assertThat(page.brokenImages())
          .containsExactly(
              "far: http://example.invalid/x.png", "near: " + folder.resolve("near.png").toUri());
      assertThat(page.faults())
          .contains(
              "request: http://example.invalid/data", "image: far: http://example.invalid/x.png");
    }
  }

  @Test
  void findsAPageThatIsWiderThanThePhone() throws IOException {
    String table = "<body style='margin: 0'><table style='width: %s'><tr><td>a</table>";
    try (OpenPage page = openOnPhone(table.formatted("600px"))) {
      assertThat(page.tooWide()).isEqualTo(210);
      assertThat(page.faults()).containsExactly("width: 210 px too wide");
    }
    try (OpenPage page = openOnPhone(table.formatted("100%"))) {
      assertThat(page.tooWide()).isZero();
    }
    try (OpenPage page = BROWSER.open(written("<p>No viewport"), Screen.PHONE, ColorScheme.LIGHT)) {
      assertThat(page.tooWide()).as("laid out for a desktop").isEqualTo(980 - 390);
    }
  }

  @Test
  void findsTextsThatAreHardToRead() throws IOException {
    try (OpenPage page =
        open(
            """
            <p style="color: #aaa">pale grey
            <p style="color: #767676">just enough</p>
            <p style="color: #949494; font-size: 24px">large</p>
            <p style="opacity: .4">faded</p>
            <p style="color: #aaa; display: none">not there</p>
            <div style="background: #222"><p style="background: #fff8">on <b>half</b></p></div>
            <div style="background: #222; color: oklch(0.9 0 0)">on dark</div>
            <div style="background: linear-gradient(#fff, #000); color: #aaa">on a gradient</div>
            <img src="%s" alt="" width="200" height="40">
            <div style="margin-top: -40px; color: #aaa">on a picture</div>
            <div style="height: 3000px"></div><p style="color: #ccc">far below</p>
            """
                .formatted(DOT))) {
      assertThat(page.lowContrasts())
          .containsExactly(
              "2.32, at least 4.5 expected: #aaaaaa on #ffffff: pale grey",
              "2.85, at least 4.5 expected: #999999 on #ffffff: faded",
              "1.61, at least 4.5 expected: #cccccc on #ffffff: far below");
    }
  }

  @Test
  void findsTextsThatOneColourSchemeHides() throws IOException {
    String page = "<style>:root { color-scheme: light dark }</style><p style='color: #333'>grey";
    try (OpenPage light = open(page, Screen.DESKTOP, ColorScheme.LIGHT);
        OpenPage dark = open(page, Screen.DESKTOP, ColorScheme.DARK)) {
      assertThat(light.lowContrasts()).isEmpty();
      assertThat(dark.lowContrasts())
          .containsExactly("1.48, at least 4.5 expected: #333333 on #121212: grey");
    }
  }

  @Test
  void judgesTextsOfChartsByTheShapesBehindThem() throws IOException {
    try (OpenPage page =
        open(
            """
            <svg width="400" height="100" style="pointer-events: none">
              <rect width="200" height="100" fill="#003"/>
              <text x="20" y="50" fill="#fff">white on blue</text>
              <text x="20" y="80" fill="#000">black on blue</text>
              <text x="220" y="50" fill="#fff">white on nothing</text>
              <g transform="rotate(90 250 20)"><text x="250" y="20" fill="#ddd">turned</text></g>
            </svg>
            """)) {
      assertThat(page.lowContrasts())
          .containsExactly(
              "1.05, at least 4.5 expected: #000000 on #000033: black on blue",
              "1.00, at least 4.5 expected: #ffffff on #ffffff: white on nothing",
              "1.36, at least 4.5 expected: #dddddd on #ffffff: turned");
    }
  }

  @Test
  void findsTextsThatTheEdgeOfAChartCuts() throws IOException {
    try (OpenPage page =
        open(
            """
            <svg width="200" height="100">
              <text x="20" y="50">within</text><text x="180" y="50">without</text>
            </svg>
            """)) {
      assertThat(page.cutTexts()).containsExactly("without");
      assertThat(page.faults()).containsExactly("cut: without");
    }
  }

  @Test
  void countsTheShapesOfEachChart() throws IOException {
    try (OpenPage page =
        open(
            """
            <div class="chart"></div>
            <div class="chart"><svg width="100" height="100">
              <defs><clipPath id="c"><rect width="9" height="9"/></clipPath></defs>
              <rect width="9" height="9" fill="none"/><rect width="1" height="1"/>
              <rect width="9" height="9"/><circle r="5"/><path d="M0 0H50" stroke="#000"/>
            </svg></div>
            """)) {
      assertThat(page.marks(".chart")).containsExactly(0, 3);
      assertThat(page.marks("#none")).isEmpty();
    }
  }

  @Test
  void takesPicturesOfTheWholePage() throws IOException {
    Path picture = folder.resolve("new/page.png");
    try (OpenPage page = openOnPhone("<body style='margin: 0; height: 1000px'>")) {
      page.screenshot(picture);
    }
    assertThat(ImageIO.read(picture.toFile()))
        .satisfies(
            image -> {
              assertThat(image.getWidth()).isEqualTo(780);
              assertThat(image.getHeight()).isEqualTo(2000);
            });
  }

  private OpenPage open(String body) throws IOException {
    return open(body, Screen.DESKTOP, ColorScheme.LIGHT);
  }

  private OpenPage openOnPhone(String body) throws IOException {
    return open(body, Screen.PHONE, ColorScheme.LIGHT);
  }

  private OpenPage open(String body, Screen screen, ColorScheme scheme) throws IOException {
    String viewport = "<meta name=viewport content='width=device-width, initial-scale=1'>";
    return BROWSER.open(written(viewport + body), screen, scheme);
  }

  private Path written(String html) throws IOException {
    return Files.writeString(
        folder.resolve("page.html"), "<!doctype html><meta charset=utf-8><title>t</title>" + html);
  }
}
