package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ScalesTest {
  private static Candidate of(Drawing white) {
    Grey ink = white.grey();
    return Candidate.of(Marks.of(ink, 0.5f), ink).orElseThrow();
  }

  private static Candidate rectangle(int side, int width, int height) {
    return of(Drawing.page(side, side, 0).rectangle(side / 3, side / 3, width, height, 255));
  }

  /** Out of focus, and cut off below. */
  private static Candidate unsharp(int side) {
    return of(
        Drawing.page(side, side, 0)
            .rectangle(side / 3, side / 3, 20, 60, 255)
            .outOfFocus(14)
            .rectangle(0, side / 3 + 40, side, side / 2, 0));
  }

  private static Optional<Candidate> best(int finest, Map<Integer, Candidate> found) {
    return Scales.best(finest, side -> Optional.ofNullable(found.get(side)), Function.identity());
  }

  @Test
  void isTheFinestThatIsSharp() {
    Candidate fine = rectangle(400, 10, 60);

    assertThat(best(400, Map.of(400, fine, 200, rectangle(200, 20, 90)))).contains(fine);
  }

  @Test
  void isACoarserOneThatIsSharpAndStandsOutMore() {
    Candidate coarse = rectangle(100, 8, 50);

    assertThat(unsharp(400).isSharp()).isFalse();
    assertThat(best(400, Map.of(400, unsharp(400), 100, coarse))).contains(coarse);
  }

  @Test
  void isNoSpeckBesideALargerOneThatIsSharpAtACoarserScale() {
    Candidate speck = rectangle(400, 4, 9);
    Candidate coarse = rectangle(200, 8, 50);

    assertThat(speck.isSharp()).isTrue();
    assertThat(speck.isSmall()).isTrue();
    assertThat(best(400, Map.of(400, speck, 200, coarse))).contains(coarse);
  }

  /** As what a soft shadow leaves at a coarse scale. */
  @Test
  void isASmallSharpOneUnlessTheCoarserStandsOutMuchMore() {
    Candidate small = rectangle(400, 6, 23);
    Candidate coarse = rectangle(100, 3, 16);

    assertThat(coarse.prominence()).isBetween(small.prominence(), 3 * small.prominence());
    assertThat(best(400, Map.of(400, small, 100, coarse))).contains(small);
  }

  @Test
  void isNoneIfNothingIsFoundAtAnyScale() {
    List<Integer> sides = new ArrayList<>();

    Optional<Candidate> found =
        Scales.best(
            400,
            side -> {
              sides.add(side);
              return Optional.<Candidate>empty();
            },
            Function.identity());

    assertThat(found).isEmpty();
    assertThat(sides).containsExactly(400, 200, 100, 50);
  }

  @Test
  void looksAtSmallPicturesOnce() {
    List<Integer> sides = new ArrayList<>();
    for (int finest : new int[] {1, 49, 50, 99}) {
      Scales.best(
          finest,
          side -> {
            sides.add(side);
            return Optional.<Candidate>empty();
          },
          Function.identity());
    }

    assertThat(sides).containsExactly(1, 49, 50, 99);
  }
}
