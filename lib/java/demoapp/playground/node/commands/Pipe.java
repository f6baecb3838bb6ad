package demoapp.playground.node.commands;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * Bytes from one thread to another, few at a time: who writes waits until there is room, who reads until something
 * comes. The JDK's own needs both threads to live on, and looks only once a second.
 */
public final class Pipe {
    private static final int ROOM = 64 * 1024;

    private final byte[] bytes = new byte[ROOM];
    private final Task task;
    private int start;
    private int size;
    private boolean ended;
    private boolean abandoned;
    private Runnable whenRead = () -> { };

    /** @param task whose threads wait here */
    Pipe(Task task) {
        this.task = task;
    }

    /** An input that has ended before it begins. */
    static InputStream nothing() {
        return InputStream.nullInputStream();
    }

    /** Takes as many of the bytes as there is room for now, and says how many those are. */
    public synchronized int offer(byte[] from, int offset, int length) {
        if (ended || abandoned) {
            return length;
        }
        var taken = Math.min(length, ROOM - size);
        for (var i = 0; i < taken; i++) {
            bytes[(start + size + i) % ROOM] = from[offset + i];
        }
        size += taken;
        notifyAll();
        return taken;
    }

    /** No more is written: the reader sees the end after what there is. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** @param then runs, on the reader's thread, whenever there is room again */
    public synchronized void whenRead(Runnable then) {
        whenRead = then;
    }

    private synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    private synchronized void write(byte[] from, int offset, int length) throws IOException {
        for (var done = 0; done < length;) {
            if (abandoned) {
                throw new BrokenPipe();
            }
            done += offer(from, offset + done, length - done);
            if (done < length) {
                rest();
            }
        }
    }

    private int read(byte[] to, int offset, int length) throws IOException {
        Runnable then;
        int read;
        synchronized (this) {
            while (size == 0 && !ended) {
                rest();
            }
            if (size == 0) {
                return -1;
            }
            read = Math.min(length, size);
            for (var i = 0; i < read; i++) {
                to[offset + i] = bytes[(start + i) % ROOM];
            }
            start = (start + read) % ROOM;
            size -= read;
            notifyAll();
            then = whenRead;
        }
        then.run();
        return read;
    }

    private void rest() throws IOException {
        task.rests();
        try {
            wait();
        } catch (InterruptedException killed) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            task.goesOn();
        }
    }

    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return length == 0 ? 0 : Pipe.this.read(to, offset, length);
            }

            @Override
            public void close() {
                abandon();
            }
        };
    }

    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                Pipe.this.write(from, offset, length);
            }

            @Override
            public void close() {
                end();
            }
        };
    }
}
