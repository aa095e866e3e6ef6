package model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicaDistancesTest {
  @Test
  void areEuclidean() {
    ReplicaDistances distances = new ReplicaDistances();
    distances.add(new float[] {4, 4, 7});
    distances.add(new float[] {1, 0, 7});
    float[] mean = {1, 0, 7};
    assertThat(distances.from(mean, 0)).hasValue(5);
    assertThat(distances.from(mean, 1)).hasValue(0);
  }

  /** 3 of 5 million floats are as many as 64 MB hold. */
  @Test
  void areOfTheFirstReplicasAloneIfThereAreTooManyForTheDriver() {
    ReplicaDistances distances = new ReplicaDistances();
    float[] same = new float[5_000_000];
    for (int replica = 0; replica < 5; replica++) {
      distances.add(same);
    }
    assertThat(distances.from(same, 2)).hasValue(0);
    assertThat(distances.from(same, 3)).isEmpty();
    assertThat(distances.from(same, 4)).isEmpty();
  }
}
