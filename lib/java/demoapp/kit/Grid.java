package demoapp.kit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table: in a terminal by columns, in a notebook as one. */
public class Grid extends Shown {
    private final String title;
    private final List<String> columns;
    private final List<List<String>> rows;

    Grid(String title, List<String> columns, List<List<String>> rows) {
        this.title = title;
        this.columns = columns;
        this.rows = rows;
    }

    public int size() {
        return rows.size();
    }

    @Override
    String text() {
        if (rows.isEmpty()) {
            return title + ": none";
        }
        var widths = IntStream.range(0, columns.size()).map(column -> Math.max(columns.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))).toArray();
        var heads = columns.stream().map(String::toUpperCase).toList();
        return IntStream.rangeClosed(-1, rows.size() - 1).mapToObj(row -> line(row < 0 ? heads : rows.get(row), widths))
                .collect(Collectors.joining("\n"));
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size()).mapToObj(i -> cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()))
                .collect(Collectors.joining("   ")).stripTrailing();
    }

    @Override
    String html() {
        if (rows.isEmpty()) {
            return Style.element("<div class=\"title\">" + Style.escape(title) + ": none</div>");
        }
        var heads = columns.stream().map(head -> "<th scope=\"col\">" + Style.escape(head) + "</th>")
                .collect(Collectors.joining());
        var body = rows.stream().map(row -> "<tr>" + row.stream().map(Grid::cell).collect(Collectors.joining()) + "</tr>")
                .collect(Collectors.joining("\n"));
        return Style.element("<table><caption>" + Style.escape(title) + "</caption><thead><tr>" + heads + "</tr></thead>\n<tbody>"
                + body + "</tbody></table>");
    }

    private static String cell(String text) {
        var style = text.matches("Running|Completed|Complete|Bound|ready|ok|yes|✔.*|Active") ? "good"
                : text.matches(".*(Error|BackOff|Failed|Evicted|Unknown|Lost|NotFound|no|✘.*)|failed") ? "bad"
                : text.matches("Pending|ContainerCreating|Terminating|PodInitializing|!|Init:.*|.*<pending>.*|NotReady") ? "warn"
                : "";
        var wrap = text.length() > 60 ? " wrap" : "";
        return "<td class=\"" + (style + wrap).strip() + "\">" + Style.escape(text) + "</td>";
    }
}
