package demoapp.playground.node.programs;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** HTTP as the simulated programs speak it: whole requests and whole responses. */
public final class Http {
    private Http() { }

    /**
     * @param target path and query, as in the request line
     * @param headers by their names in lower case
     */
    public record Request(String method, String target, Map<String, String> headers, byte[] body) {

        public static Request get(String target) {
            return new Request("GET", target, Map.of(), new byte[0]);
        }

        /** The target without its query, as it came: not decoded. */
        public String path() {
            return target.replaceFirst("[?#].*", "");
        }

        /** "" when it is not there. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @param headers by their names in lower case; without content-length, which whoever sends it knows */
    public record Response(int status, Map<String, String> headers, byte[] body) {

        /** @param contentType such as `text/html`; the text is sent as UTF-8 */
        public static Response of(int status, String contentType, String text) {
            return new Response(status, Map.of("content-type", contentType + "; charset=utf-8"),
                    text.getBytes(StandardCharsets.UTF_8));
        }

        public Response with(String header, String value) {
            var all = new LinkedHashMap<>(headers);
            all.put(header, value);
            return new Response(status, all, body);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
