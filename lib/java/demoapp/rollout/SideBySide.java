package demoapp.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.Ansi.Text;

import demoapp.Console;
import demoapp.manifest.Manifest;

/** The old and the new pods of a workload, in two columns for a terminal. */
final class SideBySide {
    private static final int MARGIN = 2;

    private final Map<String, Object> object;
    private final Around around;
    private final int width;

    private SideBySide(Map<String, Object> object, Around around, int columns) {
        this.object = object;
        this.around = around;
        width = (columns - 3 * MARGIN) / 2;
    }

    /** @param columns how wide the terminal is */
    static List<Text> of(Map<String, Object> object, Around around, int columns) {
        return new SideBySide(object, around, columns).lines();
    }

    private List<Text> lines() {
        var lines = new ArrayList<Text>();
        lines.add(Console.text(Manifest.title(object), Style.bold));
        lines.add(Console.text("  " + Board.headline(object, around)));
        var groups = PodGroup.of(object, around);
        var old = column(groups.stream().filter(group -> !group.fresh()).toList(), "old");
        var fresh = column(groups.stream().filter(PodGroup::fresh).toList(), old.isEmpty() ? "" : "new");
        for (var row = 0; row < Math.max(old.size(), fresh.size()); row++) {
            var line = Console.text(" ".repeat(MARGIN));
            if (!old.isEmpty()) {
                line = line.concat(row < old.size() ? old.get(row) : cell("")).concat(Console.text(" ".repeat(MARGIN)));
            }
            lines.add(row < fresh.size() ? line.concat(fresh.get(row)) : line);
        }
        Troubles.of(object, around).ifPresent(trouble -> wrapped(trouble.toString(), 2 * width).forEach(line ->
                lines.add(Console.text("  " + line, trouble.lasting() ? Style.fg_red : Style.fg_yellow))));
        return lines;
    }

    private static List<String> wrapped(String text, int width) {
        return text.lines().flatMap(line -> Pattern.compile(".{1,%d}(\\s+|$)|.{1,%1$d}".formatted(width)).matcher(line).results()
                .map(MatchResult::group)).toList();
    }

    private List<Text> column(List<PodGroup> groups, String age) {
        var cells = new ArrayList<Text>();
        for (var group : groups) {
            cells.add(cell((age + " " + group.name().replaceFirst("^replicaset/", "")).strip(), Style.underline));
            cells.add(cell(group.images()));
            cells.add(cell(group.counts(), Style.faint));
            var names = group.pods().stream().mapToInt(pod -> name(pod, group).length()).max().orElse(0);
            var words = group.pods().stream().mapToInt(pod -> pod.status().length()).max().orElse(0);
            group.pods().forEach(pod -> cells.add(cell(("%-" + names + "s  %-" + words + "s  %d/%d  %s%s").formatted(
                    name(pod, group), pod.status(), pod.ready(), pod.containers(), pod.age(),
                    pod.restarts() == 0 ? "" : "  ↻" + pod.restarts()), style(pod))));
        }
        return cells;
    }

    /** What tells pods of one ReplicaSet apart. */
    private static String name(PodSummary pod, PodGroup group) {
        var common = group.name().replaceFirst("^replicaset/", "") + "-";
        return pod.name().startsWith(common) ? pod.name().substring(common.length()) : pod.name();
    }

    private static IStyle style(PodSummary pod) {
        return pod.isEnding() ? Style.faint : pod.isInTrouble() ? Style.fg_red : pod.isReady() ? Style.fg_green : Style.fg_yellow;
    }

    private Text cell(String text, IStyle... styles) {
        var cut = text.length() <= width ? text : text.substring(0, width - 1) + "…";
        return Console.text(cut, styles).concat(Console.text(" ".repeat(width - cut.length())));
    }
}
