package demoapp.kit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import demoapp.apply.Diff;

/** What changes from one step's manifests to another's, object by object. */
final class ManifestDiff extends Shown {
    private final String title;
    private final List<String> lines;

    private ManifestDiff(String title, List<String> lines) {
        this.title = title;
        this.lines = lines;
    }

    static ManifestDiff of(Step from, Step to) {
        var before = objects(from);
        var after = objects(to);
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return new ManifestDiff("from " + from.title() + " to " + to.title(), names.stream().flatMap(name ->
                lines(name, before.getOrDefault(name, Map.of()), after.getOrDefault(name, Map.of())).stream()).toList());
    }

    private static Map<String, Map<String, Object>> objects(Step step) {
        var objects = new LinkedHashMap<String, Map<String, Object>>();
        step.files().forEach(manifest -> objects.put(manifest.title(), manifest.object()));
        return objects;
    }

    /** A unified diff without its two lines of file names: the title says it. */
    private static List<String> lines(String name, Map<String, Object> before, Map<String, Object> after) {
        var lines = Diff.of(name, before, after);
        var heading = name + (before.isEmpty() ? " is new" : after.isEmpty() ? " is gone" : " changes");
        return lines.isEmpty() ? List.of() : Stream.concat(Stream.of(heading),
                lines.stream().skip(2).filter(line -> !line.startsWith("@@ -0,0"))).toList();
    }

    @Override
    String text() {
        return lines.isEmpty() ? title + ": nothing changes" : String.join("\n", lines);
    }

    @Override
    String html() {
        return Style.element("<div class=\"title\">" + title + (lines.isEmpty() ? ": nothing changes" : "") + "</div><pre>"
                + lines.stream().map(ManifestDiff::html).collect(Collectors.joining()) + "</pre>");
    }

    private static String html(String line) {
        var text = Style.escape(line);
        return line.startsWith("+") ? "<span class=\"add\">" + text + "</span>" : line.startsWith("-")
                ? "<span class=\"del\">" + text + "</span>" : line.startsWith("@@") ? "<span class=\"faint\">⋯</span>\n"
                : line.startsWith(" ") ? text + "\n" : "<b>" + text + "</b>\n";
    }
}
