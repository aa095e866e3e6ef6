package io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Small whole files: each is written beside its place and moved over what was there. */
final class JsonFiles {
  /**
   * Far more than any of our files; what is larger is not one of them and is not read into memory.
   */
  private static final int LONGEST = 1 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final FileSystem files;

  JsonFiles(FileSystem files) {
    this.files = files;
  }

  void write(Path place, Object value) throws IOException {
    String text = MAPPER.writeValueAsString(value) + "\n";
    writeBytes(place, text.getBytes(StandardCharsets.UTF_8));
  }

  void writeBytes(Path place, byte[] bytes) throws IOException {
    Path beside = new Path(place.getParent(), "." + place.getName() + "." + UUID.randomUUID());
    try {
      try (FSDataOutputStream out = files.create(beside, false)) {
        out.write(bytes);
        out.hsync();
      }
      FileReplacement.move(files, beside, place);
    } finally {
      files.delete(beside, false);
    }
  }

  /**
   * @throws RunException if the file is no JSON of that type, naming the file and what is wrong
   */
  <T> T read(Path path, Class<T> type) throws IOException {
    long length = files.getFileStatus(path).getLen();
    if (length > LONGEST) {
      throw notA(type, path, "at most " + LONGEST + " bytes", length + " bytes", null);
    }
    try {
      T value = MAPPER.readValue(readBytes(path, length), type);
      if (value == null) {
        throw notA(type, path, "an object", "null", null);
      }
      return value;
    } catch (ValueInstantiationException e) {
      throw notA(type, path, "values in their ranges", e.getCause().getMessage(), e);
    } catch (JsonProcessingException e) {
      throw notA(type, path, "JSON", e.getOriginalMessage(), e);
    }
  }

  private static RunException notA(
      Class<?> type, Path path, String expected, String found, Exception cause) {
    return new RunException(
        "%s is not a %s: expected %s, found %s. It was damaged or edited; restore it"
            .formatted(path, type.getSimpleName(), expected, found),
        cause);
  }

  /** The first {@code length} bytes, which the file is known to have. */
  byte[] readBytes(Path path, long length) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(length)];
    try (FSDataInputStream in = files.open(path)) {
      in.readFully(0, bytes);
    }
    return bytes;
  }
}
