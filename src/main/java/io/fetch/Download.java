package io.fetch;

import io.fetch.MirrorException.Remedy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * One request for the rest of a file (RFC 9110, section 14): what is there already is not asked for
 * again. Servers that ignore the range and send everything are understood, too.
 */
final class Download {
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final HttpClient client;
  private final Timeouts timeouts;
  private final FetchListener listener;

  Download(Timeouts timeouts, FetchListener listener) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(timeouts.connect())
            .build();
    this.timeouts = timeouts;
    this.listener = listener;
  }

  /**
   * Makes a partial file as long as the mirror's; whether its bytes are right is for the caller to
   * see.
   *
   * @param limit how many bytes the file may have at most
   * @throws MirrorException if the mirror fails; what came until then stays in the file
   * @throws IOException if the local disk fails
   */
  void complete(Path part, URI source, long limit) throws IOException, InterruptedException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer = ask(source, have);
    try (TimedBody body = TimedBody.of(answer.body(), timeouts.read())) {
      switch (answer.statusCode()) {
        case OK -> receive(body, part, announce(source, answer, 0), limit);
        case PARTIAL_CONTENT -> {
          checkRange(answer, have);
          receive(body, part, announce(source, answer, have), limit);
        }
        case RANGE_NOT_SATISFIABLE -> checkAskedForARange(have);
        default -> throw new MirrorException(Remedy.NONE, "HTTP status " + answer.statusCode());
      }
    } finally {
      listener.stopped();
    }
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> ask(URI source, long have)
      throws MirrorException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(timeouts.read());
    if (have > 0) {
      request.header("Range", "bytes=%d-".formatted(have));
    }
    try {
      return client.send(request.build(), BodyHandlers.ofPublisher());
    } catch (HttpConnectTimeoutException e) {
      throw new MirrorException(Remedy.NONE, "no connection within " + timeouts.connect(), e);
    } catch (HttpTimeoutException e) {
      throw new MirrorException(Remedy.NONE, "no answer within " + timeouts.read(), e);
    } catch (ConnectException e) {
      throw new MirrorException(Remedy.NONE, "not to be reached", e);
    } catch (IOException e) {
      throw new MirrorException(Remedy.NONE, "no proper answer (%s)".formatted(e.getMessage()), e);
    }
  }

  /** Where an answer's first byte belongs, told to the listener. */
  private long announce(URI source, HttpResponse<?> answer, long start) {
    long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
    listener.receiving(source, start, length < 0 ? -1 : start + length);
    return start;
  }

  private static void checkRange(HttpResponse<?> answer, long have) throws MirrorException {
    Optional<String> range = answer.headers().firstValue("Content-Range");
    if (have == 0 || !range.orElse("").startsWith("bytes %d-".formatted(have))) {
      throw new MirrorException(
          Remedy.START_AGAIN,
          "sent another range than was asked for: expected bytes %d-, found %s"
              .formatted(have, range.orElse("none")));
    }
  }

  /** The partial file is as long as the mirror's, or longer: its content will tell. */
  private static void checkAskedForARange(long have) throws MirrorException {
    if (have == 0) {
      throw new MirrorException(Remedy.NONE, "HTTP status " + RANGE_NOT_SATISFIABLE);
    }
  }

  private void receive(TimedBody body, Path part, long start, long limit)
      throws IOException, InterruptedException {
    try (FileChannel file =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.truncate(start).position(start);
      for (List<ByteBuffer> piece = body.next(); !piece.isEmpty(); piece = body.next()) {
        for (ByteBuffer buffer : piece) {
          if (file.position() + buffer.remaining() > limit) {
            throw new MirrorException(
                Remedy.START_AGAIN, "sent more than the %,d bytes possible".formatted(limit));
          }
          while (buffer.hasRemaining()) {
            file.write(buffer);
          }
        }
        listener.received(file.position());
      }
    }
  }
}
