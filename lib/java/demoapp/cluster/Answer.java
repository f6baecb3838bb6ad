package demoapp.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import demoapp.json.Json;
import io.fabric8.kubernetes.client.http.HttpResponse;

/** What the API server answered, whatever its status. */
public record Answer(int code, byte[] body, List<String> warnings, List<String> retryAfter) {
    /** What is immutable is dumped whole, in Go's notation. */
    private static final Pattern GO_STRUCT = Pattern.compile("Invalid value: \\w+\\.\\w+\\{.*}: ", Pattern.DOTALL);

    static Answer of(HttpResponse<byte[]> response) {
        var body = response.body() == null ? new byte[0] : response.body();
        return new Answer(response.code(), body, response.headers("Warning"), response.headers("Retry-After"));
    }

    public boolean ok() {
        return code >= 200 && code < 300;
    }

    public Map<String, Object> json() {
        return Json.read(body);
    }

    /** A list's objects; none where the server does not give it. */
    public List<Map<String, Object>> items() {
        return ok() ? Json.maps(json(), "items") : List.of();
    }

    /** The server's own words. */
    public String message() {
        var text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            return GO_STRUCT.matcher(Json.text(json(), "message")).replaceAll("Invalid value: …: ");
        }
        return "HTTP " + code + (text.isEmpty() ? "" : ": " + text.lines().findFirst().orElse(""));
    }
}
