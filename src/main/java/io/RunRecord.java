package io;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code run.json}: what a run was asked to do, with which data and software, and how far it came.
 *
 * @param runId {@value RunDirectory#RUN_ID_RULE}
 * @param state {@link State#RUNNING} until the last epoch is kept or the training fails
 * @param startedAt when the run was first started, ISO 8601, UTC
 * @param options all that shapes the result
 * @param data the training rows
 * @param software what trained it
 * @param retraining of a challenger; null, and absent in the file, of any other run
 */
public record RunRecord(
    String runId,
    State state,
    String startedAt,
    Options options,
    Data data,
    Software software,
    @JsonInclude(JsonInclude.Include.NON_NULL) Retraining retraining) {
  /** How far a run has come. */
  public enum State {
    /** Epochs are still to come, or the run was stopped before the last. */
    RUNNING,
    /** Every epoch that was asked for is kept. */
    COMPLETE,
    /** The training ended by itself before the last epoch: no further one will be kept. */
    FAILED
  }

  /**
   * The options that the parameters are a function of.
   *
   * @param replicas K, at least 1
   * @param batchSize at least 1
   * @param epochs 1 to 99,999
   * @param learningRate above 0
   * @param momentum 0 or more
   * @param initialisation of the parameters
   * @param validationFraction 0 to 0.9
   * @param kernels {@code fast} or {@code dl4j}: what does the replicas' arithmetic
   */
  public record Options(
      String architecture,
      int replicas,
      int batchSize,
      int epochs,
      String updater,
      double learningRate,
      double momentum,
      String initialisation,
      long seed,
      double validationFraction,
      String kernels) {
    /** The greatest share of the rows that may be held out. */
    public static final double MOST_HELD_OUT = 0.9;

    public Options {
      RunChecks.name("architecture", architecture);
      Checks.atLeast("replicas", replicas, 1);
      Checks.atLeast("batchSize", batchSize, 1);
      RunChecks.epochs("epochs", epochs);
      RunChecks.name("updater", updater);
      RunChecks.positive("learningRate", learningRate);
      RunChecks.notNegative("momentum", momentum);
      RunChecks.name("initialisation", initialisation);
      if (!(validationFraction >= 0 && validationFraction <= MOST_HELD_OUT)) {
        throw new IllegalArgumentException(
            "validationFraction: expected 0 to %s, found %s"
                .formatted(MOST_HELD_OUT, validationFraction));
      }
      RunChecks.kernels("kernels", kernels);
    }

    /** Whether {@link Software#arithmetic} matters to the result: the fast kernels are the same. */
    public boolean dependsOnNatives() {
      return kernels.equals("dl4j");
    }

    /** The same with another number of epochs. */
    public Options withEpochs(int others) {
      return new Options(
          architecture,
          replicas,
          batchSize,
          others,
          updater,
          learningRate,
          momentum,
          initialisation,
          seed,
          validationFraction,
          kernels);
    }
  }

  /**
   * The training set as it was read.
   *
   * @param source as given on the command line
   * @param rows in the files, at least 1
   * @param heldOutRows of them, not trained on; fewer than {@code rows}
   * @param imagesSha256 of the uncompressed file
   * @param labelsSha256 of the uncompressed file
   */
  public record Data(
      String source,
      String images,
      String labels,
      long rows,
      long heldOutRows,
      String imagesSha256,
      String labelsSha256) {
    public Data {
      RunChecks.name("source", source);
      RunChecks.name("images", images);
      RunChecks.name("labels", labels);
      Checks.atLeast("rows", rows, 1);
      if (heldOutRows < 0 || heldOutRows >= rows) {
        throw new IllegalArgumentException(
            "heldOutRows: expected 0 to %d, found %d".formatted(rows - 1, heldOutRows));
      }
      RunChecks.sha256("imagesSha256", imagesSha256);
      RunChecks.sha256("labelsSha256", labelsSha256);
    }
  }

  /**
   * Versions, as the driver found them.
   *
   * @param revision of this program's arithmetic, at least 1: another one trains other parameters
   * @param arithmetic what the kernels run on: the width of the Vector API's vectors, or the native
   *     library with its BLAS, threads and helpers; executors have the same jar
   */
  public record Software(
      String lenetSpark,
      int revision,
      String spark,
      String deeplearning4j,
      String java,
      String arithmetic) {
    public Software {
      RunChecks.name("lenetSpark", lenetSpark);
      Checks.atLeast("revision", revision, 1);
      RunChecks.name("spark", spark);
      RunChecks.name("deeplearning4j", deeplearning4j);
      RunChecks.name("java", java);
      RunChecks.name("arithmetic", arithmetic);
    }
  }

  /**
   * What a run is also a function of that trains a challenger.
   *
   * @param heldOutByContent the share of the rows that are held out to judge it by, chosen by their
   *     own bytes; above 0, at most {@value #MOST_HELD_OUT}
   * @param initialModel whose parameters the first epoch begins with; null, and absent in the file,
   *     if they are drawn from the seed
   */
  public record Retraining(
      double heldOutByContent, @JsonInclude(JsonInclude.Include.NON_NULL) ModelFile initialModel) {
    /** The greatest share. */
    public static final double MOST_HELD_OUT = 0.5;

    public Retraining {
      if (!(heldOutByContent > 0 && heldOutByContent <= MOST_HELD_OUT)) {
        throw new IllegalArgumentException(
            "heldOutByContent: expected above 0, at most %s, found %s"
                .formatted(MOST_HELD_OUT, heldOutByContent));
      }
    }

    /** All of it that the parameters of an epoch are a function of, in words. */
    public String inWords() {
      return "%s of the rows held out by content, %s"
          .formatted(
              heldOutByContent,
              initialModel == null
                  ? "first parameters from the seed"
                  : "first parameters of SHA-256 " + initialModel.parametersSha256());
    }
  }

  public RunRecord {
    RunChecks.runId(runId);
    RunChecks.present("state", state);
    RunChecks.instant("startedAt", startedAt);
    RunChecks.present("options", options);
    RunChecks.present("data", data);
    RunChecks.present("software", software);
  }

  /**
   * SHA-256 of all that the parameters of an epoch are a function of: the options but for the
   * number of epochs, the bytes of the data, the software that does arithmetic. Each epoch keeps
   * it: one that was trained otherwise than {@code run.json} says is found out.
   */
  public String sha256() {
    List<Object> parts = parts();
    if (retraining != null) {
      parts.add(retraining.inWords());
    }
    return sha256(parts);
  }

  /**
   * SHA-256 of what was asked for: as {@link #sha256}, and the number of epochs; of the parameters
   * that the first epoch began with only whether they were another model's. Two nights that have
   * one fingerprint do the same work.
   */
  public String fingerprint() {
    List<Object> parts = parts();
    parts.add(options.epochs);
    if (retraining != null) {
      parts.add(retraining.heldOutByContent);
      parts.add(retraining.initialModel == null ? "from the seed" : "from another model");
    }
    return sha256(parts);
  }

  private static String sha256(List<Object> parts) {
    String text = parts.stream().map(Object::toString).collect(Collectors.joining("\n"));
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Object> parts() {
    List<Object> parts =
        new ArrayList<>(
            List.of(
                options.architecture,
                options.replicas,
                options.batchSize,
                options.updater,
                options.learningRate,
                options.momentum,
                options.initialisation,
                options.seed,
                options.validationFraction,
                options.kernels,
                data.rows,
                data.heldOutRows,
                data.imagesSha256,
                data.labelsSha256,
                software.lenetSpark,
                software.revision,
                software.deeplearning4j));
    if (options.dependsOnNatives()) {
      parts.add(software.arithmetic);
    }
    return parts;
  }

  /** The same run with that many epochs to train. */
  public RunRecord extendedTo(int epochs) {
    return new RunRecord(
        runId, state, startedAt, options.withEpochs(epochs), data, software, retraining);
  }

  /** The same run of the same data, which lie where these do. */
  public RunRecord movedTo(Data elsewhere) {
    Data moved =
        new Data(
            elsewhere.source,
            elsewhere.images,
            elsewhere.labels,
            data.rows,
            data.heldOutRows,
            data.imagesSha256,
            data.labelsSha256);
    return new RunRecord(runId, state, startedAt, options, moved, software, retraining);
  }

  /** The same run, further on. */
  public RunRecord in(State newState) {
    return new RunRecord(runId, newState, startedAt, options, data, software, retraining);
  }
}
