package job;

import io.Prediction;
import io.RunException;
import io.picture.Picture;
import io.picture.PictureException;
import io.picture.PictureFile;
import io.picture.PicturePng;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import model.Architecture;
import model.Contender;
import model.Predictor;
import model.TaskProgress;
import model.preparation.NoDigitException;
import model.preparation.Preparation;
import model.preparation.Prepared;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * What is done with the pictures of a partition, as {@link PictureFiles} names them.
 *
 * @param progress is told of files alone: images of IDX files take no time beside them
 */
record PredictPictures(
    Broadcast<Contender> network,
    Broadcast<SerializableConfiguration> hadoop,
    TaskProgress progress)
    implements FlatMapFunction<Iterator<PictureSource>, Prediction> {
  /** Pictures that are prepared before the network sees them together. */
  private static final int BATCH = 128;

  /** After so many HotSpot has compiled every pass of the fast kernels. */
  private static final int BATCHES_UNTIL_COMPILED = 40;

  /** Of the longer side of what people are shown, in pixels. */
  private static final int THUMBNAIL = 160;

  @Override
  public Iterator<Prediction> call(Iterator<PictureSource> pictures) {
    Predictor predictor = Predictor.of(network.value());
    TaskCompletionListener closing = context -> predictor.close();
    TaskContext.get().addTaskCompletionListener(closing);
    return new Batches(pictures, predictor, hadoop.value().value(), progress);
  }

  /**
   * Has the classes loaded and the network's passes compiled, of which the tasks in this JVM would
   * have to wait for each; on a thread of its own, while Spark starts.
   */
  static void warmUp(Contender network) {
    try (Predictor predictor = Predictor.of(network)) {
      List<byte[]> blank =
          Collections.nCopies(BATCH, new byte[Architecture.SIDE * Architecture.SIDE]);
      for (int batch = 0; batch < BATCHES_UNTIL_COMPILED; batch++) {
        predictor.probabilities(blank);
      }
    }
  }

  private static final class Batches implements Iterator<Prediction> {
    private final Iterator<PictureSource> pictures;
    private final Predictor predictor;
    private final Configuration hadoop;
    private final TaskProgress progress;
    private final int task = TaskContext.getPartitionId();
    private long files;
    private Iterator<Prediction> batch = List.<Prediction>of().iterator();

    Batches(
        Iterator<PictureSource> pictures,
        Predictor predictor,
        Configuration hadoop,
        TaskProgress progress) {
      this.pictures = pictures;
      this.predictor = predictor;
      this.hadoop = hadoop;
      this.progress = progress;
    }

    @Override
    public boolean hasNext() {
      return batch.hasNext() || pictures.hasNext();
    }

    @Override
    public Prediction next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (!batch.hasNext()) {
        batch = predicted(prepared()).iterator();
      }
      return batch.next();
    }

    private List<Ready> prepared() {
      List<Ready> ready = new ArrayList<>();
      while (ready.size() < BATCH && pictures.hasNext()) {
        PictureSource next = pictures.next();
        ready.add(new Ready(next, hadoop));
        if (next.image().isEmpty()) {
          progress.at(task, ++files);
        }
      }
      if (files > 0 && !pictures.hasNext()) {
        progress.done(task, files);
      }
      return ready;
    }

    private List<Prediction> predicted(List<Ready> ready) {
      Iterator<double[]> toPictures =
          predictor
              .probabilitiesOverShifts(images(ready.stream().filter(one -> !one.isOfIdx)))
              .iterator();
      // as they are, so that the answers are those that evaluate scores
      Iterator<double[]> toIdx =
          predictor.probabilities(images(ready.stream().filter(one -> one.isOfIdx))).iterator();
      return ready.stream()
          .map(
              one ->
                  one.error == null
                      ? one.answered((one.isOfIdx ? toIdx : toPictures).next())
                      : one.failed())
          .toList();
    }

    private static List<byte[]> images(Stream<Ready> ready) {
      return ready.filter(one -> one.error == null).map(one -> one.image).toList();
    }
  }

  /** A picture that the network can be shown, or what is wrong with it. */
  private static final class Ready {
    private final String path;
    private final boolean isOfIdx;
    private final List<String> notes = new ArrayList<>();
    private byte[] image;
    private String thumbnail;
    private String error;

    Ready(PictureSource source, Configuration hadoop) {
      path = source.path();
      isOfIdx = source.image().isPresent();
      if (source.error().isPresent()) {
        error = source.error().get();
      } else if (source.image().isPresent()) {
        image = source.image().get();
        notes.add("as it is in the IDX file");
      } else {
        prepare(source, hadoop);
      }
    }

    /** One bad file never stops the rest, whatever is wrong with it: hence all exceptions. */
    private void prepare(PictureSource source, Configuration hadoop) {
      try {
        Picture picture = PictureFile.read(hadoop, path);
        notes.addAll(picture.notes());
        thumbnail = source.isShown() ? PicturePng.scaled(picture, THUMBNAIL) : null;
        Prepared prepared = Preparation.prepare(picture.image());
        notes.addAll(prepared.notes());
        image = prepared.pixels();
      } catch (PictureException | NoDigitException | RunException e) {
        error = e.getMessage();
      } catch (IOException e) {
        error = "Cannot be read: %s. Check that it is still there, and its rights".formatted(e);
      } catch (RuntimeException e) {
        error =
            "Cannot be prepared: %s. The fault is this program's, not the picture's: report it, with the picture"
                .formatted(e);
      } catch (OutOfMemoryError e) {
        error =
            "It needs more memory than there is: %s, in a heap of %d MB. Scale it down, or give more (--driver-memory in local mode, --executor-memory on a cluster)"
                .formatted(e.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
      }
    }

    Prediction answered(double[] probabilities) {
      return Prediction.of(path, new Prediction.Answer(image, probabilities), notes)
          .withThumbnail(thumbnail);
    }

    Prediction failed() {
      return Prediction.failed(path, notes, error).withThumbnail(thumbnail);
    }
  }
}
