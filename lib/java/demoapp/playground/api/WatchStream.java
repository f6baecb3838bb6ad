package demoapp.playground.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Store;
import demoapp.playground.store.Watch;

/** GET …?watch=true: one JSON line an event, until the client goes or its timeoutSeconds are over. */
final class WatchStream {
    private static final int UNSENT_LIMIT = 10_000;

    private final Call call;
    private final Target target;
    private final HttpServerResponse response;
    private final Context context;
    private final Accept form;
    private final Predicate<Map<String, Object>> selector;
    private long seen;
    private int unsent;
    private boolean finished;
    private Watch watch;

    private WatchStream(Call call, Vertx vertx, Target target) {
        this.call = call;
        this.target = target;
        response = call.request.response();
        context = vertx.getOrCreateContext();
        form = Accept.of(call);
        selector = Reads.selector(call, target.kind());
    }

    /** @param streams counts the open ones */
    static void start(Call call, Vertx vertx, Store store, Target target, AtomicInteger streams) {
        if (call.truth("sendInitialEvents")) {
            throw ApiException.invalid("meta.k8s.io", "ListOptions", "", List.of(new ApiException.Cause(
                    "FieldValueForbidden", "Forbidden: sendInitialEvents is forbidden for watch unless the WatchList "
                    + "feature gate is enabled", "sendInitialEvents")));
        }
        new WatchStream(call, vertx, target).run(vertx, store, streams);
    }

    private void run(Vertx vertx, Store store, AtomicInteger streams) {
        var since = Reads.checkVersion(call.query("resourceVersion"));
        var timeout = call.number("timeoutSeconds", 0);
        response.setChunked(true).putHeader("Content-Type", "application/json");
        response.writeHead();
        if (since == 0) {
            var listing = store.listing(target.kind(), target.namespace());
            listing.items().stream().filter(selector).forEach(object -> send("ADDED", object));
            since = listing.version();
        }
        seen = since;
        var bookmarks = call.truth("allowWatchBookmarks") ? vertx.setPeriodic(60_000, id -> bookmark()) : -1;
        var end = timeout <= 0 ? -1 : vertx.setTimer(timeout * 1000, id -> {
            if (call.truth("allowWatchBookmarks")) {
                bookmark();
            }
            response.end();
        });
        streams.incrementAndGet();
        response.endHandler(done -> finish(vertx, bookmarks, end, streams));
        response.closeHandler(gone -> finish(vertx, bookmarks, end, streams));
        try {
            watch = store.watch(target.kind(), target.namespace(), since,
                    change -> context.runOnContext(now -> on(change)));
        } catch (ApiException expired) {
            write(Json.object("type", "ERROR", "object", expired.status()));
            response.end();
        }
    }

    /** Ended by us or by the client, whichever comes first. */
    private void finish(Vertx vertx, long bookmarks, long end, AtomicInteger streams) {
        if (finished) {
            return;
        }
        finished = true;
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

    /** An object that comes to match, or no longer does, is added or deleted for this watcher. */
    private void on(Store.Change change) {
        seen = change.version();
        var was = change.before() != null && selector.test(change.before());
        var is = !change.type().equals("DELETED") && selector.test(change.object());
        if (is) {
            send(was ? "MODIFIED" : "ADDED", change.object());
        } else if (was) {
            send("DELETED", change.type().equals("DELETED") ? change.object() : last(change));
        }
    }

    /** The object as it was when it still matched, with the version at which it ceased to. */
    private static Map<String, Object> last(Store.Change change) {
        var last = Json.copy(change.before());
        Json.set(last, Long.toString(change.version()), "metadata", "resourceVersion");
        return last;
    }

    private void send(String type, Map<String, Object> object) {
        var shown = switch (form) {
            case TABLE -> Tables.of(target.kind(), object, call.query("includeObject"));
            case METADATA -> Accept.metadata(object);
            default -> object;
        };
        write(Json.object("type", type, "object", shown));
    }

    private void bookmark() {
        write(Json.object("type", "BOOKMARK", "object", Json.object("kind", target.kind().name(), "apiVersion",
                target.kind().apiVersion(), "metadata", Json.object("resourceVersion", Long.toString(seen),
                        "creationTimestamp", null))));
    }

    private void write(Map<String, Object> event) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (++unsent > UNSENT_LIMIT) {
            response.reset(); // a client that does not read must not fill our memory
            return;
        }
        response.write(Buffer.buffer(Json.bytes(event)).appendString("\n")).onComplete(done -> unsent--);
    }
}
