package job.report;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.i;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import j2html.tags.DomContent;
import java.util.List;

/**
 * A chart on the page: drawn by ECharts from its options, with its figures as a table for whoever
 * cannot see it or wants to copy them.
 *
 * @param id unique on the page
 * @param title what is shown
 * @param options as ECharts takes them; a string {@code $name} is the page's colour of that name
 * @param keys which curve is whose; none if there is nothing to tell apart
 * @param figures a row each, of as many cells as {@code columns}
 */
record Chart(
    String id,
    String title,
    ObjectNode options,
    List<Key> keys,
    List<String> columns,
    List<List<String>> figures) {
  /**
   * A curve's name. In the page's text, not in the drawing, whose own legend would cut long names.
   *
   * @param colour its number among the page's
   * @param dashes of its line, as CSS names them
   */
  record Key(String name, int colour, String dashes) {
    DomContent shown() {
      return span(
          i().withClass(dashes).withStyle("border-color: var(--c%d)".formatted(colour)),
          text(name));
    }
  }

  Chart {
    keys = List.copyOf(keys);
    columns = List.copyOf(columns);
    figures = List.copyOf(figures);
  }

  DomContent shown() {
    return shown("chart");
  }

  /** One cell is about as high as it is wide. */
  DomContent shownSquare() {
    return shown("chart square");
  }

  private DomContent shown(String classes) {
    return figure(
        h3(title),
        div(each(keys, Key::shown)).withClass("legend"),
        div()
            .withId(id)
            .withClass(classes)
            .attr("role", "img")
            .attr("aria-label", title + "; the figures are in the table below"),
        // In a script element no sign is an entity; a tag in a name must not end it.
        script(rawHtml(options.toString().replace("<", "\\u003c")))
            .withId(id + "-data")
            .withType("application/json"),
        details(summary("figures"), div(numbers()).withClass("scroll")));
  }

  private DomContent numbers() {
    return table(
        caption(title).withClass("soft"),
        thead(tr(each(columns, column -> th(column).withClass("number")))),
        tbody(each(figures, row -> tr(each(row, figure -> td(figure).withClass("number"))))));
  }
}
