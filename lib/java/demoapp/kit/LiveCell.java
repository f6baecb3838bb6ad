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

import demoapp.Console;

/** Progress in a notebook: one output that is written over while something is waited for, and holds the result at last. */
final class LiveCell extends Console {
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** picocli's markup, as {@link Console} takes it. */
    private static final Pattern MARKUP = Pattern.compile("@\\|(\\w+) (.*?)\\|@");

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
        said.add(markedUp(text));
        draw(false);
    }

    @Override
    public synchronized void print(String text) {
        said.add(Style.escape(text));
        draw(false);
    }

    @Override
    public synchronized void show(List<String> lines) {
        live = lines.stream().map(LiveCell::markedUp).toList();
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

    private static String markedUp(String text) {
        return MARKUP.matcher(Style.escape(text)).replaceAll(match -> {
            var style = switch (match.group(1)) {
                case "green" -> "good";
                case "red" -> "bad";
                case "yellow" -> "warn";
                case "bold" -> "title";
                default -> "faint";
            };
            return java.util.regex.Matcher.quoteReplacement("<span class=\"" + style + "\">" + match.group(2) + "</span>");
        });
    }
}
