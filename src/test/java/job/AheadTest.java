package job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AheadTest {
  @Test
  void worksMeanwhileAndThenSaysWhatCameOfIt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Ahead<String> ahead =
        Ahead.of(
            "test-ahead",
            () -> {
              asked.await();
              return Thread.currentThread().getName();
            });

    asked.countDown();

    assertThat(ahead.await()).isEqualTo("test-ahead");
  }

  @Test
  void throwsWhatTheWorkThrew() {
    UnusableDataException thrown = new UnusableDataException("nothing there");
    Ahead<String> ahead =
        Ahead.of(
            "test-ahead",
            () -> {
              throw thrown;
            });

    assertThatThrownBy(ahead::await).isSameAs(thrown);
  }
}
