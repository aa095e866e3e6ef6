package io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Whole files of JSON: records, one a file. */
final class JsonFiles {
  /** Far more than any of our files but {@code epoch.json}; what is larger is not one of them. */
  private static final int LONGEST = 1 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final WholeFiles files;

  JsonFiles(FileSystem files) {
    this.files = new WholeFiles(files);
  }

  /** As {@link WholeFiles#writeFirst}. */
  boolean writeFirst(Path place, Object value) throws IOException {
    return files.writeFirst(place, bytes(place, value));
  }

  /** As {@link WholeFiles#write}. */
  void write(Path place, Object value) throws IOException {
    files.write(place, bytes(place, value));
  }

  /** As {@link #bytes(Path, Object, int)}, for {@link #read(Path, Class)}. */
  static byte[] bytes(Path place, Object value) throws IOException {
    return bytes(place, value, LONGEST);
  }

  /**
   * What a place is to hold.
   *
   * @throws RunException if that is more than {@link #read(Path, Class, int)} takes
   */
  static byte[] bytes(Path place, Object value, int most) throws IOException {
    byte[] bytes = (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    if (bytes.length > most) {
      throw new RunException(
          "Cannot write %s: expected at most %d bytes, found %d. Nobody could read it; nothing was written"
              .formatted(place, most, bytes.length));
    }
    return bytes;
  }

  /**
   * @throws RunException if the file is no JSON of that type, naming the file and what is wrong
   */
  <T> T read(Path path, Class<T> type) throws IOException {
    return read(path, type, LONGEST);
  }

  /** As {@link #read(Path, Class)}; empty if there is no such file. */
  <T> Optional<T> readIfThere(Path path, Class<T> type) throws IOException {
    try {
      return Optional.of(read(path, type));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * @param most bytes that are read: what is larger is no file of ours
   * @throws RunException if the file is no JSON of that type, naming the file and what is wrong
   */
  <T> T read(Path path, Class<T> type, int most) throws IOException {
    // Opened once: between a look at the length and the reading another file may take the place.
    byte[] bytes = files.readAtMost(path, most + 1);
    if (bytes.length > most) {
      throw notA(type, path, "at most " + most + " bytes", "more", null);
    }
    return value(path, bytes, type);
  }

  /**
   * What bytes say that were read at a place.
   *
   * @throws RunException as {@link #read}
   */
  static <T> T value(Path path, byte[] bytes, Class<T> type) throws IOException {
    try {
      T value = MAPPER.readValue(bytes, type);
      if (value == null) {
        throw notA(type, path, "an object", "null", null);
      }
      return value;
    } catch (ValueInstantiationException e) {
      throw notA(type, path, "values in their ranges", e.getCause().getMessage(), e);
    } catch (JsonProcessingException e) {
      throw notA(type, path, "JSON", withoutSource(e.getOriginalMessage()), e);
    } catch (CharConversionException e) {
      throw notA(type, path, "JSON in UTF-8", e.getMessage(), e);
    }
  }

  /** Jackson tells that it does not tell what it read; the line and column are told. */
  private static String withoutSource(String message) {
    return message.replaceAll("\\[Source: [^;]*; (line: \\d+, column: \\d+)\\]", "$1");
  }

  private static RunException notA(
      Class<?> type, Path path, String expected, String found, Exception cause) {
    return new RunException(
        "%s is no %s: expected %s, found %s. It was damaged or edited; restore it"
            .formatted(path, type.getSimpleName(), expected, found),
        cause);
  }
}
