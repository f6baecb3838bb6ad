package demoapp.kit;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;

import demoapp.Console;

/** Progress in a notebook: one output that is written over while something is waited for, and holds the result at last. */
final class LiveCell extends Console {
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** How a terminal is told to colour. */
    private static final Pattern COLOUR = Pattern.compile("\033\\[(\\d+)m");

    private final Supplier<String> picture;
    private final List<String> said = new ArrayList<>();
    private List<String> live = List.of();
    private String display;
    private Instant drawn = Instant.MIN;

    /** @param picture HTML under the lines, as it is at the moment */
    LiveCell(Supplier<String> picture) {
        super(new PrintWriter(System.out, true), false, "interrupted: the cluster goes on with it.");
        this.picture = picture;
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public synchronized void say(String text) {
        said.add(coloured(Ansi.ON.text(text)));
        draw(false);
    }

    @Override
    public synchronized void print(String text) {
        said.add(Style.escape(text));
        draw(false);
    }

    @Override
    public synchronized void show(List<Text> lines) {
        live = lines.stream().map(LiveCell::coloured).toList();
        draw(false);
    }

    /** Puts the result in the place of all that was said. */
    synchronized void finish(Shown result) {
        display(result.html());
        said.clear();
    }

    /** Also when it was not finished: then what was said stays. */
    @Override
    public synchronized void close() {
        live = List.of();
        if (!said.isEmpty()) {
            draw(true);
        }
        super.close();
    }

    private void draw(boolean always) {
        if (always || Instant.now().isAfter(drawn.plus(PAUSE))) {
            display(Style.element("<pre>" + Stream.concat(said.stream(), live.stream()).collect(Collectors.joining("\n"))
                    + "</pre>" + picture.get()));
        }
    }

    private void display(String html) {
        if (display == null) {
            display = Screen.CURRENT.display(html);
        } else {
            Screen.CURRENT.update(display, html);
        }
        drawn = Instant.now();
    }

    /** The same in HTML. A style's own end is passed over: picocli ends a text by 0, the end of all. */
    private static String coloured(Text text) {
        var open = new int[1];
        return COLOUR.matcher(Style.escape(text.toString())).replaceAll(match -> {
            var style = switch (match.group(1)) {
                case "32" -> "good";
                case "31" -> "bad";
                case "33" -> "warn";
                case "1" -> "title";
                case "2" -> "faint";
                default -> "";
            };
            if (style.isEmpty()) {
                var ends = match.group(1).equals("0") ? "</span>".repeat(open[0]) : "";
                open[0] = ends.isEmpty() ? open[0] : 0;
                return ends;
            }
            open[0]++;
            return "<span class=\"" + style + "\">";
        });
    }
}
