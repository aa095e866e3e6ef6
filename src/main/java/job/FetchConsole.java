package job;

import io.fetch.FetchListener;
import io.fetch.Mirror;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows a fetch: a line for each event and, on a terminal, a bar while bytes come. */
final class FetchConsole implements FetchListener, AutoCloseable {
  private static final long KILOBYTE = 1_000;

  private final PrintWriter out;

  private final boolean terminal = Terminal.isThere();

  private ProgressBar bar;

  FetchConsole(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void kept(Path file) {
    line("%s is there already".formatted(file));
  }

  @Override
  public void receiving(URI source, long resumed, long total) {
    String from = resumed == 0 ? "" : ", resumed at %,d bytes".formatted(resumed);
    String to = total < 0 ? "" : ", %,d bytes".formatted(total);
    line("%s%s%s".formatted(source, to, from));
    if (terminal) {
      String name = Path.of(source.getPath()).getFileName().toString();
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(total)
              .setUnit(" kB", KILOBYTE)
              .build();
      bar.stepTo(resumed);
    }
  }

  @Override
  public void received(long bytes) {
    if (bar != null) {
      bar.stepTo(bytes);
    }
  }

  @Override
  public void stopped() {
    close();
  }

  @Override
  public void abandoned(Mirror mirror, String reason) {
    line("%s is given up: %s".formatted(mirror, reason));
  }

  @Override
  public void placed(Path file) {
    line("%s is complete and checked".formatted(file));
  }

  /** Ends the bar, if there is one. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }
}
