package io.events;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.hadoop.util.TFRecordReader;
import org.tensorflow.hadoop.util.TFRecordWriter;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/**
 * The bytes of an event file: TFRecords (length, its masked CRC-32C, message, its masked CRC-32C),
 * of which the first says the format and each other one is a point.
 */
final class EventRecords {
  /** What the first record says, without which TensorBoard takes the file for an older one. */
  private static final String FORMAT = "brain.Event:2";

  /** Of a record beside its message: 8 bytes of length, and two checksums. */
  private static final int FRAME = Long.BYTES + 2 * Integer.BYTES;

  /**
   * What a file holds.
   *
   * @param begun when, in seconds since 1970; infinite if it does not say so with the format
   * @param points of all records before the first that is damaged or cut off
   * @param whole whether there is no such record, and the format is said
   */
  record Contents(double begun, List<Point> points, boolean whole) {
    static final Contents NONE = new Contents(Double.POSITIVE_INFINITY, List.of(), false);

    Contents {
      points = List.copyOf(points);
    }
  }

  private EventRecords() {}

  /** A whole file, begun at that time. */
  static byte[] file(double begun, List<Point> points) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(bytes, Event.newBuilder().setWallTime(begun).setFileVersion(FORMAT).build());
    points.forEach(point -> write(bytes, event(point)));
    return bytes.toByteArray();
  }

  /** What is added to one. */
  static byte[] of(List<Point> points) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    points.forEach(point -> write(bytes, event(point)));
    return bytes.toByteArray();
  }

  private static Event event(Point point) {
    Summary.Value value =
        Summary.Value.newBuilder().setTag(point.tag()).setSimpleValue(point.value()).build();
    return Event.newBuilder()
        .setWallTime(point.wallTime())
        .setStep(point.step())
        .setSummary(Summary.newBuilder().addValue(value))
        .build();
  }

  private static void write(ByteArrayOutputStream bytes, Event event) {
    try {
      new TFRecordWriter(new DataOutputStream(bytes)).write(event.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail so", e);
    }
  }

  static Contents read(byte[] file) {
    List<Point> points = new ArrayList<>();
    ByteArrayInputStream in = new ByteArrayInputStream(file);
    TFRecordReader records = new TFRecordReader(in, /* crcCheck= */ true);
    double begun = Double.POSITIVE_INFINITY;
    while (in.available() > 0) {
      if (isCutOff(ByteBuffer.wrap(file, file.length - in.available(), in.available()))) {
        return new Contents(begun, points, false);
      }
      try {
        Event event = Event.parseFrom(records.read());
        if (event.getFileVersion().equals(FORMAT)) {
          begun = Math.min(begun, event.getWallTime());
        }
        points.addAll(points(event));
      } catch (IOException e) { // of checksums or protobuf's: from here on nothing can be trusted
        return new Contents(begun, points, false);
      }
    }
    return new Contents(begun, points, Double.isFinite(begun));
  }

  /** The reader would believe the length, and ask for as much memory. */
  private static boolean isCutOff(ByteBuffer left) {
    if (left.remaining() < FRAME) {
      return true;
    }
    long length = left.order(ByteOrder.LITTLE_ENDIAN).getLong(left.position());
    return length < 0 || length > left.remaining() - FRAME;
  }

  private static List<Point> points(Event event) {
    return event.getSummary().getValueList().stream()
        .filter(value -> value.hasSimpleValue() && event.getStep() >= 0)
        .map(
            value ->
                new Point(
                    value.getTag(), event.getStep(), event.getWallTime(), value.getSimpleValue()))
        .toList();
  }
}
