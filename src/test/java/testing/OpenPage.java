package testing;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A page as {@link Browser} shows it, and what is wrong with it. */
public final class OpenPage implements AutoCloseable {
  private static final Set<String> BAD = Set.of("error", "warning");
  private static final String DRAWN =
      "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))";
  private static final String WIDTH = "() => document.documentElement.scrollWidth";
  private static final String BROKEN_IMAGES =
      """
      () => [...document.images].filter(image => image.naturalWidth === 0)
          .map(image => `${image.alt}: ${image.currentSrc.slice(0, 80)}`)
      """;

  /** A pixel may be missing: boxes of texts are those of their font. */
  private static final String CUT_TEXTS =
      """
      () => [...document.querySelectorAll('svg text')].filter(text => {
        const box = text.getBoundingClientRect();
        const chart = text.ownerSVGElement.getBoundingClientRect();
        return box.width > 1 && (box.left < chart.left - 1 || box.right > chart.right + 1
            || box.top < chart.top - 1 || box.bottom > chart.bottom + 1);
      }).map(text => text.textContent.trim())
      """;

  private static final String CONTRAST = script("contrast.js");
  private static final String MARKS = script("marks.js");

  private final List<String> errors = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final BrowserContext context;
  private final Page page;

  OpenPage(BrowserContext context, Media media, Path file) {
    this.context = context;
    this.page = context.newPage();
    String address = file.toUri().toString();
    page.onConsoleMessage(this::note);
    page.onPageError(error -> errors.add("uncaught: " + error));
    page.onRequest(request -> note(request.url(), address));
    page.onWebSocket(socket -> requests.add(socket.url()));
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(media));
    page.navigate(address);
    page.evaluate(DRAWN);
  }

  private void note(ConsoleMessage message) {
    if (BAD.contains(message.type())) {
      errors.add(message.type() + ": " + message.text());
    }
  }

  private void note(String requested, String address) {
    if (!requested.equals(address) && !requested.startsWith("data:")) {
      requests.add(requested);
    }
  }

  /** All that is wrong with the page, of every kind below, in words. */
  public List<String> faults() {
    return Stream.of(
            named("error", errors()),
            named("request", requests()),
            named("image", brokenImages()),
            named("cut", cutTexts()),
            named("contrast", lowContrasts()),
            tooWide() > 0 ? Stream.of("width: %d px too wide".formatted(tooWide())) : null)
        .flatMap(faults -> faults)
        .toList();
  }

  private static Stream<String> named(String kind, List<String> faults) {
    return faults.stream().map(fault -> kind + ": " + fault);
  }

  /** What its scripts threw, and the console's errors and warnings. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** What it asked for besides its own file and {@code data:}; all in vain. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Images that do not show: what they should, and the beginning of their address. */
  public List<String> brokenImages() {
    return strings(page.evaluate(BROKEN_IMAGES));
  }

  /** Texts of charts that jut out over the edge of their chart, which cuts them. */
  public List<String> cutTexts() {
    return strings(page.evaluate(CUT_TEXTS));
  }

  /** By how many CSS pixels it is wider than the screen; 0 if nobody need scroll sideways. */
  public int tooWide() {
    int width = ((Number) page.evaluate(WIDTH)).intValue();
    return Math.max(0, width - page.viewportSize().width);
  }

  /**
   * The visible texts with less contrast to what is behind them than WCAG 2 asks for at level AA:
   * 4.5, or 3 for large ones. Left out: texts on pictures and gradients, those that style sheets
   * make, and what is in form fields.
   */
  public List<String> lowContrasts() {
    return strings(page.evaluate(CONTRAST));
  }

  /**
   * How many SVG shapes of more than a pixel are drawn in each element that matches.
   *
   * @param selector of CSS
   */
  public List<Integer> marks(String selector) {
    return ((List<?>) page.evaluate(MARKS, selector))
        .stream().map(count -> ((Number) count).intValue()).toList();
  }

  /** Writes the whole page to that file as PNG. */
  public void screenshot(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  @Override
  public void close() {
    context.close();
  }

  private static List<String> strings(Object result) {
    return ((List<?>) result).stream().map(String.class::cast).toList();
  }

  private static String script(String name) {
    try (InputStream in = OpenPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + name + " beside " + OpenPage.class, failure);
    }
  }
}
