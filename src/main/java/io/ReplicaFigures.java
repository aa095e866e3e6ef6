package io;

import io.EpochRecord.ReplicaRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * What each replica did in an epoch, as a Parquet file of a row each: what {@code epoch.json} says
 * of them, for those who ask by SQL. Made without a Spark job, which would take longer than an
 * epoch of a small set.
 */
final class ReplicaFigures {
  static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message replica {
            required int32 epoch;
            required int32 replica;
            optional binary host (STRING);
            required int64 rows;
            required int32 minibatches;
            required double seconds;
            required double loss;
            optional double distance;
          }
          """);

  private ReplicaFigures() {}

  /**
   * The file.
   *
   * @param hadoop settings, which Parquet would read anew otherwise
   */
  static byte[] bytes(EpochRecord epoch, Configuration hadoop) {
    ParquetBytes bytes = new ParquetBytes();
    try (ParquetWriter<Group> writer = writer(bytes, hadoop)) {
      for (ReplicaRecord replica : epoch.replicas()) {
        writer.write(row(epoch.epoch(), replica));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes all", e);
    }
    return bytes.bytes();
  }

  /**
   * Begins to load Parquet's writer, on a thread of its own: half a second that the first epoch
   * would wait for otherwise.
   */
  static void beginWarmUp(Configuration hadoop) {
    Thread thread =
        new Thread(
            () -> {
              try (ParquetWriter<Group> writer = writer(new ParquetBytes(), hadoop)) {
                writer.write(row(1, new ReplicaRecord(0, 1, 1, 0, 0, "", 0.0)));
              } catch (IOException e) {
                throw new UncheckedIOException("memory takes all", e);
              }
            },
            "replica figures");
    thread.setDaemon(true);
    thread.start();
  }

  private static ParquetWriter<Group> writer(ParquetBytes bytes, Configuration hadoop)
      throws IOException {
    return ExampleParquetWriter.builder(bytes)
        .withConf(hadoop) // or it reads Hadoop's own anew each time, for ten milliseconds
        .withType(SCHEMA)
        .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
        .withDictionaryEncoding(false)
        .build();
  }

  private static Group row(int epoch, ReplicaRecord replica) {
    Group row = new SimpleGroup(SCHEMA);
    row.add("epoch", epoch);
    row.add("replica", replica.shard());
    if (replica.host() != null) {
      row.add("host", replica.host());
    }
    row.add("rows", replica.rows());
    row.add("minibatches", replica.minibatches());
    row.add("seconds", replica.seconds());
    row.add("loss", replica.loss());
    if (replica.distance() != null) {
      row.add("distance", replica.distance());
    }
    return row;
  }
}
