package model.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CandidateTest {
  private static Candidate of(Drawing white) {
    Grey ink = white.grey();
    return Candidate.of(Marks.of(ink, 0.5f), ink).orElseThrow();
  }

  @Test
  void isTheLargestOfLikeMarks() {
    Candidate candidate =
        of(Drawing.page(200, 200, 0).rectangle(20, 20, 4, 30, 255).rectangle(120, 60, 8, 90, 255));

    assertThat(candidate.box()).isEqualTo(new Box(120, 60, 128, 150));
    assertThat(candidate.parts()).isEqualTo(1);
    assertThat(candidate.others()).isEqualTo(1);
  }

  @Test
  void isNotWhatThePicturesEdgeCutsOff() {
    Candidate candidate =
        of(Drawing.page(200, 200, 0).rectangle(0, 0, 20, 200, 255).rectangle(120, 60, 8, 90, 255));

    assertThat(candidate.box()).isEqualTo(new Box(120, 60, 128, 150));
  }

  /** Unless nothing else is there. */
  @Test
  void maybeCutOffIfItIsAlone() {
    assertThat(of(Drawing.page(200, 200, 0).rectangle(90, 0, 20, 200, 255)).box())
        .isEqualTo(new Box(90, 0, 110, 200));
  }

  @Test
  void hasTheFragmentsNearIt() {
    Candidate candidate =
        of(
            Drawing.page(200, 200, 0)
                .rectangle(60, 60, 8, 80, 255)
                .rectangle(74, 60, 30, 8, 255) // six pixels off
                .rectangle(150, 60, 8, 40, 255) // 46 pixels off
                .rectangle(70, 100, 1, 1, 255)); // dirt

    assertThat(candidate.box()).isEqualTo(new Box(60, 60, 104, 140));
    assertThat(candidate.parts()).isEqualTo(2);
    assertThat(candidate.has(80, 63)).isTrue();
    assertThat(candidate.has(152, 63)).isFalse();
    assertThat(candidate.others()).isEqualTo(1);
  }

  @Test
  void isWhatStandsInAFrame() {
    Drawing framed = Drawing.page(200, 200, 0).rectangle(20, 20, 160, 160, 255);
    framed.rectangle(24, 24, 152, 152, 0).rectangle(90, 60, 10, 80, 255);

    assertThat(of(framed).box()).isEqualTo(new Box(90, 60, 100, 140));
  }

  /** Light is the page here: between dark strokes, the larger part. */
  @Test
  void isNotThePageBetweenStrokes() {
    Candidate ring =
        of(Drawing.page(200, 200, 0).rectangle(60, 40, 80, 120, 255).rectangle(72, 52, 56, 96, 0));
    Drawing reversed =
        Drawing.page(200, 200, 255).rectangle(60, 40, 80, 120, 0).rectangle(72, 52, 56, 96, 255);
    Grey light = reversed.grey();
    Grey inside = Drawing.page(200, 200, 0).rectangle(72, 52, 56, 96, 255).grey();

    Candidate loop = Candidate.of(Marks.of(inside, 0.5f), light).orElseThrow();

    assertThat(loop.box()).isEqualTo(new Box(72, 52, 128, 148));
    assertThat(ring.isLoopAround(loop)).isTrue();
    assertThat(loop.isLoopAround(ring)).isFalse();
    assertThat(loop.score()).isLessThan(ring.score() / 10);
  }
}
