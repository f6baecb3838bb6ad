package demoapp.playground.api;

import java.util.function.Supplier;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes an answer piece by piece, no faster than its client reads; one that reads nothing for a minute is cut off. */
final class Outflow {
    private static final long PATIENCE_MILLIS = 60_000;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final Supplier<Buffer> pieces;
    private long cutting = -1;

    /** @param pieces gives the next one, or null when there is none for now */
    Outflow(Vertx vertx, HttpServerResponse response, Supplier<Buffer> pieces) {
        this.vertx = vertx;
        this.response = response;
        this.pieces = pieces;
        response.drainHandler(drained -> {
            close();
            write();
        });
    }

    /** Writes what there is, as far as the client takes it; the rest follows by itself. */
    void write() {
        while (cutting < 0 && !isOver()) {
            if (response.writeQueueFull()) {
                cutting = vertx.setTimer(PATIENCE_MILLIS, id -> response.reset());
                return;
            }
            var piece = pieces.get();
            if (piece == null) {
                return;
            }
            response.write(piece);
        }
    }

    /** Whether there is nobody to write to any more. */
    boolean isOver() {
        return response.ended() || response.closed();
    }

    /** For when the answer is over. */
    void close() {
        vertx.cancelTimer(cutting);
        cutting = -1;
    }
}
