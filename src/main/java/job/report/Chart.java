package job.report;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
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
 * @param figures a row each, of as many cells as {@code columns}
 */
record Chart(
    String id, String title, ObjectNode options, List<String> columns, List<List<String>> figures) {
  Chart {
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
