package demoapp.playground.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import demoapp.json.Json;
import demoapp.playground.schema.Yaml;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;

/** One request and its answer. */
final class Call {
    final HttpServerRequest request;
    final byte[] body;
    final List<String> warnings = new ArrayList<>();
    private final List<Runnable> whenOver = new ArrayList<>();
    /** As which kind objects are answered; null: as the kind they are. */
    Kind view;

    Call(HttpServerRequest request, byte[] body) {
        this.request = request;
        this.body = body;
        request.response().endHandler(sent -> over()).closeHandler(gone -> over());
    }

    /** To be done once the answer is complete, or the client is gone: whichever comes first. */
    void whenOver(Runnable work) {
        whenOver.add(work);
    }

    void over() {
        var work = List.copyOf(whenOver);
        whenOver.clear();
        work.forEach(Runnable::run);
    }

    String method() {
        return request.method().name();
    }

    /** A query parameter, "" when absent. */
    String query(String name) {
        var value = request.getParam(name);
        return value == null ? "" : value;
    }

    boolean truth(String name) {
        return request.params().contains(name) && !query(name).equalsIgnoreCase("false") && !query(name).equals("0");
    }

    long number(String name, long otherwise) {
        var text = query(name);
        try {
            return text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw ApiException.badRequest("strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(text));
        }
    }

    String contentType() {
        var type = request.getHeader("Content-Type");
        return type == null ? "" : type.split(";")[0].trim().toLowerCase();
    }

    /** Who writes: the fieldManager, else the first part of the user agent. */
    String manager() {
        var manager = query("fieldManager");
        if (!manager.isEmpty()) {
            return manager;
        }
        var agent = request.getHeader("User-Agent");
        return agent == null ? "unknown" : agent.split("/")[0];
    }

    void answer(int code, Map<String, Object> object) {
        if (Accept.of(this) == Accept.YAML && code < 300) {
            send(code, "application/yaml", Yaml.write(object));
        } else if (LongList.is(object)) {
            var response = request.response();
            start(code, "application/json").setChunked(true);
            var list = new LongList(object);
            new Outflow(Vertx.currentContext().owner(), new Outlet.Response(response), () -> list.next(response)).write();
        } else {
            send(code, "application/json", Json.bytes(object));
        }
    }

    /** An object or a list of a kind, as the Accept header wants to see it: whole, as metadata or as a table. */
    void answer(int code, Kind kind, Map<String, Object> object) {
        switch (Accept.of(this)) {
            case TABLE -> answer(code, Tables.of(kind, object, query("includeObject")));
            case METADATA -> answer(code, Accept.metadata(object));
            default -> answer(code, view == null ? object : Versions.shown(view, object));
        }
    }

    void answer(ApiException refusal) {
        if (refusal.code() == 429) {
            request.response().putHeader("Retry-After", "1");
        }
        send(refusal.code(), "application/json", Json.bytes(refusal.status()));
    }

    void text(int code, String text) {
        send(code, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    void send(int code, String contentType, byte[] bytes) {
        var response = request.response();
        if (!response.ended() && !response.closed()) {
            start(code, contentType).end(Buffer.buffer(bytes));
        }
    }

    private HttpServerResponse start(int code, String contentType) {
        var response = request.response();
        Warning.headers(warnings).forEach(warning -> response.headers().add("Warning", warning));
        return response.setStatusCode(code).putHeader("Content-Type", contentType);
    }
}
