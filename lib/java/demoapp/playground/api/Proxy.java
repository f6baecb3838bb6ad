package demoapp.playground.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

import demoapp.playground.node.Node;
import demoapp.playground.node.programs.Http;
import demoapp.playground.node.programs.Program;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/**
 * …/pods/[SCHEME:]NAME[:PORT]/proxy/PATH and …/services/…: an HTTP request to what listens there. As with the API
 * server links in pages and redirects lead back through the proxy.
 */
final class Proxy {
    private static final Pattern PATH = Pattern.compile("((?:/[^/]+){6}/proxy)(.*)");
    /** A link to a path of the program's own host, in HTML. */
    private static final Pattern LINK = Pattern.compile("(?i)(\\s(?:href|src|action|formaction)=[\"'])(/(?!/)[^\"']*)");

    private Proxy() { }

    static void forward(Call call, Vertx vertx, Registry registry, Node node, Target target) {
        var path = PATH.matcher(call.request.path());
        if (target.kind() == Kinds.NODE || !path.matches()) {
            throw unreachable("no kubelet of the playground listens");
        }
        var address = ProxyAddress.of(registry, target);
        if (path.group(2).isEmpty() && call.method().matches("GET|HEAD")) {
            call.request.response().putHeader("Location", path.group(1) + "/" + query(call));
            call.send(301, "text/plain", new byte[0]);
            return;
        }
        var request = request(call, path.group(2).isEmpty() ? "/" : path.group(2));
        var context = vertx.getOrCreateContext();
        registry.clock().after(Duration.ZERO, () -> {
            try {
                var response = ask(node.network().at(address.ip(), address.port()), address, request);
                context.runOnContext(now -> answer(call, path.group(1), response));
            } catch (ApiException refusal) {
                context.runOnContext(now -> call.answer(refusal));
            }
        });
    }

    private static Http.Response ask(Optional<Program> listener, ProxyAddress address, Http.Request request) {
        var program = listener.orElseThrow(() -> unreachable("dial tcp %s:%d: connect: connection refused"
                .formatted(address.ip(), address.port())));
        if (address.https() && program.speaksHttp()) {
            throw unreachable("http: server gave HTTP response to HTTPS client");
        }
        try {
            return program.http(request).orElseThrow(() -> unreachable("EOF"));
        } catch (ApiException refusal) {
            throw refusal;
        } catch (RuntimeException failure) {
            failure.printStackTrace(); // into the playground's log
            throw unreachable("EOF");
        }
    }

    private static String query(Call call) {
        return call.request.query() == null ? "" : "?" + call.request.query();
    }

    /** As it came, but for the token, which is not the program's to know. */
    private static Http.Request request(Call call, String path) {
        var headers = new LinkedHashMap<String, String>();
        call.request.headers().forEach(header -> headers.merge(header.getKey().toLowerCase(), header.getValue(),
                (one, other) -> one + ", " + other));
        headers.remove("authorization");
        headers.put("host", call.request.authority() == null ? "" : call.request.authority().toString());
        headers.put("x-forwarded-uri", call.request.path());
        headers.put("x-forwarded-for", "127.0.0.1");
        return new Http.Request(call.method(), path + query(call), headers, call.body);
    }

    private static void answer(Call call, String prefix, Http.Response from) {
        var response = call.request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(from.status());
        from.headers().forEach(response::putHeader);
        var location = from.headers().getOrDefault("location", "");
        if (location.matches("/(?!/).*")) {
            response.putHeader("location", prefix + location);
        }
        var body = from.body();
        if (from.headers().getOrDefault("content-type", "").startsWith("text/html")) {
            body = LINK.matcher(from.text()).replaceAll("$1" + Matcher.quoteReplacement(prefix) + "$2")
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (call.request.method().equals(HttpMethod.HEAD) || from.status() == 204 || from.status() == 304) {
            response.end();
        } else {
            response.end(Buffer.buffer(body));
        }
    }

    private static ApiException unreachable(String why) {
        return ProxyAddress.unavailable("error trying to reach service: " + why);
    }
}
