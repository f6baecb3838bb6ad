package demoapp;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

import picocli.CommandLine.Help.Ansi;

/**
 * Where progress is shown: on a terminal a few live lines under what has been said for good, elsewhere (a pipe, CI,
 * NO_COLOR) plain lines only.
 */
public class Console implements AutoCloseable {
    private static final int MOST_LIVE_LINES = 12;
    // Lines longer than the terminal is wide would break the counting of lines, so they are cut off: autowrap is off.
    private static final String HIDE_CURSOR = "\033[?25l\033[?7l";
    private static final String WRAP = "\033[?7h";
    private static final String SHOW_CURSOR = "\033[?25h\033[?7h";

    private final PrintWriter out;
    private final boolean live;
    private final Thread interrupted;
    private int liveLines;

    /**
     * @param out           where lines go
     * @param live          whether that is a terminal
     * @param onInterrupted what to say when Ctrl-C ends it all
     */
    public Console(PrintWriter out, boolean live, String onInterrupted) {
        this.out = out;
        this.live = live;
        interrupted = new Thread(() -> {
            showCursor();
            say(onInterrupted);
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
    }

    /** Whether both ends are a terminal and nobody asked for plain text. */
    public static boolean isTerminal() {
        return System.console() != null && Ansi.AUTO.enabled() && System.getenv("CI") == null;
    }

    public boolean isLive() {
        return live;
    }

    /** Says something for good. @param text may hold picocli's colour markup, {@code @|green ready|@} */
    public void say(String text) {
        print((live ? Ansi.ON : Ansi.OFF).string(text));
    }

    /** The same for text of others, which is no markup whatever it holds. */
    public synchronized void print(String text) {
        eraseLive();
        out.println(live ? WRAP + text : text);
        out.flush();
    }

    /** Shows these lines in place of the live lines before; nothing where nothing can be live. */
    public void show(List<String> lines) {
        show(lines, MOST_LIVE_LINES);
    }

    /** The same, with as many lines as the terminal has. */
    void fill(List<String> lines) {
        show(lines, Math.max(MOST_LIVE_LINES, rows() - 1));
    }

    private synchronized void show(List<String> lines, int most) {
        if (!live) {
            return;
        }
        eraseLive();
        var shown = lines.size() <= most ? lines : lines.subList(0, most - 1);
        out.print(HIDE_CURSOR);
        shown.forEach(line -> out.println(Ansi.ON.string(line)));
        if (shown.size() < lines.size()) {
            out.println("  … and " + (lines.size() - shown.size()) + " more");
        }
        out.flush();
        liveLines = Math.min(lines.size(), most);
    }

    /** The terminal's height now; it may have been resized. Where it cannot be asked, as on Windows, 24. */
    private static int rows() {
        try {
            var stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            var size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split(" ");
            return size.length == 2 ? Integer.parseInt(size[0]) : 24;
        } catch (IOException e) {
            return 24;
        }
    }

    private void eraseLive() {
        if (liveLines > 0) {
            // The terminal may have echoed ^C, so that the cursor is not at the line's start.
            out.print("\r\033[" + liveLines + "A\033[J");
            liveLines = 0;
        }
    }

    private synchronized void showCursor() {
        if (live) {
            out.print(SHOW_CURSOR);
            out.flush();
        }
    }

    @Override
    public synchronized void close() {
        eraseLive();
        showCursor();
        try {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException e) {
            // The JVM is on its way out, and the hook is running.
        }
    }
}
