package job;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * A bar in one line: of which epoch or pass, how much of it, the bar, and the figures; on a narrow
 * terminal the bar is what gives way. Without colours: it needs none, and whoever set NO_COLOR need
 * not be asked.
 */
final class EpochBar implements ProgressBarRenderer {
  private static final int REFRESH_MILLIS = 200;
  private static final int MOST_CELLS = 40;

  /** Fewer say nothing: then there is no bar. */
  private static final int FEWEST_CELLS = 5;

  private final String done;
  private final String left;

  EpochBar(Charset charset) {
    boolean unicode = charset.equals(StandardCharsets.UTF_8);
    this.done = unicode ? "\u2588" : "#";
    this.left = unicode ? "\u2591" : ".";
  }

  /** On standard error, redrawn in its place, and gone when it is closed. */
  static ProgressBar open(String name, long max) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(max)
        .setRenderer(new EpochBar(Charset.defaultCharset()))
        .setConsumer(new InPlace())
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .clearDisplayOnFinish()
        .build();
  }

  /** One line of standard error; the library's own would leave an empty one behind. */
  private static final class InPlace extends ConsoleProgressBarConsumer {
    InPlace() {
      super(System.err);
    }

    /** Over all that may stand there: the line before may have been longer. */
    @Override
    public void accept(String line) {
      int width = getMaxRenderedLength();
      System.err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    }

    @Override
    public void clear() {
      System.err.print("\r" + " ".repeat(getMaxRenderedLength()) + "\r");
    }

    @Override
    public void close() {
      System.err.flush();
    }
  }

  @Override
  public String render(ProgressState state, int width) {
    return line(state.getTaskName(), state.getNormalizedProgress(), state.getExtraMessage(), width);
  }

  /** No longer than the width. */
  String line(String name, double share, String figures, int width) {
    String head = String.format(Locale.ROOT, "%s %3d%%  ", name, (int) (100 * share));
    String tail = figures == null ? "" : figures;
    int cells = Math.min(MOST_CELLS, width - head.length() - tail.length() - 2);
    String bar = "";
    if (cells >= FEWEST_CELLS) {
      int full = (int) (cells * share);
      bar = done.repeat(full) + left.repeat(cells - full) + "  ";
    }
    String line = head + bar + tail;
    return line.substring(0, Math.min(line.length(), Math.max(0, width)));
  }
}
