package demoapp.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import demoapp.Problem;
import demoapp.json.Json;

/** Which resource a kind is, on this server: one discovery request an API version. */
public final class Resources {
    /** @param plural the name in paths */
    public record Resource(String apiVersion, String kind, String plural, boolean namespaced) {
        /** The path of all of them, in one namespace if they have one. */
        public String path(String namespace) {
            return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion
                    + (namespaced ? "/namespaces/" + namespace : "") + "/" + plural;
        }
    }

    private static final List<String> NAMED_IN =
            List.of("v1", "apps/v1", "batch/v1", "networking.k8s.io/v1", "storage.k8s.io/v1", "policy/v1", "autoscaling/v2");

    private final Requests requests;
    private final Map<String, List<Map<String, Object>>> discovered = new ConcurrentHashMap<>();

    public Resources(Requests requests) {
        this.requests = requests;
    }

    /** Empty when the server has no such API version or kind. */
    public Optional<Resource> of(String apiVersion, String kind) {
        return discovered.computeIfAbsent(apiVersion, this::discover).stream()
                .filter(resource -> Json.text(resource, "kind").equals(kind) && !Json.text(resource, "name").contains("/"))
                .findFirst()
                .map(resource -> new Resource(apiVersion, kind, Json.text(resource, "name"),
                        Json.truth(resource, "namespaced")));
    }

    /** By any of its names, as kubectl takes them: Pod, pods, pod or po. */
    public Optional<Resource> named(String name) {
        return NAMED_IN.stream().flatMap(version -> discovered.computeIfAbsent(version, this::discover).stream()
                        .filter(resource -> isNamed(resource, name)).map(resource -> of(version, Json.text(resource, "kind"))))
                .findFirst().flatMap(resource -> resource);
    }

    private static boolean isNamed(Map<String, Object> resource, String name) {
        var names = Stream.of("name", "singularName", "kind").map(field -> Json.text(resource, field));
        return !Json.text(resource, "name").contains("/") && Stream.concat(names, Json.texts(resource, "shortNames").stream())
                .anyMatch(name::equalsIgnoreCase);
    }

    /** Whether the server has the API version at all. */
    public boolean has(String apiVersion) {
        return !discovered.computeIfAbsent(apiVersion, this::discover).isEmpty();
    }

    /** Asks for all the API versions at once, so that looking up a kind later costs nothing. */
    public void discoverAll(List<String> apiVersions) {
        requests.parallel(apiVersions.stream().distinct().toList(),
                version -> discovered.computeIfAbsent(version, this::discover));
    }

    private List<Map<String, Object>> discover(String apiVersion) {
        var answer = requests.get((apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion);
        if (answer.code() == 404) {
            return List.of();
        }
        if (!answer.ok()) {
            throw Problem.failed("cannot ask the cluster for its API " + apiVersion + ": " + answer.message());
        }
        return Json.maps(answer.json(), "resources");
    }
}
