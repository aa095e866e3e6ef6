package job.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.EpochRecord;
import io.EpochRecord.ReplicaRecord;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Records by hand: what the page makes of seconds, losses and distances. */
class ReplicasTest {
  private static ReplicaRecord replica(int shard, double seconds, Double distance) {
    return new ReplicaRecord(
        shard, 1_200 + shard, 19, 0.5 + shard / 100.0, seconds, "worker-" + shard, distance);
  }

  private static String page(EpochRecord... epochs) {
    return new Replicas(List.of(epochs)).shown().render();
  }

  private static List<String> series(String html, String chart) throws IOException {
    return StreamSupport.stream(Samples.options(html, chart).path("series").spliterator(), false)
        .map(series -> series.path("name") + " " + Samples.data(series))
        .toList();
  }

  private static boolean hasDistances(String html) {
    return html.contains("id=\"distance\"");
  }

  @Test
  void oneReplicaHasNobodyToWaitForAndNoAverage() throws Exception {
    String html = page(Samples.epoch(1, replica(0, 2, 0.0)), Samples.epoch(2, replica(0, 3, 0.0)));

    assertThat(html).contains("One replica").doesNotContain("slowest. That");
    assertThat(hasDistances(html)).isFalse();
    assertThat(series(html, "seconds")).containsExactly("\"replica 0\" [2,3]");
    assertThat(Samples.rows(html))
        .contains(List.of("0", "1,200", "19", "2.50", "2 of 2", "0.5000", "worker-0"));
  }

  /** The slower one takes 4 + 4 seconds, both on average 3 + 2.5: 8 / 5.5 - 1. */
  @Test
  void ofTwoItSaysByHowMuchTheSlowerOneIsSlow() throws Exception {
    String html =
        page(
            Samples.epoch(1, replica(0, 4, 0.5), replica(1, 2, 0.5)),
            Samples.epoch(2, replica(0, 1, 0.25), replica(1, 4, 0.25)));

    assertThat(html).contains("45.45 %", "replica 0 (last on worker-0), in 1 of 2 epochs");
    assertThat(html).as("both are as far").doesNotContain("farthest");
    assertThat(series(html, "seconds"))
        .containsExactly("\"replica 0\" [4,1]", "\"replica 1\" [2,4]");
    assertThat(series(html, "distance"))
        .containsExactly("\"replica 0\" [0.5,0.25]", "\"replica 1\" [0.5,0.25]");
    assertThat(series(html, "replica-loss"))
        .containsExactly("\"replica 0\" [0.5,0.5]", "\"replica 1\" [0.51,0.51]");
  }

  @Test
  void ofThreeItSaysWhoIsSlowAndWhoIsFarMostOften() {
    String html =
        page(
            Samples.epoch(1, replica(0, 1, 0.9), replica(1, 2, 0.1), replica(2, 3, 0.2)),
            Samples.epoch(2, replica(0, 1, 0.1), replica(1, 2, 0.8), replica(2, 3, 0.2)),
            Samples.epoch(3, replica(0, 3, 0.1), replica(1, 2, 0.7), replica(2, 1, 0.2)));

    assertThat(html)
        .contains(
            "50.00 %",
            "replica 2 (last on worker-2), in 2 of 3 epochs",
            "farthest from the average was most often replica 1 (last on worker-1), in 2 of 3");
    assertThat(Samples.rows(html))
        .contains(
            List.of("0", "1,200", "19", "1.67", "1 of 3", "0.5000", "worker-0"),
            List.of("1", "1,201", "19", "2.00", "0 of 3", "0.5100", "worker-1"),
            List.of("2", "1,202", "19", "2.33", "2 of 3", "0.5200", "worker-2"));
  }

  /** Thirteen curves would hide one another; the table has the eight that are most often slow. */
  @Test
  void ofThirteenItDrawsTheGreatestTheMedianAndTheLeast() throws Exception {
    ReplicaRecord[] replicas =
        IntStream.range(0, 13)
            .mapToObj(shard -> replica(shard, 13 - shard, (double) shard))
            .toArray(ReplicaRecord[]::new);
    ReplicaRecord[] others =
        IntStream.range(0, 13)
            .mapToObj(shard -> replica(shard, shard == 12 ? 20 : 1, (double) shard))
            .toArray(ReplicaRecord[]::new);

    String html =
        page(Samples.epoch(1, replicas), Samples.epoch(2, others), Samples.epoch(3, others));

    assertThat(series(html, "seconds"))
        .containsExactly("\"greatest\" [13,20,20]", "\"median\" [7,1,1]", "\"least\" [1,1,1]");
    assertThat(series(html, "distance"))
        .containsExactly("\"greatest\" [12,12,12]", "\"median\" [6,6,6]", "\"least\" [0,0,0]");
    assertThat(html).contains("replica 12 (last on worker-12), in 2 of 3 epochs");
    assertThat(shares(html))
        .hasSize(8)
        .startsWith(
            List.of("12", "1,212", "19", "13.67", "2 of 3", "0.6200", "worker-12"),
            List.of("0", "1,200", "19", "5.00", "1 of 3", "0.5000", "worker-0"));
  }

  /** The last table, without its heading. */
  private static List<List<String>> shares(String html) {
    List<List<String>> rows = Samples.rows(html.substring(html.lastIndexOf("<table")));
    return rows.subList(1, rows.size());
  }

  @Test
  void eightAreDrawnOneByOne() throws Exception {
    ReplicaRecord[] replicas =
        IntStream.range(0, 8)
            .mapToObj(shard -> replica(shard, 1, 1.0))
            .toArray(ReplicaRecord[]::new);

    String html = page(Samples.epoch(1, replicas));

    assertThat(series(html, "seconds")).hasSize(8).endsWith("\"replica 7\" [1]");
    assertThat(html).as("nobody is slower").contains("0.00 %");
  }

  /** An older version kept neither host nor distance, and a newer one went on with the run. */
  @Test
  void goesWithoutWhatAnOlderVersionDidNotKeep() throws Exception {
    ReplicaRecord old = new ReplicaRecord(0, 100, 2, 0.5, 1, null, null);
    ReplicaRecord older = new ReplicaRecord(1, 100, 2, 0.5, 2, null, null);
    ReplicaRecord third = new ReplicaRecord(2, 100, 2, 0.5, 2, null, null);

    String html = page(Samples.epoch(1, old, older, third));
    assertThat(hasDistances(html)).isFalse();
    assertThat(html)
        .contains("replica 1, in 1 of 1 epochs")
        .doesNotContain("last on )", "null", "farthest");
    assertThat(shares(html)).contains(List.of("2", "100", "2", "2.00", "0 of 1", "0.5000", ""));

    String both =
        page(
            Samples.epoch(1, old, older, third),
            Samples.epoch(2, replica(0, 1, 0.5), replica(1, 1, 0.5), replica(2, 3, 0.5)));
    assertThat(series(both, "distance")).contains("\"replica 2\" [0.5]");
    assertThat(both)
        .contains("(last on worker-1)", "most often replica 0 (last on worker-0), in 1 of 2");
  }

  @Test
  void escapesTheNamesOfHosts() {
    String html =
        page(
            Samples.epoch(
                1,
                new ReplicaRecord(0, 1, 1, 0, 2, "<i>&", 0.0),
                new ReplicaRecord(1, 1, 1, 0, 1, "w", 0.0)));

    assertThat(html).contains("&lt;i&gt;&amp;").doesNotContain("<i>");
  }

  @Test
  void nobodyHasWaitedWhereNoTimePassed() {
    assertThat(page(Samples.epoch(1, replica(0, 0, 0.0), replica(1, 0, 0.0))))
        .contains("0.00 %")
        .doesNotContain("NaN");
  }
}
