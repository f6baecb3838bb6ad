package demoapp.playground.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/** Where an answer goes piece by piece: into a response, or as a message each into a WebSocket. */
interface Outlet {
    void write(Buffer piece);

    /** Whether the client does not keep up with reading. */
    boolean isFull();

    void whenDrained(Runnable then);

    /** Whether there is nobody to write to any more. */
    boolean isOver();

    void end();

    /** Cuts off a client that does not read. */
    void abort();

    record Response(HttpServerResponse response) implements Outlet {
        private static final long INTERNAL_ERROR = 2; // https://www.rfc-editor.org/rfc/rfc9113#section-7

        @Override
        public void write(Buffer piece) {
            response.write(piece);
        }

        @Override
        public boolean isFull() {
            return response.writeQueueFull();
        }

        @Override
        public void whenDrained(Runnable then) {
            response.drainHandler(drained -> then.run());
        }

        @Override
        public boolean isOver() {
            return response.ended() || response.closed();
        }

        @Override
        public void end() {
            response.end();
        }

        @Override
        public void abort() {
            response.reset(INTERNAL_ERROR); // some clients wait on after a reset without an error
        }
    }

    /** @param close closes the connection under the socket */
    record Messages(ServerWebSocket socket, Runnable close) implements Outlet {
        @Override
        public void write(Buffer piece) {
            socket.writeTextMessage(piece.toString());
        }

        @Override
        public boolean isFull() {
            return socket.writeQueueFull();
        }

        @Override
        public void whenDrained(Runnable then) {
            socket.drainHandler(drained -> then.run());
        }

        @Override
        public boolean isOver() {
            return socket.isClosed();
        }

        @Override
        public void end() {
            socket.close();
        }

        @Override
        public void abort() {
            close.run();
        }
    }
}
