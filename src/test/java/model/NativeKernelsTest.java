package model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class NativeKernelsTest {
  private static final int NETWORKS = 20;

  /** ND4J's own {@code destroyAllWorkspacesForCurrentThread} runs one each time. */
  @Test
  void givesNativeMemoryBackWithoutACollectionOfTheWholeHeap() {
    assumeThat(collectorsOfTheWholeHeap()).as("G1, whose names are known").isNotEmpty();
    long before = wholeHeapCollections();
    for (int i = 0; i < NETWORKS; i++) {
      MultiLayerNetwork network = trained();
      NativeKernels.release(network);
      assertThat(network.params().wasClosed()).isTrue();
      assertThat(Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread()).isEmpty();
    }
    assertThat(wholeHeapCollections() - before).isLessThan(NETWORKS);
  }

  private static MultiLayerNetwork trained() {
    MultiLayerNetwork network = Architecture.LENET5.network(Architecture.LENET5.defaults(), 1);
    Minibatches minibatches =
        Minibatches.inOrder(ImageBlock.pack(Rows.sortedByLabel(4, 1).iterator()), 4);
    network.fit(minibatches.next());
    minibatches.close();
    return network;
  }

  private static long wholeHeapCollections() {
    return collectorsOfTheWholeHeap().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  /** G1's; other collectors name theirs otherwise. */
  private static List<GarbageCollectorMXBean> collectorsOfTheWholeHeap() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(collector -> collector.getName().contains("Old"))
        .toList();
  }
}
