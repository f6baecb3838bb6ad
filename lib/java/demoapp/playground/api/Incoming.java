package demoapp.playground.api;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import demoapp.playground.store.ApiException;

/** A request whose body is still arriving: kept up to the limit, refused and thrown away beyond. */
final class Incoming {
    private static final int LIMIT = 3 * 1024 * 1024; // the real server's
    private static final long HELD_LIMIT = Runtime.getRuntime().maxMemory() / 8;

    private final HttpServerRequest request;
    private final AtomicLong held;
    private final Consumer<Call> handler;
    private Buffer body = Buffer.buffer();

    /**
     * @param held how much of all requests is in memory, in bytes
     * @param handler gets the request once it is complete
     */
    Incoming(HttpServerRequest request, AtomicLong held, Consumer<Call> handler) {
        this.request = request;
        this.held = held;
        this.handler = handler;
    }

    void receive() {
        request.exceptionHandler(broken -> {
            drop();
            request.connection().close();
        });
        request.handler(this::add).endHandler(complete -> {
            if (body != null) {
                var bytes = body.getBytes();
                drop();
                handler.accept(new Call(request, bytes));
            }
        });
        var length = request.getHeader("Content-Length");
        if (length != null && length.matches("\\d{8,}")) {
            refuse(tooLarge());
        }
    }

    private void add(Buffer part) {
        if (body == null) {
            return;
        }
        held.addAndGet(part.length());
        body.appendBuffer(part);
        if (body.length() > LIMIT) {
            refuse(tooLarge());
        } else if (held.get() > HELD_LIMIT) {
            refuse(new ApiException(429, "TooManyRequests",
                    "the server has received too many requests and has asked us to try again later", null));
        }
    }

    /** Answers at once; what still arrives is read, so that the client can finish, and forgotten. */
    private void refuse(ApiException why) {
        drop();
        new Call(request, new byte[0]).answer(why);
    }

    private void drop() {
        if (body != null) {
            held.addAndGet(-body.length());
            body = null;
        }
    }

    private static ApiException tooLarge() {
        return new ApiException(413, "RequestEntityTooLarge", "Request entity too large: limit is " + LIMIT, null);
    }
}
