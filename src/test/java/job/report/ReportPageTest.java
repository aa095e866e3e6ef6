package job.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.RunRecord;
import io.SampleRuns;
import io.picture.PicturePng;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import model.Architecture;
import model.LayerMaps;
import model.PairedScore;
import org.junit.jupiter.api.Test;

/** The page of a run whose data have a name that no page should take for its own words. */
class ReportPageTest {
  private static final String ODD = "<b>&\"x'</script>";
  private static final byte[] BLANK = new byte[28 * 28];
  private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

  private static final LayerMaps.Layered MAP =
      new LayerMaps.Layered("convolution", 2, 2, List.of(new float[4]));
  private static final LayerMaps MAPS = new LayerMaps(MAP, List.of(MAP));

  private static final ReportedRun RUN =
      Samples.run(odd("first"), Samples.evaluation(1, Samples.tens().add(9, 4, 2), 0.5));

  private static RunRecord odd(String name) {
    RunRecord record = SampleRuns.run(name, 1);
    return Samples.with(record, Samples.named(ODD, record.data()));
  }

  private static Report report() {
    Report.Sample digit = new Report.Sample(0, 7, PicturePng.ofGrey(BLANK, 28));
    Report.Test test = new Report.Test(ODD, List.of(), List.of(digit), digit);
    PairedScore same =
        PairedScore.builder(Architecture.CLASSES).add(1, 1, 1, 100).add(9, 4, 4, 2).build();
    ReportedRun other = Samples.run(odd("second"), Samples.faultless(1));
    return new Report(
        RUN, MAPS, Optional.of(test), List.of(new Comparison(other, Optional.of(same))));
  }

  private static String page() {
    return ReportPage.of(report(), "train --data " + ODD);
  }

  private static List<String> scripts(String html) {
    return SCRIPT.matcher(html).results().map(found -> found.group(1)).toList();
  }

  private static String withoutScripts(String html) {
    return SCRIPT.matcher(html).replaceAll("");
  }

  private static String policy(String html) {
    return Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">")
        .matcher(html)
        .results()
        .map(found -> found.group(1))
        .reduce(
            (one, other) -> {
              throw new AssertionError("two policies");
            })
        .orElseThrow()
        .replace("&#x27;", "'")
        .replace("&#39;", "'");
  }

  /** As browsers do: of what lies between the tags, in UTF-8. */
  @Test
  void allowsTheScriptsThatItHoldsAndNoOther() throws Exception {
    String html = page();
    List<String> scripts = scripts(html);
    StringBuilder hashes = new StringBuilder();
    for (String script : scripts) {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      hashes.append(" 'sha256-").append(Base64.getEncoder().encodeToString(sha256)).append('\'');
    }

    assertThat(scripts).hasSize(2);
    assertThat(policy(html))
        .startsWith("default-src 'none';")
        .endsWith("script-src" + hashes)
        .doesNotContain("http:", "https:", "*", "unsafe-eval")
        .doesNotContain("script-src 'unsafe-inline'");
    assertThat(html.indexOf("Content-Security-Policy")).isLessThan(html.indexOf("<script"));
  }

  /** A browser reads a line end of two signs as one, and hashes what it read. */
  @Test
  void holdsScriptsThatABrowserReadsAsTheyAre() {
    for (String script : scripts(page())) {
      assertThat(script.contains("\r")).as("carriage returns").isFalse();
      assertThat(script.contains("<!--")).as("what begins a comment").isFalse();
      assertThat(script.contains("\0")).isFalse();
      assertThat(script.contains("\uFFFD")).as("what was no UTF-8").isFalse();
    }
  }

  @Test
  void loadsNothing() {
    String html = withoutScripts(page());
    List<String> addresses =
        Pattern.compile("\\s(?:src|href|srcset|action|data|poster)\\s*=\\s*\"?([^\"\\s>]*)")
            .matcher(html)
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(addresses)
        .isNotEmpty()
        .allMatch(
            address -> address.startsWith("data:image/png;base64,") || address.startsWith("#"));
    assertThat(html)
        .doesNotContain("<link", "<iframe", "<base", "<object", "<form", "http://", "https://")
        .doesNotContain("@import", "url(")
        .doesNotContainPattern("<script[^>]* src")
        .doesNotContainPattern("<[^>]* on[a-z]+=");
  }

  /** Each is one file: what a link or a chart's script names must be in it, just once. */
  @Test
  void hasEveryPlaceThatALinkNamesAndEveryIdOnce() {
    String html = withoutScripts(page());
    List<String> ids = groups(html, " id=\"([^\"]*)\"");

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).containsAll(groups(html, " href=\"#([^\"]*)\""));
    List<String> charts = groups(html, "<div id=\"([^\"]*)\" class=\"chart");
    assertThat(charts)
        .contains("accuracy", "loss", "speed", "confusion", "recall", "seconds", "replica-loss");
    assertThat(ids).containsAll(charts.stream().map(chart -> chart + "-data").toList());
  }

  private static List<String> groups(String html, String pattern) {
    return Pattern.compile(pattern)
        .matcher(html)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  @Test
  void escapesWhatIsNotItsOwn() {
    String html = page();

    assertThat(html).doesNotContain("<b>", "&\"x").contains("&lt;b&gt;&amp;");
    assertThat(withoutScripts(html).split("</script>", -1))
        .as("each ends a chart's options")
        .hasSameSizeAs(withoutScripts(html).split("<script ", -1));
  }

  @Test
  void tellsAtOnceHowGoodTheRunIs() {
    assertThat(Samples.texts(page(), "strong"))
        .startsWith("98.04 %", "2", "1 of 1", "0.2500", "2.5 s", "21,600");
  }

  @Test
  void writesPointsWhateverTheMachinesLanguage() {
    String expected = page();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(page().equals(expected)).as("the same in German").isTrue();
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void goesWithoutMistakesAndAccuracyWhereThereIsNoTestSet() {
    ReportedRun untested = new ReportedRun("/runs/first", RUN.record(), RUN.epochs(), List.of());

    String html = ReportPage.of(new Report(untested, MAPS, Optional.empty(), List.of()), "again");

    assertThat(groups(withoutScripts(html), " href=\"#([^\"]*)\""))
        .containsExactly("learning", "inside", "replicas", "provenance");
    assertThat(html).doesNotContain("id=\"accuracy\"", "test accuracy");
  }

  @Test
  void isOneDocumentInUtf8() {
    assertThat(page())
        .startsWith("<!DOCTYPE html>")
        .containsOnlyOnce("<meta charset=\"utf-8\">")
        .endsWith("</html>");
  }
}
