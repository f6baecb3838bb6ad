package demoapp;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;

/**
 * Where progress is shown: on a terminal a few live lines under what has been said for good, or a whole screen; elsewhere
 * (a pipe, CI, NO_COLOR) plain lines only.
 */
public class Console implements AutoCloseable {
    private static final int MOST_LIVE_LINES = 12;
    private static final ColorScheme COLORS = new ColorScheme.Builder(Ansi.ON).build();
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    // xterm's alternate screen, which everybody has: what was there before comes back. https://invisible-island.net/xterm/ctlseqs
    private static final String ENTER_SCREEN = "\033[?1049h";
    private static final String LEAVE_SCREEN = "\033[?1049l";
    private static final String TOP = "\033[H";
    private static final String TO_LINE_END = "\033[K";
    private static final String BELOW = "\033[J";

    private final PrintWriter out;
    private final boolean live;
    private final Thread interrupted;
    private List<Text> liveLines = List.of();
    private List<Text> screen;
    private boolean isOver;

    /**
     * @param out           where lines go
     * @param live          whether that is a terminal
     * @param onInterrupted what to say when Ctrl-C ends it all, or ""
     */
    public Console(PrintWriter out, boolean live, String onInterrupted) {
        this.out = out;
        this.live = live;
        interrupted = new Thread(() -> interrupt(onInterrupted));
        Runtime.getRuntime().addShutdownHook(interrupted);
    }

    /** The work goes on while the JVM ends, but must not draw any more. */
    private synchronized void interrupt(String message) {
        leave();
        if (!message.isEmpty()) {
            say(message);
        }
        isOver = true;
    }

    /** Whether both ends are a terminal and nobody asked for plain text. */
    public static boolean isTerminal() {
        return System.console() != null && Ansi.AUTO.enabled() && System.getenv("CI") == null;
    }

    public boolean isLive() {
        return live;
    }

    /** Text for a terminal, in these styles; it is no markup whatever it holds. */
    public static Text text(String plain, IStyle... styles) {
        return COLORS.apply(plain, List.of(styles));
    }

    /** Says something for good. @param text may hold picocli's colour markup, {@code @|green ready|@} */
    public void say(String text) {
        print((live ? Ansi.ON : Ansi.OFF).string(text));
    }

    /** The same for text of others, which is no markup whatever it holds. */
    public synchronized void print(String text) {
        if (isOver) {
            return;
        }
        eraseLive();
        out.println(text);
        out.flush();
    }

    /** Shows these lines in place of the live lines before; nothing where nothing can be live. */
    public synchronized void show(List<Text> lines) {
        if (!live || isOver) {
            return;
        }
        eraseLive();
        liveLines = fitted(lines, TerminalSize.now(), MOST_LIVE_LINES);
        out.print(HIDE_CURSOR);
        liveLines.forEach(line -> out.println(line));
        out.flush();
    }

    /** Fills the whole screen with these lines, as far as they fit. When it is left, the last of them stay. */
    public synchronized void fill(List<Text> lines) {
        if (isOver) {
            return;
        }
        var size = TerminalSize.now();
        var drawn = new StringBuilder(screen == null ? ENTER_SCREEN + HIDE_CURSOR : "").append(TOP);
        fitted(lines, size, size.rows() - 1).forEach(line ->
                drawn.append(line).append(TO_LINE_END).append(System.lineSeparator()));
        screen = lines;
        out.print(drawn + BELOW);
        out.flush();
    }

    /** No more lines than that, and none longer than the terminal is wide. */
    private static List<Text> fitted(List<Text> lines, TerminalSize size, int most) {
        var shown = lines.size() <= most ? lines : lines.subList(0, most - 1);
        var fitted = new ArrayList<>(shown.stream().map(line -> cut(line, size.columns())).toList());
        if (shown.size() < lines.size()) {
            fitted.add(text("  … and " + (lines.size() - shown.size()) + " more"));
        }
        return fitted;
    }

    private static Text cut(Text line, int columns) {
        return line.plainString().length() <= columns ? line : line.substring(0, columns - 1).concat(text("…"));
    }

    private void eraseLive() {
        if (!liveLines.isEmpty()) {
            // A terminal that has become narrower has broken them. It may have echoed ^C, so the cursor is not at a line's start.
            var columns = TerminalSize.now().columns();
            var rows = liveLines.stream().mapToInt(line -> Math.max(1, (line.plainString().length() + columns - 1) / columns))
                    .sum();
            out.print("\r\033[" + rows + "A" + BELOW);
            liveLines = List.of();
        }
    }

    private synchronized void leave() {
        if (isOver) {
            return;
        }
        eraseLive();
        if (screen != null) {
            var columns = TerminalSize.now().columns();
            out.print(LEAVE_SCREEN);
            screen.forEach(line -> out.println(cut(line, columns)));
            screen = null;
        }
        if (live) {
            out.print(SHOW_CURSOR);
            out.flush();
        }
    }

    @Override
    public void close() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException e) {
            // The JVM is on its way out, and the hook is running.
        }
    }
}
