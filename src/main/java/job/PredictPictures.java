package job;

import io.Prediction;
import io.picture.Picture;
import io.picture.PictureException;
import io.picture.PictureFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import model.Architecture;
import model.Contender;
import model.Predictor;
import model.preparation.NoDigitException;
import model.preparation.Preparation;
import model.preparation.Prepared;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** What is done with the pictures of a partition, as {@link PictureFiles} names them. */
record PredictPictures(Broadcast<Contender> network, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<PictureSource>, Prediction> {
  /** Pictures that are prepared before the network sees them together. */
  private static final int BATCH = 128;

  @Override
  public Iterator<Prediction> call(Iterator<PictureSource> pictures) {
    Predictor predictor = Predictor.of(network.value());
    TaskCompletionListener closing = context -> predictor.close();
    TaskContext.get().addTaskCompletionListener(closing);
    Configuration configuration = hadoop.value().value();
    return new Batches(pictures, predictor, configuration);
  }

  private static final class Batches implements Iterator<Prediction> {
    private final Iterator<PictureSource> pictures;
    private final Predictor predictor;
    private final Configuration hadoop;
    private Iterator<Prediction> batch = List.<Prediction>of().iterator();

    Batches(Iterator<PictureSource> pictures, Predictor predictor, Configuration hadoop) {
      this.pictures = pictures;
      this.predictor = predictor;
      this.hadoop = hadoop;
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
        ready.add(ready(pictures.next(), hadoop));
      }
      return ready;
    }

    private List<Prediction> predicted(List<Ready> ready) {
      List<byte[]> images =
          ready.stream().filter(one -> one.error == null).map(one -> one.image).toList();
      Iterator<double[]> answers = predictor.probabilities(images).iterator();
      return ready.stream()
          .map(one -> one.error == null ? one.answered(answers.next()) : one.failed())
          .toList();
    }
  }

  /** A picture that the network can be shown, or what is wrong with it. */
  private static final class Ready {
    private final String path;
    private final byte[] image;
    private final List<String> notes;
    private final String error;

    Ready(String path, byte[] image, List<String> notes, String error) {
      this.path = path;
      this.image = image;
      this.notes = notes;
      this.error = error;
    }

    Prediction answered(double[] probabilities) {
      return Prediction.of(path, new Prediction.Answer(image, probabilities), notes);
    }

    Prediction failed() {
      return Prediction.failed(path, notes, error);
    }
  }

  private static Ready ready(PictureSource source, Configuration hadoop) {
    String path = source.path();
    if (source.image().isPresent()) {
      return ofIdx(path, source.image().get());
    }
    List<String> notes = new ArrayList<>();
    try {
      Picture picture = PictureFile.read(hadoop, path);
      notes.addAll(picture.notes());
      Prepared prepared = Preparation.prepare(picture.image());
      notes.addAll(prepared.notes());
      return new Ready(path, prepared.pixels(), notes, null);
    } catch (IOException e) {
      return new Ready(path, null, notes, "Cannot be read: %s. Check rights there".formatted(e));
    } catch (PictureException | NoDigitException e) {
      return new Ready(path, null, notes, e.getMessage());
    }
  }

  private static Ready ofIdx(String path, byte[] image) {
    int pixels = Architecture.SIDE * Architecture.SIDE;
    return image.length == pixels
        ? new Ready(path, image, List.of("as it is in the IDX file"), null)
        : new Ready(
            path,
            null,
            List.of(),
            "The networks take images of %d×%d pixels: expected %d, found %d in this file's. Scale them first"
                .formatted(Architecture.SIDE, Architecture.SIDE, pixels, image.length));
  }
}
