package demoapp.playground.node.commands;

import java.util.Map;

import demoapp.playground.node.programs.Http;

/** How HTTP/1.1 writes a response's head. */
final class HttpText {
    private static final Map<Integer, String> REASONS = Map.ofEntries(Map.entry(200, "OK"), Map.entry(201, "Created"),
            Map.entry(204, "No Content"), Map.entry(301, "Moved Permanently"), Map.entry(302, "Found"),
            Map.entry(303, "See Other"), Map.entry(304, "Not Modified"), Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"), Map.entry(403, "Forbidden"), Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"), Map.entry(422, "Unprocessable Content"),
            Map.entry(500, "Internal Server Error"), Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"));

    private HttpText() { }

    static String reason(int status) {
        return REASONS.getOrDefault(status, "");
    }

    static String head(Http.Response response) {
        var head = new StringBuilder("HTTP/1.1 %d %s\r\n".formatted(response.status(), reason(response.status())));
        response.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("content-length: ").append(response.body().length).append("\r\n\r\n").toString();
    }
}
