package demoapp.playground.api;

import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

import demoapp.json.Json;
import demoapp.playground.node.Session;
import demoapp.playground.node.commands.BrokenPipe;
import demoapp.playground.node.commands.Pipe;

/**
 * The streams of exec and attach in one WebSocket: the first byte of a message is its channel. `v4.channel.k8s.io`, and
 * `v5.channel.k8s.io`, in which a client can also say that its input has ended.
 */
final class ExecChannels {
    static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");
    private static final int STDIN = 0;
    static final int STDOUT = 1;
    static final int STDERR = 2;
    private static final int ERROR = 3;
    private static final int CLOSE = 255;
    /** How many bytes may be on their way to a client before a command has to wait. */
    private static final int MOST_UNSENT = 256 * 1024;
    private static final int LONGEST_MESSAGE = 32 * 1024;

    private final ServerWebSocket socket;
    private final Context context;
    private final boolean v5;
    private final Runnable cutOff;
    private Session session;
    private byte[] untaken = new byte[0];
    private boolean inputEnded;
    private boolean closed;
    private final ArrayDeque<Buffer> outgoing = new ArrayDeque<>();
    private boolean leaving;
    private int unsent;

    /**
     * @param context of the event loop, on which this is called
     * @param cutOff closes the connection
     */
    ExecChannels(ServerWebSocket socket, Context context, Runnable cutOff) {
        this.socket = socket;
        this.context = context;
        this.cutOff = cutOff;
        v5 = "v5.channel.k8s.io".equals(socket.subProtocol());
        socket.binaryMessageHandler(message -> receive(message.getBytes()));
        socket.textMessageHandler(message -> receive(message.getBytes()));
        socket.endHandler(all -> { // what came before the connection was closed is still read
            inputEnded = true;
            passOn();
        });
        socket.pause(); // until there is somebody to take it
    }

    /** To be called when the connection is closed. */
    void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (session != null) {
            session.leave().run();
        }
    }

    /** What the client types has a reader from now on. */
    void start(Session started) {
        session = started;
        if (isClosed()) {
            session.leave().run();
        }
        session.stdin().ifPresent(stdin -> stdin.whenRead(() -> context.runOnContext(now -> passOn())));
        passOn();
        socket.resume();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    // In

    private void receive(byte[] message) {
        if (message.length == 0) {
            return;
        }
        switch (message[0] & 0xff) {
            case STDIN -> {
                var before = untaken.length;
                untaken = Arrays.copyOf(untaken, before + message.length - 1);
                System.arraycopy(message, 1, untaken, before, message.length - 1);
                passOn();
            }
            case CLOSE -> {
                inputEnded |= v5 && message.length > 1 && message[1] == STDIN;
                passOn();
            }
            default -> { } // the terminal's size does not matter, and what is unknown is ignored
        }
    }

    private void passOn() {
        var stdin = session == null ? Optional.<Pipe>empty() : session.stdin();
        if (stdin.isEmpty()) {
            untaken = new byte[0];
        } else if (untaken.length > 0) {
            var taken = stdin.get().offer(untaken, 0, untaken.length);
            untaken = Arrays.copyOfRange(untaken, taken, untaken.length);
        }
        if (untaken.length > 0) {
            socket.pause();
        } else {
            if (inputEnded && session != null) {
                session.inputEnds().run();
            }
            socket.resume();
        }
    }

    // Out

    /** A stream whose writer waits while the client does not keep up, and learns that it is gone. */
    OutputStream output(int channel) {
        return new OutputStream() {
            @Override
            public void write(int one) throws InterruptedIOException, BrokenPipe {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws InterruptedIOException, BrokenPipe {
                if (length > 0) {
                    waitForRoom();
                    send(channel, Arrays.copyOfRange(bytes, offset, offset + length));
                }
            }
        };
    }

    private synchronized void waitForRoom() throws InterruptedIOException, BrokenPipe {
        while (unsent > MOST_UNSENT && !closed) {
            try {
                wait();
            } catch (InterruptedException killed) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        if (closed) {
            throw new BrokenPipe();
        }
    }

    /** For a writer that must not wait: a client that does not keep up is cut off. */
    void offer(int channel, byte[] bytes) {
        synchronized (this) {
            if (unsent > MOST_UNSENT) {
                context.runOnContext(now -> cutOff.run());
                return;
            }
        }
        send(channel, bytes);
    }

    /** An empty message tells the client that it is connected. */
    void greet(int channel) {
        send(channel, new byte[0]);
    }

    /** Small pieces that come fast leave together. */
    private void send(int channel, byte[] bytes) {
        synchronized (this) {
            unsent += bytes.length;
            var last = outgoing.peekLast();
            if (last == null || last.getByte(0) != channel || last.length() + bytes.length > LONGEST_MESSAGE) {
                last = Buffer.buffer(bytes.length + 1).appendByte((byte) channel);
                outgoing.add(last);
            }
            last.appendBytes(bytes);
            if (leaving) {
                return;
            }
            leaving = true;
        }
        context.runOnContext(now -> write());
    }

    private void write() {
        for (var message = next(); message != null; message = next()) {
            var length = message.length() - 1;
            if (!isClosed() && !socket.isClosed()) {
                socket.writeBinaryMessage(message).onComplete(sent -> sent(length));
            }
        }
    }

    private synchronized Buffer next() {
        leaving = !outgoing.isEmpty();
        return outgoing.poll();
    }

    private synchronized void sent(int length) {
        unsent -= length;
        notifyAll();
    }

    // The end

    void succeeded() {
        finish(Json.object("metadata", Map.of(), "status", "Success"));
    }

    void exited(int code, List<String> command) {
        if (code == 0) {
            succeeded();
            return;
        }
        var why = v5 ? "command terminated with exit code " + code
                : "error executing command [%s], exit code %d".formatted(String.join(" ", command), code);
        finish(Json.object("metadata", Map.of(), "status", "Failure", "message",
                "command terminated with non-zero exit code: " + why, "reason", "NonZeroExitCode", "details",
                Json.object("causes", List.of(Json.object("reason", "ExitCode", "message", Integer.toString(code))))));
    }

    /** With v5 the API server speaks to the kubelet itself, and words the kubelet's error as one of its own. */
    void failed(String message) {
        var prefix = "Internal error occurred: ";
        var whole = v5 || !message.startsWith(prefix) ? prefix + message : message;
        finish(Json.object("metadata", Map.of(), "status", "Failure", "message", whole, "reason", "InternalError",
                "details", Json.object("causes", List.of(Json.object("message", whole.substring(prefix.length())))),
                "code", 500));
    }

    private void finish(Map<String, Object> status) {
        send(ERROR, Json.bytes(status));
        context.runOnContext(now -> socket.close());
    }
}
