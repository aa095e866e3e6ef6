package testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.hadoop.util.TFRecordReader;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/** Event files as anybody reads them: by the record format's own reader, as published messages. */
public final class Events {
  /** A scalar of an event. */
  public record Scalar(String tag, long step, float value) {}

  private Events() {}

  /** All of a file, which must be whole. */
  public static List<Event> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /** As above. */
  public static List<Event> read(InputStream in) throws IOException {
    TFRecordReader records = new TFRecordReader(in, true);
    List<Event> events = new ArrayList<>();
    for (byte[] record = records.read(); record != null; record = records.read()) {
      events.add(Event.parseFrom(record));
    }
    return events;
  }

  /** Those after the first event, which says the format; one an event, in their order. */
  public static List<Scalar> scalars(Path file) throws IOException {
    return scalars(read(file));
  }

  /** As above. */
  public static List<Scalar> scalars(List<Event> events) {
    if (!events.get(0).getFileVersion().equals("brain.Event:2")) {
      throw new AssertionError("expected the format first, found " + events.get(0));
    }
    return events.stream().skip(1).map(Events::scalar).toList();
  }

  private static Scalar scalar(Event event) {
    Summary.Value value = event.getSummary().getValue(0);
    return new Scalar(value.getTag(), event.getStep(), value.getSimpleValue());
  }
}
