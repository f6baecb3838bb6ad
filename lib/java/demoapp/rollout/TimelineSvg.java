package demoapp.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

import demoapp.rollout.Timeline.Bar;
import demoapp.rollout.Timeline.Count;
import demoapp.rollout.Timeline.Story;

/** A timeline as a picture: each pod a bar, beneath them how many pods there were, against what the strategy allows. */
public final class TimelineSvg {
    private static final int WIDTH = 960;
    private static final int LEFT = 270;
    private static final int RIGHT = WIDTH - 20;
    private static final int ROW = 22;
    private static final int CHART = 90;
    private static final List<Integer> STEPS = List.of(1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600);
    private static final String LIGHT = "--ink: #1f2328; --faint: #59636e; --line: #d0d7de; --pending: #afb8c1;"
            + " --starting: #e3a008; --ready: #1a7f37; --failing: #c4432b; --ending: #8250df; --pods: #0969da;"
            + " background: #ffffff";
    private static final String DARK = "--ink: #e6edf3; --faint: #9198a1; --line: #3d444d; --pending: #656c76;"
            + " --starting: #d9a21b; --ready: #3fb950; --failing: #f0705a; --ending: #a371f7; --pods: #58a6ff;"
            + " background: #0d1117";
    /** A notebook's page has other pictures: all of it is about this one. JupyterLab's theme goes before the system's. */
    private static final String STYLE = """
            <style>
            .timeline { LIGHT; font: 13px system-ui, sans-serif; max-width: 100%; height: auto }
            @media (prefers-color-scheme: dark) { .timeline { DARK } }
            [data-jp-theme-light=true] .timeline { LIGHT } [data-jp-theme-light=false] .timeline { DARK }
            .timeline text { fill: var(--ink) } .timeline .faint { fill: var(--faint) }
            .timeline .head { font-weight: 600; font-size: 15px }
            .timeline .pending { fill: var(--pending) } .timeline .starting { fill: var(--starting) }
            .timeline .ready { fill: var(--ready) } .timeline .failing { fill: var(--failing) }
            .timeline .ending { fill: var(--ending) } .timeline .grid { stroke: var(--line) }
            .timeline .count { fill: none; stroke-width: 2 } .timeline .count.ready { stroke: var(--ready); fill: none }
            .timeline .area { stroke: none; opacity: 0.45 }
            .timeline .area.fresh { fill: var(--pods) } .timeline .area.old { fill: var(--pending) }
            .timeline .bound { stroke: var(--faint); stroke-dasharray: 4 4 }
            </style>
            """.replace("LIGHT", LIGHT).replace("DARK", DARK);

    private final StringBuilder svg = new StringBuilder();
    private final double seconds;
    private int y = 30;

    private TimelineSvg(Timeline timeline) {
        seconds = Math.max(0.5, timeline.seconds());
    }

    public static String of(Timeline timeline) {
        var picture = new TimelineSvg(timeline);
        picture.legend();
        timeline.stories().forEach(picture::story);
        var alternative = String.join(" ", sentences(timeline));
        return """
                <svg xmlns="http://www.w3.org/2000/svg" class="timeline" width="%d" height="%d" viewBox="0 0 %1$d %2$d" role="img">
                <title>Rollout, %3$.1f s</title>
                <desc>%4$s</desc>
                %5$s%6$s</svg>
                """.formatted(WIDTH, picture.y, picture.seconds, escaped(alternative), STYLE, picture.svg);
    }

    /** The same in words: how many pods there were, one sentence an object. */
    public static List<String> sentences(Timeline timeline) {
        return timeline.stories().stream().map(TimelineSvg::sentence).toList();
    }

    private static String sentence(Story story) {
        var fresh = story.bars().values().stream().filter(Bar::isNew).count();
        return "%s: %d new and %d old pods; at most %d pods at a time and at least %d ready.".formatted(story.title(), fresh,
                story.bars().size() - fresh, extreme(story, Count::pods, true), extreme(story, Count::ready, false));
    }

    private static long extreme(Story story, ToLongFunction<Count> what, boolean most) {
        var values = story.counts().stream().mapToLong(what);
        return (most ? values.max() : values.min()).orElse(0);
    }

    private void legend() {
        var x = LEFT;
        for (var state : Timeline.State.values()) {
            var name = state.name().toLowerCase(Locale.ROOT);
            svg.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"14\" height=\"14\" rx=\"3\"/>".formatted(name, x, y - 12));
            text(x + 20, y, "faint", name);
            x += 110;
        }
        y += 34;
    }

    private void story(Story story) {
        text(10, y, "head", story.title());
        y += 12;
        var top = y;
        story.bars().values().stream().sorted((a, b) -> Double.compare(begin(a), begin(b))).forEach(this::bar);
        axis(top);
        y += 34;
        chart(story);
        y += 40;
    }

    private static double begin(Bar bar) {
        return bar.segments().get(0).from() + (bar.isNew() ? 1e-6 : 0);
    }

    private void bar(Bar bar) {
        y += ROW;
        text(20, y - 5, bar.isNew() ? "" : "faint", shortened(bar.pod()) + (bar.restarts() == 0 ? "" : "  ↻" + bar.restarts()));
        for (var segment : bar.segments()) {
            var to = segment.to() == null ? seconds : segment.to();
            var state = segment.state().name().toLowerCase(Locale.ROOT);
            svg.append("""
                    <rect class="%s" x="%s" y="%d" width="%s" height="%d" rx="3"%s><title>%s: %s from %.1f s to %.1f s</title></rect>
                    """.formatted(state, number(x(segment.from())), y - ROW + 4, number(Math.max(1.5, x(to) - x(segment.from()))),
                    ROW - 6, bar.isNew() ? "" : " opacity=\"0.55\"", escaped(bar.pod()), state, segment.from(), to));
        }
    }

    /** What tells pods of one Deployment apart: the end of the name. */
    private static String shortened(String pod) {
        return pod.length() <= 30 ? pod : "…" + pod.substring(pod.length() - 29);
    }

    private void axis(int top) {
        var step = STEPS.stream().filter(s -> seconds / s <= 10).findFirst().orElse(7200);
        for (var at = 0; at <= seconds; at += step) {
            var x = number(x(at));
            svg.append("<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\" opacity=\"0.6\"/>"
                    .formatted(x, x, top, y + 4));
            svg.append("<text class=\"faint\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%d s</text>%n".formatted(x, y + 20, at));
        }
        y += 20;
    }

    private void chart(Story story) {
        var limits = story.limits();
        var most = Math.max(1, Math.max(limits.most(), extreme(story, Count::pods, true)));
        y += CHART;
        text(20, y - CHART + 14, "faint", "old pods (grey), new (blue),");
        text(20, y - CHART + 32, "faint", "ready (green line)");
        text(20, y - CHART + 54, "faint", "wanted " + limits.replicas() + "; allowed: at most " + limits.most());
        text(20, y - CHART + 72, "faint", "and at least " + limits.least() + " ready");
        var counts = story.counts();
        area("old", counts, count -> 0, Count::old, most);
        area("fresh", counts, Count::old, Count::pods, most);
        bound(limits.most(), most);
        bound(limits.least(), most);
        level(0, most, "grid");
        svg.append("<path class=\"count ready\" d=\"%s\"/>%n".formatted("M" + outline(counts, Count::ready, most).substring(1)));
    }

    private void bound(long value, long most) {
        level(value, most, "bound");
    }

    private void level(long value, long most, String style) {
        var at = number(height(value, most));
        svg.append("<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>".formatted(style, LEFT, RIGHT, at, at));
        svg.append("<text class=\"faint\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%d</text>%n".formatted(LEFT - 6,
                number(height(value, most) + 4), value));
    }

    private void area(String style, List<Count> counts, ToLongFunction<Count> from, ToLongFunction<Count> to, long most) {
        // There along the upper edge, back along the lower: the same steps, the last first.
        var back = new ArrayList<String>();
        var steps = outline(counts, from, most).split("(?=L)");
        for (var step : steps) {
            back.add(0, step);
        }
        svg.append("<path class=\"area %s\" d=\"M%s%sZ\"/>%n".formatted(style,
                outline(counts, to, most).substring(1), String.join("", back)));
    }

    /** A step line: each value holds until the next moment. */
    private String outline(List<Count> counts, ToLongFunction<Count> value, long most) {
        var path = new StringBuilder();
        for (var i = 0; i < counts.size(); i++) {
            var height = number(height(value.applyAsLong(counts.get(i)), most));
            var until = i + 1 < counts.size() ? counts.get(i + 1).at() : seconds;
            path.append("L%s %sL%s %s".formatted(number(x(counts.get(i).at())), height, number(x(until)), height));
        }
        return path.isEmpty() ? "L0 0" : path.toString();
    }

    private double height(long value, long most) {
        return y - (double) CHART * value / most;
    }

    private double x(double at) {
        return LEFT + (RIGHT - LEFT) * Math.min(at, seconds) / seconds;
    }

    private void text(int x, int y, String style, String text) {
        svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n".formatted(style, x, y, escaped(text)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
