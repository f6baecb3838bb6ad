package demoapp.playground.node;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a container's program writes: line by line to the log, and as it is to who is attached. */
final class ContainerOutput extends OutputStream {
    private static final int LONGEST_LINE = 16 * 1024; // as containerd splits them

    private final Consumer<String> log;
    private final List<Consumer<byte[]>> attached = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    ContainerOutput(Consumer<String> log) {
        this.log = log;
    }

    /**
     * @param to takes what is written from now on; null when that is all
     * @return what ends it
     */
    Runnable attach(Consumer<byte[]> to) {
        attached.add(to);
        return () -> attached.remove(to);
    }

    /** A line of a program that logs line by line. */
    void line(String text) {
        log.accept(text);
        if (!attached.isEmpty()) {
            tell((text + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        var start = offset;
        for (var i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n' || line.size() + i - start >= LONGEST_LINE) {
                line.write(bytes, start, i - start);
                endLine();
                start = bytes[i] == '\n' ? i + 1 : i;
            }
        }
        line.write(bytes, start, offset + length - start);
        if (!attached.isEmpty()) {
            tell(Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }

    private void endLine() {
        log.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
    }

    private void tell(byte[] bytes) {
        attached.forEach(to -> to.accept(bytes));
    }

    /** The program has ended. */
    @Override
    public synchronized void close() {
        if (line.size() > 0) {
            endLine();
        }
        tell(null);
        attached.clear();
    }
}
