package job.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toList;

import io.EpochRecord;
import io.EpochRecord.ReplicaRecord;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Who did what in each epoch: who is slow, and who drifts from the others. */
final class Replicas {
  private static final double UNKNOWN = -1;

  private final List<EpochRecord> epochs;
  private final int replicas;
  private final int[] timesSlowest;

  Replicas(List<EpochRecord> epochs) {
    this.epochs = epochs;
    this.replicas = epochs.get(0).replicas().size();
    this.timesSlowest = timesGreatest(ReplicaRecord::seconds);
  }

  DomContent shown() {
    return section(
            h2("Replicas"),
            p(slowest()),
            replicas > 2 && hasDistances() ? p(drift()) : null,
            div(
                    chart("seconds", "Seconds of training", "%.2f", ReplicaRecord::seconds).shown(),
                    chart("replica-loss", "Training loss, nats", "%.4f", ReplicaRecord::loss)
                        .shown(),
                    hasDistances()
                        ? chart(
                                "distance",
                                "Distance from the average's parameters",
                                "%.3f",
                                Replicas::distance)
                            .shown()
                        : null)
                .withClass("charts"),
            div(shares()).withClass("scroll"))
        .withId("replicas");
  }

  /** Everybody waits for the slowest; for how long, their own times do not tell. */
  private String slowest() {
    if (replicas == 1) {
      return "One replica trained all rows: there was nothing to wait for, and nothing to average.";
    }
    double slowest = 0;
    double mean = 0;
    for (EpochRecord epoch : epochs) {
      slowest += epoch.replicas().stream().mapToDouble(ReplicaRecord::seconds).max().orElse(0);
      mean += epoch.replicas().stream().mapToDouble(ReplicaRecord::seconds).average().orElse(0);
    }
    int straggler = mostOften(timesSlowest);
    return "The slowest replica of an epoch took %s longer than all of them did on average. That was most often replica %d%s, in %d of %d epochs."
        .formatted(
            Words.percent(mean == 0 ? 0 : slowest / mean - 1),
            straggler,
            host(straggler),
            timesSlowest[straggler],
            epochs.size());
  }

  private String drift() {
    int[] timesFarthest = timesGreatest(Replicas::distance);
    int drifting = mostOften(timesFarthest);
    return "Of those whose distance is known, farthest from the average was most often replica %d%s, in %d of %d epochs."
        .formatted(drifting, host(drifting), timesFarthest[drifting], epochs.size());
  }

  private String host(int replica) {
    String host = last(replica).host();
    return host == null || host.isEmpty() ? "" : " (last on " + host + ")";
  }

  private ReplicaRecord last(int replica) {
    return epochs.get(epochs.size() - 1).replicas().get(replica);
  }

  /** Below 0 if it is not known: see {@link EpochRecord}. */
  private static double distance(ReplicaRecord replica) {
    return replica.distance() == null ? UNKNOWN : replica.distance();
  }

  private boolean hasDistances() {
    return replicas > 1
        && epochs.stream()
            .flatMap(epoch -> epoch.replicas().stream())
            .anyMatch(replica -> replica.distance() != null);
  }

  /** In how many epochs each replica has the greatest value; of equals the first has it. */
  private int[] timesGreatest(ToDoubleFunction<ReplicaRecord> value) {
    int[] times = new int[replicas];
    for (EpochRecord epoch : epochs) {
      List<ReplicaRecord> records = epoch.replicas();
      int greatest = 0;
      for (int replica = 1; replica < replicas; replica++) {
        if (value.applyAsDouble(records.get(replica))
            > value.applyAsDouble(records.get(greatest))) {
          greatest = replica;
        }
      }
      if (value.applyAsDouble(records.get(greatest)) >= 0) {
        times[greatest]++;
      }
    }
    return times;
  }

  private static int mostOften(int[] times) {
    return IntStream.range(0, times.length)
        .reduce((one, other) -> times[other] > times[one] ? other : one)
        .orElseThrow();
  }

  private Chart chart(
      String id, String title, String format, ToDoubleFunction<ReplicaRecord> value) {
    LineChart chart = new LineChart(id, title, format);
    if (replicas <= LineChart.MOST_CURVES) {
      for (int replica = 0; replica < replicas; replica++) {
        chart.solid("replica " + replica, replica, points(value, at(replica)));
      }
      return chart.chart();
    }
    return chart
        .dashed("greatest", 1, points(value, ordered(value, list -> list.get(list.size() - 1))))
        .solid("median", 0, points(value, ordered(value, list -> list.get(list.size() / 2))))
        .dashed("least", 2, points(value, ordered(value, list -> list.get(0))))
        .chart();
  }

  private List<LineChart.Point> points(
      ToDoubleFunction<ReplicaRecord> value, Function<EpochRecord, ReplicaRecord> chosen) {
    return epochs.stream()
        .filter(epoch -> epoch.replicas().stream().anyMatch(one -> value.applyAsDouble(one) >= 0))
        .map(epoch -> new LineChart.Point(epoch.epoch(), value.applyAsDouble(chosen.apply(epoch))))
        .filter(point -> point.value() >= 0)
        .toList();
  }

  private static Function<EpochRecord, ReplicaRecord> at(int replica) {
    return epoch -> epoch.replicas().get(replica);
  }

  private static Function<EpochRecord, ReplicaRecord> ordered(
      ToDoubleFunction<ReplicaRecord> value, Function<List<ReplicaRecord>, ReplicaRecord> chosen) {
    return epoch ->
        epoch.replicas().stream()
            .filter(replica -> value.applyAsDouble(replica) >= 0)
            .sorted(Comparator.comparingDouble(value))
            .collect(collectingAndThen(toList(), chosen));
  }

  private DomContent shares() {
    List<String> columns =
        List.of(
            "replica",
            "rows",
            "minibatches",
            "seconds, mean",
            "slowest in",
            "loss, last epoch",
            "last on");
    return table(
        thead(tr(each(columns, column -> th(column).withClass("number")))),
        tbody(
            each(
                listed(),
                replica -> tr(each(share(replica), cell -> td(cell).withClass("number"))))));
  }

  /** All of a few; of many those that were slowest in most epochs. */
  private List<Integer> listed() {
    List<Integer> all = new ArrayList<>(IntStream.range(0, replicas).boxed().toList());
    if (replicas > LineChart.MOST_CURVES) {
      all.sort(Comparator.<Integer>comparingInt(replica -> timesSlowest[replica]).reversed());
      return all.subList(0, LineChart.MOST_CURVES);
    }
    return all;
  }

  private List<String> share(int replica) {
    ReplicaRecord last = last(replica);
    double seconds =
        epochs.stream()
            .mapToDouble(epoch -> epoch.replicas().get(replica).seconds())
            .average()
            .orElseThrow();
    return List.of(
        Integer.toString(replica),
        Words.count(last.rows()),
        Words.count(last.minibatches()),
        Words.decimal("%.2f", seconds),
        timesSlowest[replica] + " of " + epochs.size(),
        Words.decimal("%.4f", last.loss()),
        Objects.requireNonNullElse(last.host(), ""));
  }
}
