package io.fetch;

import java.net.URI;
import java.nio.file.Path;

/** Is told how a fetch goes on, by the thread that fetches. */
public interface FetchListener {
  /** The file is there already and right; nothing is asked for. */
  void kept(Path file);

  /**
   * An answer begins.
   *
   * @param resumed how many bytes are there from earlier
   * @param total how many there will be with these; -1 if the mirror doesn't say
   */
  void receiving(URI source, long resumed, long total);

  /**
   * Bytes have come.
   *
   * @param bytes how many are there now, those from earlier included
   */
  void received(long bytes);

  /** An answer has ended, whole or not. */
  void stopped();

  /** A mirror is not asked again. */
  void abandoned(Mirror mirror, String reason);

  /** The file has been checked and has its final name. */
  void placed(Path file);
}
