package model;

import java.util.List;

/**
 * What networks made of the same rows.
 *
 * @param scores of each network, in their order
 * @param checks the rows' checks added up, by which the data set is known
 */
public record Scored(List<Score> scores, long checks) {
  public Scored {
    scores = List.copyOf(scores);
  }
}
