package demoapp.playground.api;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import demoapp.json.Json;

/** What comes over a WebSocket, message by message. */
final class Messages implements WebSocket.Listener {
    private static final byte[] CLOSED = new byte[0];

    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private volatile int closeCode;

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        return add(socket, text.toString().getBytes(StandardCharsets.UTF_8), last);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return add(socket, copy, last);
    }

    private CompletionStage<?> add(WebSocket socket, byte[] part, boolean last) {
        message.writeBytes(part);
        if (last) {
            messages.add(message.toByteArray());
            message.reset();
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closeCode = code;
        messages.add(CLOSED);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable broken) {
        closeCode = 1006;
        messages.add(CLOSED);
    }

    private byte[] next() {
        try {
            var next = messages.poll(90, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("waited in vain for a message");
            }
            return next;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    Map<String, Object> event() {
        return Json.read(next());
    }

    /** The next message of the channel. */
    String text(int channel) {
        return text(channel, 1);
    }

    /** At least so much of the channel's text, in as many messages as it comes. */
    String text(int channel, int length) {
        var text = new StringBuilder();
        for (var next = next(); next != CLOSED; next = next()) {
            if (next[0] == channel) {
                text.append(new String(next, 1, next.length - 1, StandardCharsets.UTF_8));
            }
            if (text.length() >= length) {
                return text.toString();
            }
        }
        throw new AssertionError("closed with " + closeCode + " after: " + text);
    }

    /** The code with which the other side has closed. */
    int closed() {
        while (next() != CLOSED) {
            continue;
        }
        return closeCode;
    }
}
