package demoapp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Bytes in, whole lines out; a line that the stream breaks off in is never handed on, but kept. */
public final class LineSplitter {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<byte[]> to;

    public LineSplitter(Consumer<byte[]> to) {
        this.to = to;
    }

    public void accept(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            var next = buffer.get();
            if (next == '\n') {
                to.accept(line.toByteArray());
                line.reset();
            } else {
                line.write(next);
            }
        }
    }

    /** What came after the last line end. */
    public byte[] rest() {
        return line.toByteArray();
    }
}
