package io.fetch;

import io.idx.IdxPair;
import java.net.URI;
import java.util.List;

/**
 * MNIST's four files (LeCun, Cortes, Burges 1998; CC BY-SA 3.0) and where they are served in
 * public.
 */
public final class Mnist {
  private static final IdxPair TRAIN = IdxPair.named(IdxPair.TRAIN);
  private static final IdxPair TEST = IdxPair.named(IdxPair.TEST);

  /** In the order in which they are fetched: the long one last, so that trouble shows early. */
  public static final List<PublishedFile> FILES =
      List.of(
          new PublishedFile(
              TEST.labels(),
              10_008,
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
          new PublishedFile(
              TRAIN.labels(),
              60_008,
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          new PublishedFile(
              TEST.images(),
              7_840_016,
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          new PublishedFile(
              TRAIN.images(),
              47_040_016,
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"));

  /** Asked in this order. */
  public static final List<Mirror> MIRRORS =
      List.of(
          new Mirror(URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/")),
          new Mirror(URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")));

  private Mnist() {}
}
