package demoapp.playground.api;

import java.util.function.Supplier;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** Writes an answer piece by piece, no faster than its client reads; one that reads nothing for a minute is cut off. */
final class Outflow {
    private static final long PATIENCE_MILLIS = 60_000;

    private final Vertx vertx;
    private final Outlet outlet;
    private final Supplier<Buffer> pieces;
    private long cutting = -1;

    /** @param pieces gives the next one, or null when there is none for now */
    Outflow(Vertx vertx, Outlet outlet, Supplier<Buffer> pieces) {
        this.vertx = vertx;
        this.outlet = outlet;
        this.pieces = pieces;
        outlet.whenDrained(() -> {
            close();
            write();
        });
    }

    /** Writes what there is, as far as the client takes it; the rest follows by itself. */
    void write() {
        while (cutting < 0 && !outlet.isOver()) {
            if (outlet.isFull()) {
                cutting = vertx.setTimer(PATIENCE_MILLIS, id -> outlet.abort());
                return;
            }
            var piece = pieces.get();
            if (piece == null) {
                return;
            }
            outlet.write(piece);
        }
    }

    /** For when the answer is over. */
    void close() {
        vertx.cancelTimer(cutting);
        cutting = -1;
    }
}
