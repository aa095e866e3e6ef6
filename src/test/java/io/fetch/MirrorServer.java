package io.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real web server on loopback that serves bytes by their names, with ranges, and misbehaves when
 * told to. Behaviours are given in advance, one a request; after those it behaves.
 */
public final class MirrorServer implements AutoCloseable {
  /** What the server does to one request. */
  public sealed interface Behaviour {
    /** Announces all, sends some, and closes the connection. */
    record Cut(int after) implements Behaviour {}

    /** Announces all, sends some, and says nothing more. */
    record Stall(int after) implements Behaviour {}

    /** Sends everything, whatever range was asked for. */
    record IgnoreRange() implements Behaviour {}

    /** Answers with another range than was asked for. */
    record ShiftRange() implements Behaviour {}

    /** Answers by a status alone. */
    record Status(int code) implements Behaviour {}

    /**
     * Sends zeros without saying how many: far too many, though not without end, lest a fetch
     * without limit fill the disk.
     */
    record Flood() implements Behaviour {}

    /** Does what it should. */
    record Serve() implements Behaviour {}
  }

  /** What was asked for; the range is null without such a header. */
  public record Request(String name, String range) {}

  private static final int FLOOD_BYTES = 8 << 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, byte[]> files = new HashMap<>();
  private final Queue<Behaviour> behaviours = new ArrayDeque<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public MirrorServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/sets/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public MirrorServer serve(String name, byte[] bytes) {
    files.put(name, bytes.clone());
    return this;
  }

  public MirrorServer first(Behaviour... next) {
    behaviours.addAll(List.of(next));
    return this;
  }

  public Mirror mirror() {
    return new Mirror(uri());
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:%d/sets".formatted(server.getAddress().getPort()));
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring("/sets/".length());
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(new Request(name, range));
    Behaviour behaviour = behaviours.isEmpty() ? new Behaviour.Serve() : behaviours.remove();
    byte[] file = files.get(name);
    try (exchange) {
      if (behaviour instanceof Behaviour.Status status) {
        exchange.sendResponseHeaders(status.code(), -1);
      } else if (file == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (behaviour instanceof Behaviour.Flood) {
        flood(exchange);
      } else {
        send(exchange, behaviour, file, range);
      }
    }
  }

  private void send(HttpExchange exchange, Behaviour behaviour, byte[] file, String range)
      throws IOException {
    boolean ranged = range != null && !(behaviour instanceof Behaviour.IgnoreRange);
    int start = ranged ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
    if (behaviour instanceof Behaviour.ShiftRange) {
      start--;
    }
    if (start >= file.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (ranged) {
      String sent = "bytes %d-%d/%d".formatted(start, file.length - 1, file.length);
      exchange.getResponseHeaders().set("Content-Range", sent);
    }
    exchange.sendResponseHeaders(ranged ? 206 : 200, file.length - start);
    OutputStream body = exchange.getResponseBody();
    if (behaviour instanceof Behaviour.Cut cut) {
      body.write(file, start, cut.after());
      body.flush();
    } else if (behaviour instanceof Behaviour.Stall stall) {
      body.write(file, start, stall.after());
      body.flush();
      awaitClose();
    } else {
      body.write(file, start, file.length - start);
    }
  }

  private void awaitClose() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void flood(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] block = new byte[1 << 12];
    for (int sent = 0; sent < FLOOD_BYTES; sent += block.length) {
      exchange.getResponseBody().write(block);
    }
  }
}
