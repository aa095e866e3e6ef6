package job;

import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.img;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import io.Prediction;
import io.picture.PicturePng;
import j2html.tags.DomContent;
import j2html.tags.specialized.FigureTag;
import java.util.List;
import model.Architecture;

/**
 * A page that shows each picture, what the network was shown of it, and what it answered: so that a
 * wrong answer has a reason that can be seen. It needs no network and no other file.
 */
final class ContactSheet {
  /** A page of more would be slow to open. */
  static final int MOST = 400;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1b1b1b; --page: #fff; --soft: #595959; --line: #ccc; --bad: #a40000; }
      @media (prefers-color-scheme: dark) { :root { --ink: #eee; --page: #161616; --soft: #b0b0b0; --line: #444; --bad: #ff9a9a; } }
      body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.4 system-ui, sans-serif; }
      main { max-width: 75rem; margin: auto; padding: 1rem; }
      h1 { font-size: 1.3rem; overflow-wrap: anywhere; }
      .sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; }
      figure { margin: 0; border: 1px solid var(--line); border-radius: .4rem; padding: .6rem; break-inside: avoid; }
      .pair { display: flex; gap: .5rem; align-items: center; margin-bottom: .3rem; }
      .pair img { width: 7.5rem; height: 7.5rem; object-fit: contain; background: #808080; outline: 1px solid var(--line); }
      .pair img.seen { image-rendering: pixelated; background: #000; }
      .digit { font-size: 1.6rem; }
      .soft { color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
      .error { color: var(--bad); overflow-wrap: anywhere; }
      """;

  private ContactSheet() {}

  /**
   * The page.
   *
   * @param model what answered, for the heading
   * @param counted how many were answered, in words, and how many of them are shown
   */
  static String of(String model, String counted, List<Prediction> predictions) {
    return document(
        html(
                head(
                    meta().withCharset("utf-8"),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title("Predictions of " + model),
                    style(rawHtml(STYLE))),
                body(
                    main(
                        h1("What %s takes them for".formatted(model)),
                        p(counted + "."),
                        p("Left the picture, right what the network was shown: the digit by itself, 28 × 28 pixels.")
                            .withClass("soft"),
                        div(each(predictions, ContactSheet::entry)).withClass("sheet"))))
            .withLang("en"));
  }

  private static FigureTag entry(Prediction prediction) {
    return figure(
        div(
                prediction
                    .thumbnail()
                    .map(address -> picture(address, "the picture", "original"))
                    .orElse(null),
                prediction
                    .answer()
                    .map(answer -> picture(seen(answer.image()), "as the network saw it", "seen"))
                    .orElse(null))
            .withClass("pair"),
        figcaption(
            answer(prediction),
            div(prediction.path()).withClass("soft"),
            div(String.join("; ", prediction.notes())).withClass("soft")));
  }

  private static DomContent answer(Prediction prediction) {
    return prediction
        .answer()
        .<DomContent>map(
            answer ->
                div(
                    strong(Integer.toString(answer.digit())).withClass("digit"),
                    span(
                        " %s %%, then %d with %s %%"
                            .formatted(
                                PredictionTable.percent(answer.probability(answer.digit())),
                                answer.second(),
                                PredictionTable.percent(answer.probability(answer.second()))))))
        .orElseGet(() -> div(prediction.error()).withClass("error"));
  }

  private static String seen(byte[] image) {
    return PicturePng.ofGrey(image, Architecture.SIDE);
  }

  private static DomContent picture(String source, String description, String kind) {
    return img().withSrc(source).withAlt(description).withClass(kind);
  }
}
