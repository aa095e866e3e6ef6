package io.fetch;

import io.fetch.MirrorException.Remedy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, pulled piece by piece with a limit on the wait for each: {@link
 * java.net.http.HttpClient}'s own time limit ends where the body begins. For one reading thread.
 */
final class TimedBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
  /** Exactly one is set; neither at the end. */
  private record Signal(List<ByteBuffer> piece, Throwable failure) {}

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Duration limit;
  private volatile Flow.Subscription subscription;

  private TimedBody(Duration limit) {
    this.limit = limit;
  }

  static TimedBody of(Flow.Publisher<List<ByteBuffer>> body, Duration limit) {
    TimedBody timed = new TimedBody(limit);
    body.subscribe(timed);
    return timed;
  }

  /**
   * Waits for the next piece.
   *
   * @return an empty list at the end
   * @throws MirrorException to be resumed, if the connection is cut or silent for too long
   */
  List<ByteBuffer> next() throws MirrorException, InterruptedException {
    Signal signal = signals.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (signal == null) {
      throw new MirrorException(
          Remedy.RESUME, "sent nothing for %.1f s".formatted(limit.toMillis() / 1e3));
    }
    if (signal.failure() != null) {
      throw new MirrorException(Remedy.RESUME, "cut the connection", signal.failure());
    }
    if (signal.piece() == null) {
      return List.of();
    }
    subscription.request(1);
    return signal.piece();
  }

  /** Lets go of the connection, if there is more to come. */
  @Override
  public void close() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    begun.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> piece) {
    signals.add(new Signal(piece, null));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal(null, failure));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal(null, null));
  }
}
