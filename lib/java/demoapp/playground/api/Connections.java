package demoapp.playground.api;

import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;

/**
 * The open connections. One that is not being answered makes room for a new one when there are too many, and is closed
 * when it stays so: clients that connect and then say nothing, or never finish what they say, do not keep others out.
 * For the event loop only.
 */
final class Connections {
    private static final long IDLE_MILLIS = 90_000; // the real server's

    private static final class State {
        private int answers;
        private long since = System.nanoTime();
    }

    /** The one that was idle for the longest time first. */
    private final Map<HttpConnection, State> open = new LinkedHashMap<>(16, 0.75f, true);

    private final int most;

    /** @param most how many may be open, as long as one of them can be spared */
    Connections(Vertx vertx, int most) {
        this.most = most;
        vertx.setPeriodic(IDLE_MILLIS / 9, id -> closeIdle());
    }

    void opened(HttpConnection connection) {
        open.put(connection, new State());
        connection.closeHandler(closed -> open.remove(connection));
        if (open.size() > most) {
            open.entrySet().stream().filter(entry -> entry.getValue().answers == 0).findFirst()
                    .map(Map.Entry::getKey).orElse(connection).close();
        }
    }

    void used(HttpConnection connection) {
        changed(connection, 0);
    }

    /** A request is there as a whole, and is being answered. */
    void answering(HttpConnection connection) {
        changed(connection, 1);
    }

    void answered(HttpConnection connection) {
        changed(connection, -1);
    }

    private void changed(HttpConnection connection, int by) {
        var state = open.get(connection);
        if (state != null) {
            state.answers += by;
            state.since = System.nanoTime();
        }
    }

    private void closeIdle() {
        var now = System.nanoTime();
        open.entrySet().stream().filter(entry -> entry.getValue().answers == 0
                && now - entry.getValue().since > IDLE_MILLIS * 1_000_000).map(Map.Entry::getKey).toList()
                .forEach(HttpConnection::close);
    }
}
