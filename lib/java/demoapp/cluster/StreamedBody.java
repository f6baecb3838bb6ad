package demoapp.cluster;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;

/**
 * What a stream brings, handed from the http client's thread to the one that waits for it. The client's threads read for all
 * requests of a connection: who asked the server there, or only printed slowly, would keep all others' answers from coming.
 */
final class StreamedBody {
    private static final List<ByteBuffer> END = List.of();

    private final BlockingQueue<List<ByteBuffer>> pieces = new LinkedBlockingQueue<>();

    /** Takes in a piece; for the http client. The next one comes when this one has been read. */
    void arrived(List<ByteBuffer> buffers, AsyncBody body) {
        if (buffers.isEmpty()) {
            body.consume();
        } else {
            pieces.add(buffers);
        }
    }

    /** Reads the answer's body to its end, on this thread. */
    void read(HttpResponse<AsyncBody> response, Duration longest, Consumer<ByteBuffer> to) throws IOException {
        var body = response.body();
        body.done().whenComplete((nothing, error) -> pieces.add(END));
        var end = System.nanoTime() + longest.toNanos();
        try {
            for (var piece = next(body, end); piece != END; piece = next(body, end)) {
                if (piece == null) {
                    throw new HttpTimeoutException("no answer within " + longest.toSeconds() + " s");
                }
                piece.forEach(to);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            body.cancel();
        }
    }

    private List<ByteBuffer> next(AsyncBody body, long end) throws InterruptedException {
        body.consume();
        return pieces.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
