package io.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a fetch tells. */
class Recorder implements FetchListener {
  final List<Path> kept = new ArrayList<>();
  final List<Long> resumed = new ArrayList<>();
  final List<Long> totals = new ArrayList<>();
  final List<Long> received = new ArrayList<>();
  final List<String> abandoned = new ArrayList<>();
  final List<Path> placed = new ArrayList<>();
  int stops;

  @Override
  public void kept(Path file) {
    kept.add(file);
  }

  @Override
  public void receiving(URI source, long already, long total) {
    resumed.add(already);
    totals.add(total);
  }

  @Override
  public void received(long bytes) {
    received.add(bytes);
  }

  @Override
  public void stopped() {
    stops++;
  }

  @Override
  public void abandoned(Mirror mirror, String reason) {
    abandoned.add(mirror + ": " + reason);
  }

  @Override
  public void placed(Path file) {
    placed.add(file);
  }
}
