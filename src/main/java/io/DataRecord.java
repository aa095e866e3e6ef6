package io;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * {@code data.json}: what a look at a training set found, before a challenger was trained on it.
 *
 * @param source as given on the command line
 * @param imagesSha256 of the uncompressed file
 * @param labelsSha256 of the uncompressed file
 * @param labels the rows of each class
 * @param heldOutLabels of them, those that are held out by content
 * @param pixelMean of all pixels, 0..255
 * @param pixelSpread their standard deviation
 * @param duplicateRows rows whose pixels and label another row before them has, too
 * @param seenRows rows to train on that the champion was trained on, too; null without a champion
 * @param accepted what was wrong with it, and accepted by hand
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DataRecord(
    String source,
    String imagesSha256,
    String labelsSha256,
    List<Long> labels,
    List<Long> heldOutLabels,
    double pixelMean,
    double pixelSpread,
    long duplicateRows,
    Long seenRows,
    List<String> accepted) {
  public DataRecord {
    RunChecks.name("source", source);
    RunChecks.sha256("imagesSha256", imagesSha256);
    RunChecks.sha256("labelsSha256", labelsSha256);
    labels = List.copyOf(RunChecks.present("labels", labels));
    heldOutLabels = List.copyOf(RunChecks.present("heldOutLabels", heldOutLabels));
    Checks.same("classes of heldOutLabels", heldOutLabels.size(), labels.size());
    RunChecks.notNegative("pixelMean", pixelMean);
    RunChecks.notNegative("pixelSpread", pixelSpread);
    Checks.atLeast("duplicateRows", duplicateRows, 0);
    accepted = List.copyOf(RunChecks.present("accepted", accepted));
  }
}
