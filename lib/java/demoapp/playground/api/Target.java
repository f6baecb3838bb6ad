package demoapp.playground.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/**
 * What a resource path names. Name and subresource are "" when the path ends before them; what follows `proxy` is not
 * the API's.
 *
 * @param kind as it is stored
 * @param view as the path has it: mostly the same, or another version of it
 */
record Target(Kind kind, Kind view, String namespace, String name, String subresource) {

    /**
     * Of /api/v1/… and /apis/GROUP/VERSION/…: [namespaces/NAMESPACE/]PLURAL[/NAME[/SUBRESOURCE]].
     *
     * @throws ApiException 404 when the server has no such resource
     */
    static Target of(String path) {
        var steps = Arrays.stream(path.substring(1).split("/")).map(Target::decoded).toList();
        var core = steps.get(0).equals("api");
        var start = core ? 2 : 3;
        if (steps.size() <= start) {
            throw noSuchResource();
        }
        var group = core ? "" : steps.get(1);
        var version = steps.get(start - 1);
        var rest = steps.subList(start, steps.size());
        var namespace = "";
        if (rest.get(0).equals("namespaces") && rest.size() > 2 && kind(group, version, rest.get(2)) != null
                && kind(group, version, rest.get(2)).namespaced()) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        var kind = kind(group, version, rest.get(0));
        if (kind == null || rest.size() > 3 && !rest.get(2).equals("proxy")) {
            throw noSuchResource();
        }
        return of(kind, namespace, rest);
    }

    private static String decoded(String step) {
        try {
            return URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException brokenEscape) {
            throw ApiException.badRequest("400 Bad Request");
        }
    }

    private static Target of(Kind kind, String namespace, List<String> rest) {
        var name = rest.size() > 1 ? rest.get(1) : "";
        var subresource = rest.size() > 2 ? rest.get(2) : "";
        if (!subresource.isEmpty() && !kind.has(subresource)) {
            throw noSuchResource();
        }
        if (!name.isEmpty() && kind.namespaced() && namespace.isEmpty()) {
            throw noSuchResource();
        }
        return new Target(Versions.stored(kind), kind, namespace, name, subresource);
    }

    private static Kind kind(String group, String version, String plural) {
        return Kinds.all().stream().filter(kind -> kind.group().equals(group) && kind.version().equals(version)
                && kind.plural().equals(plural)).findFirst().orElse(null);
    }

    static ApiException noSuchResource() {
        return new ApiException(404, "NotFound", "the server could not find the requested resource",
                Map.of());
    }
}
