package job;

import static org.assertj.core.api.Assertions.assertThat;

import io.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
  private static final double[] SEVEN = {0.01, 0.2, 0, 0, 0, 0, 0, 0.789, 0.001, 0};
  private static final Prediction ANSWERED =
      Prediction.of(
              "file:/p/<b>&.png", new Prediction.Answer(new byte[784], SEVEN), List.of("a", "b"))
          .withThumbnail("data:image/png;base64,AAAA");
  private static final Prediction FAILED =
      Prediction.failed("file:/p/x.txt", List.of(), "Not a picture: <found> a text");

  @Test
  void showsEachPictureWithItsAnswerOrWhyThereIsNone() {
    String page =
        ContactSheet.of(
            "lenet5, epoch 1 of run", "1 of 2 files answered", List.of(ANSWERED, FAILED));

    assertThat(page)
        .contains("What lenet5, epoch 1 of run takes them for")
        .contains("<p>1 of 2 files answered.</p>")
        .contains("<strong class=\"digit\">7</strong><span> 78.9 %, then 1 with 20.0 %</span>")
        .contains("src=\"data:image/png;base64,AAAA\" alt=\"the picture\"")
        .contains("file:/p/&lt;b&gt;&amp;.png")
        .contains("a; b")
        .contains("Not a picture: &lt;found&gt; a text")
        .doesNotContain("<b>", "<found>");
    assertThat(page.split("<figure", -1)).hasSize(3);
  }
}
