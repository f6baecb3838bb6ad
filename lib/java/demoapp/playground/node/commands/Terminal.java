package demoapp.playground.node.commands;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A terminal between who types and a command, as the kernel has it: it echoes what is typed, lets a line be corrected
 * until it is complete, and makes ^C an interrupt and ^D the end.
 */
final class Terminal {
    /** What a command reads at a terminal. */
    static final class Input extends FilterInputStream {
        private Input(InputStream in) {
            super(in);
        }
    }

    private final Task task;
    private final Pipe lines;
    private final OutputStream screen;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    /** Of an escape sequence: arrow keys mean nothing here. */
    private int escaped;

    Terminal(Task task, OutputStream screen) {
        this.task = task;
        this.lines = new Pipe(task);
        this.screen = new Screen(screen);
    }

    InputStream input() {
        return new Input(lines.input());
    }

    OutputStream output() {
        return screen;
    }

    /** Copies what is typed, as long as there is something. */
    void run(InputStream typed) {
        try (var out = lines.output()) {
            for (int key; (key = typed.read()) >= 0;) {
                type(key, out);
            }
        } catch (IOException over) {
            // the command has ended, or the client is gone
        }
    }

    private void type(int key, OutputStream out) throws IOException {
        if (escaped > 0) {
            escaped = escaped == 1 && (key == '[' || key == 'O') ? 2 : key >= '0' && key <= '?' ? 2 : 0;
            return;
        }
        switch (key) {
            case '\r', '\n' -> {
                show("\n");
                line.write('\n');
                line.writeTo(out);
                line.reset();
            }
            case 0x7f, '\b' -> {
                var typed = line.toString(StandardCharsets.UTF_8);
                if (!typed.isEmpty()) {
                    line.reset();
                    line.writeBytes(typed.substring(0, typed.length() - 1).getBytes(StandardCharsets.UTF_8));
                    show("\b \b");
                }
            }
            case 3 -> {
                show("^C\n");
                line.reset();
                task.interrupt();
            }
            case 4 -> {
                if (line.size() == 0) {
                    out.close();
                }
            }
            case 0x1b -> escaped = 1;
            default -> {
                if (key >= ' ' || key == '\t') {
                    line.write(key);
                    screen.write(key);
                    screen.flush();
                }
            }
        }
    }

    private void show(String text) throws IOException {
        screen.write(text.getBytes(StandardCharsets.UTF_8));
        screen.flush();
    }

    /** Every line feed becomes a return and a line feed. */
    private static final class Screen extends FilterOutputStream {
        Screen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            var shown = new ByteArrayOutputStream();
            for (var i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n') {
                    shown.write('\r');
                }
                shown.write(bytes[i]);
            }
            out.write(shown.toByteArray());
            out.flush();
        }
    }
}
