package demoapp.kit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.manifest.References;

/** A step's objects and what refers to what: from what leads in, over what runs, to what it needs. */
final class Graph extends Shown {
    private static final List<Set<String>> COLUMNS = List.of(Set.of("Ingress"), Set.of("Service"),
            Set.of("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod"), Set.of());
    private static final int WIDTH = 178;
    private static final int HEIGHT = 42;
    private static final int GAP = 62;
    private static final int ROW = 54;

    /** @param label what the arrow says to who hears it */
    private record Edge(String from, String to, String label) { }

    private final Step step;
    private final List<Manifest> manifests;
    private final Set<String> fresh;
    private final List<Edge> edges = new ArrayList<>();
    private final Map<String, Double> rows = new HashMap<>();

    Graph(Step step, Step before) {
        this.step = step;
        manifests = step.files();
        var old = before == null ? List.of() : before.files().stream().map(Manifest::title).toList();
        fresh = before == null ? Set.of() : manifests.stream().map(Manifest::title).filter(title -> !old.contains(title))
                .collect(Collectors.toSet());
        manifests.forEach(this::connect);
        placeRunning();
        place(1, edge -> edge.from, edge -> edge.to);
        place(0, edge -> edge.from, edge -> edge.to);
        place(3, edge -> edge.to, edge -> edge.from);
    }

    private void connect(Manifest manifest) {
        References.of(manifest, "").forEach(reference -> manifests.stream().filter(m -> reference.isMetBy(m, ""))
                .forEach(m -> add(new Edge(manifest.title(), m.title(), "refers to"))));
        if (manifest.kind().equals("Service")) {
            var selector = Json.map(manifest.object(), "spec", "selector");
            manifests.stream().filter(m -> Json.map(m.object(), "spec", "template", "metadata", "labels").entrySet()
                            .containsAll(selector.entrySet()))
                    .forEach(m -> add(new Edge(manifest.title(), m.title(), "leads to the pods of")));
        }
    }

    private void add(Edge edge) {
        if (!edges.contains(edge)) {
            edges.add(edge);
        }
    }

    /** Those that share configuration stand together. */
    private void placeRunning() {
        var running = in(2).sorted(Comparator.comparing(this::needs).reversed()).toList();
        running.forEach(title -> rows.put(title, (double) running.indexOf(title)));
    }

    private String needs(String title) {
        return edges.stream().filter(edge -> edge.from.equals(title)).map(Edge::to).map(to -> to.replaceFirst(".*/", "")).sorted()
                .collect(Collectors.joining(","));
    }

    /** Each beside the middle of its neighbours, one below the other. */
    private void place(int column, Function<Edge, String> own, Function<Edge, String> other) {
        var middles = new HashMap<String, Double>();
        in(column).forEach(title -> middles.put(title, edges.stream().filter(edge -> own.apply(edge).equals(title))
                .map(other).filter(rows::containsKey).mapToDouble(rows::get).average().orElse(0)));
        var last = -1.0;
        var order = Comparator.<String, Double>comparing(middles::get).thenComparing(title -> title);
        for (var title : middles.keySet().stream().sorted(order).toList()) {
            last = Math.max(last + 1, column == 3 ? 0 : middles.get(title));
            rows.put(title, last);
        }
    }

    private Stream<String> in(int column) {
        return manifests.stream().filter(manifest -> column(manifest.kind()) == column).map(Manifest::title);
    }

    private static int column(String kind) {
        return COLUMNS.stream().filter(kinds -> kinds.contains(kind)).map(COLUMNS::indexOf).findFirst()
                .orElse(COLUMNS.size() - 1);
    }

    @Override
    String text() {
        return manifests.stream().map(manifest -> manifest.title() + (fresh.contains(manifest.title()) ? "  (new)" : "")
                + edges.stream().filter(edge -> edge.from.equals(manifest.title())).map(edge -> "\n  → " + edge.to)
                        .collect(Collectors.joining())).collect(Collectors.joining("\n"));
    }

    @Override
    String html() {
        var first = in(0).findAny().isPresent() ? 0 : 1;
        var width = (COLUMNS.size() - first) * (WIDTH + GAP) - GAP + 4;
        var height = (int) (rows.values().stream().mapToDouble(row -> row).max().orElse(0) * ROW) + HEIGHT + 4;
        var alternative = edges.stream().map(edge -> name(edge.from) + " " + edge.label + " " + name(edge.to))
                .collect(Collectors.joining("; "));
        var svg = new StringBuilder("""
                <svg class="graph" width="%d" height="%d" viewBox="0 0 %1$d %2$d" role="img"><title>The objects of %s</title>
                <desc>%s</desc>
                """.formatted(width, height, step.title(), Style.escape(alternative)));
        edges.forEach(edge -> svg.append(arrow(edge, first)));
        manifests.forEach(manifest -> svg.append(box(manifest, first)));
        return Style.element("<div class=\"title\">The objects of " + step.title() + (fresh.isEmpty() ? ""
                : "; new ones with a thick border") + "</div>" + svg + "</svg>");
    }

    private int x(String title, int first) {
        var kind = manifests.stream().filter(m -> m.title().equals(title)).findFirst().orElseThrow().kind();
        return 2 + (column(kind) - first) * (WIDTH + GAP);
    }

    private int y(String title) {
        return 2 + (int) (rows.get(title) * ROW);
    }

    private String arrow(Edge edge, int first) {
        var x = x(edge.from, first) + WIDTH;
        var y = y(edge.from) + HEIGHT / 2;
        var endX = x(edge.to, first);
        var endY = y(edge.to) + HEIGHT / 2;
        return """
                <path d="M%d %dC%d %d %d %d %d %d" fill="none" stroke="var(--edge)" stroke-width="1.5"/>
                <circle cx="%7$d" cy="%8$d" r="3.5" fill="var(--edge)"/>
                """.formatted(x, y, x + GAP / 2, y, endX - GAP / 2, endY, endX, endY);
    }

    private String box(Manifest manifest, int first) {
        var isNew = fresh.contains(manifest.title());
        return """
                <rect x="%d" y="%d" width="%d" height="%d" rx="6" fill="var(--soft)" stroke="var(--%s)" stroke-width="%s"/>
                <text class="faint" x="%d" y="%d" font-size="11">%s</text><text x="%7$d" y="%d" font-weight="600">%s</text>
                """.formatted(x(manifest.title(), first), y(manifest.title()), WIDTH, HEIGHT, isNew ? "good" : "line",
                isNew ? "3" : "1",
                x(manifest.title(), first) + 10, y(manifest.title()) + 16, manifest.kind() + (isNew ? ", new" : ""),
                y(manifest.title()) + 33, Style.escape(manifest.name()));
    }

    private static String name(String title) {
        return title.replaceFirst("\\.[^/]*/", "/");
    }
}
