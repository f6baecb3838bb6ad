package demoapp.playground.api;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Store;
import demoapp.playground.store.Watch;

/**
 * GET …?watch=true: one JSON line an event, until the client goes or its timeoutSeconds are over. Over a WebSocket, when
 * the client asks for one as fabric8's does, each line is a message.
 */
final class WatchStream {
    private static final long LONGEST_SECONDS = 365 * 24 * 3600;
    private static final int UNREAD_CHANGES = 10_000;
    /** How much memory, in bytes, the changes may take that one client has not read yet. */
    private static final long UNREAD_WEIGHT = Runtime.getRuntime().maxMemory() / 16;

    private final Call call;
    private final Target target;
    private final Outlet outlet;
    private final Context context;
    private final Accept form;
    private final Predicate<Map<String, Object>> selector;
    private final Outflow outflow;
    private final ArrayDeque<Store.Change> unread = new ArrayDeque<>();
    private long unreadWeight;
    private Iterator<Map<String, Object>> initial = Collections.emptyIterator();
    private long seen;
    private boolean finished;
    private Watch watch;

    private WatchStream(Call call, Vertx vertx, Target target, Accept form, Predicate<Map<String, Object>> selector,
                        Outlet outlet) {
        this.call = call;
        this.target = target;
        this.form = form;
        this.selector = selector;
        this.outlet = outlet;
        context = vertx.getOrCreateContext();
        outflow = new Outflow(vertx, outlet, this::next);
    }

    /** @param streams counts the open ones */
    static void start(Call call, Vertx vertx, Store store, Target target, AtomicInteger streams) {
        if (call.truth("sendInitialEvents")) {
            throw ApiException.invalid("meta.k8s.io", "ListOptions", "", List.of(new ApiException.Cause(
                    "FieldValueForbidden", "Forbidden: sendInitialEvents is forbidden for watch unless the WatchList "
                    + "feature gate is enabled", "sendInitialEvents")));
        }
        var since = Reads.checkVersion(call.query("resourceVersion"));
        var timeout = Math.min(call.number("timeoutSeconds", 0), LONGEST_SECONDS);
        var form = Accept.of(call);
        var selector = Reads.selector(call, target.kind());
        Consumer<Outlet> run = outlet -> new WatchStream(call, vertx, target, form, selector, outlet)
                .run(vertx, store, streams, since, timeout);
        var request = call.request;
        if (!WebSockets.isWebSocket(request)) {
            var response = request.response().setChunked(true).putHeader("Content-Type", "application/json");
            response.writeHead();
            run.accept(new Outlet.Response(response));
        } else if (request.getHeader("Origin") == null || WebSockets.offered(request).size() > 1) {
            WebSockets.forbid(request);
        } else {
            var protocol = String.join("", WebSockets.offered(request)); // one or none, and any: all is text
            WebSockets.open(call, protocol, socket ->
                    run.accept(new Outlet.Messages(socket, () -> request.connection().close())));
        }
    }

    private void run(Vertx vertx, Store store, AtomicInteger streams, long from, long timeout) {
        var since = from;
        if (since == 0) {
            var listing = store.listing(target.kind(), target.namespace());
            initial = listing.items().stream().filter(selector).iterator();
            since = listing.version();
        }
        seen = since;
        var bookmarks = call.truth("allowWatchBookmarks") ? vertx.setPeriodic(60_000, id -> bookmark()) : -1;
        var end = timeout <= 0 ? -1 : vertx.setTimer(timeout * 1000, id -> {
            if (call.truth("allowWatchBookmarks")) {
                bookmark();
            }
            outlet.end();
        });
        streams.incrementAndGet();
        call.whenOver(() -> finish(vertx, bookmarks, end, streams));
        try {
            watch = store.watch(target.kind(), target.namespace(), since,
                    change -> context.runOnContext(now -> on(change)));
            outflow.write();
        } catch (ApiException expired) {
            outlet.write(line(Json.object("type", "ERROR", "object", expired.status())));
            outlet.end();
        }
    }

    private void finish(Vertx vertx, long bookmarks, long end, AtomicInteger streams) {
        finished = true;
        outflow.close();
        unread.clear();
        if (bookmarks >= 0) {
            vertx.cancelTimer(bookmarks);
        }
        if (end >= 0) {
            vertx.cancelTimer(end);
        }
        if (watch != null) {
            watch.close();
        }
        streams.decrementAndGet();
    }

    private void on(Store.Change change) {
        if (finished || outlet.isOver()) {
            return;
        }
        unread.add(change);
        unreadWeight += change.weight();
        outflow.write();
        if (unread.size() > UNREAD_CHANGES || unreadWeight > UNREAD_WEIGHT) {
            outlet.abort(); // a client that does not read must not fill our memory
        }
    }

    /** The next line to be sent; null when there is nothing to tell. */
    private Buffer next() {
        if (initial.hasNext()) {
            return event("ADDED", initial.next());
        }
        while (!unread.isEmpty()) {
            var change = unread.remove();
            unreadWeight -= change.weight();
            seen = change.version();
            var line = event(change);
            if (line != null) {
                return line;
            }
        }
        return null;
    }

    /** An object that comes to match, or no longer does, is added or deleted for this watcher. */
    private Buffer event(Store.Change change) {
        var was = change.before() != null && selector.test(change.before());
        var is = !change.type().equals("DELETED") && selector.test(change.object());
        if (is) {
            return event(was ? "MODIFIED" : "ADDED", change.object());
        }
        return !was ? null
                : event("DELETED", change.type().equals("DELETED") ? change.object() : last(change));
    }

    /** The object as it was when it still matched, with the version at which it ceased to. */
    private static Map<String, Object> last(Store.Change change) {
        var last = Json.copy(change.before());
        Json.set(last, Long.toString(change.version()), "metadata", "resourceVersion");
        return last;
    }

    private Buffer event(String type, Map<String, Object> object) {
        var shown = switch (form) {
            case TABLE -> Tables.of(target.kind(), object, call.query("includeObject"));
            case METADATA -> Accept.metadata(object);
            default -> Versions.shown(target.view(), object);
        };
        return line(Json.object("type", type, "object", shown));
    }

    /** Only when all is told that was before it. */
    private void bookmark() {
        if (unread.isEmpty() && !initial.hasNext() && !outlet.isOver()) {
            outlet.write(line(Json.object("type", "BOOKMARK", "object", Json.object("kind", target.kind().name(),
                    "apiVersion", target.kind().apiVersion(), "metadata", Json.object("resourceVersion",
                            Long.toString(seen), "creationTimestamp", null)))));
        }
    }

    private static Buffer line(Map<String, Object> event) {
        return Buffer.buffer(Json.bytes(event)).appendString("\n");
    }
}
