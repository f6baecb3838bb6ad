package demoapp.playground.api;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

import demoapp.json.Json;

/** A list or table document of many entries, as JSON in pieces, so that it is never in memory as a whole. */
final class LongList {
    private static final int LONG = 200;
    private static final int PIECE_BYTES = 64 * 1024;

    private final Iterator<Object> entries;
    private Buffer piece;

    LongList(Map<String, Object> document) {
        var key = key(document);
        entries = Json.list(document, key).iterator();
        var frame = new LinkedHashMap<>(document);
        frame.remove(key); // comes last, as it does in the document
        var start = Json.string(frame);
        piece = Buffer.buffer(start.substring(0, start.length() - 1) + ",\"" + key + "\":[");
    }

    static boolean is(Map<String, Object> document) {
        return Json.list(document, key(document)).size() > LONG;
    }

    private static String key(Map<String, Object> document) {
        return document.containsKey("rows") ? "rows" : "items";
    }

    /** The next piece; after the last one the response is ended, and there is none. */
    Buffer next(HttpServerResponse response) {
        var next = piece;
        while (entries.hasNext() && next.length() < PIECE_BYTES) {
            next.appendBytes(Json.bytes(entries.next()));
            next.appendString(entries.hasNext() ? "," : "]}");
        }
        if (!entries.hasNext()) {
            response.end(next);
            return null;
        }
        piece = Buffer.buffer();
        return next;
    }
}
