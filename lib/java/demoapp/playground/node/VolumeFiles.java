package demoapp.playground.node;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Store;

/** The files of volumes that are made of other objects: configMap, secret, downwardAPI, projected. */
final class VolumeFiles {
    private static final String NODE_FOLDERS =
            "/|/(bin|boot|dev|etc|home|lib|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|var/(lib|lib/kubelet|log|run|tmp))";

    private final Store store;
    private final Map<String, Object> pod;

    VolumeFiles(Store store, Map<String, Object> pod) {
        this.store = store;
        this.pod = pod;
    }

    /** Whether the volume is one of these. */
    static boolean make(Map<String, Object> volume) {
        return volume.containsKey("configMap") || volume.containsKey("secret") || volume.containsKey("downwardAPI")
                || volume.containsKey("projected");
    }

    /** Why the volume cannot be mounted: a ConfigMap, Secret or key that is not optional is not there. */
    Optional<String> failure(Map<String, Object> volume) {
        var failures = Stream.concat(Stream.of(volume), Json.maps(volume, "projected", "sources").stream())
                .map(this::missing).flatMap(Optional::stream).toList();
        return failures.size() < 2 ? failures.stream().findFirst()
                : Optional.of("[%s]".formatted(String.join(", ", failures)));
    }

    private Optional<String> missing(Map<String, Object> source) {
        var isSecret = source.containsKey("secret");
        var from = Json.map(source, isSecret ? "secret" : "configMap");
        if (from.isEmpty() || Json.truth(from, "optional")) {
            return missingNodePath(source);
        }
        var kind = isSecret ? Kinds.SECRET : Kinds.CONFIG_MAP;
        var name = isSecret ? Json.text(from, "secretName") + Json.text(from, "name") : Json.text(from, "name");
        var object = store.get(kind, Json.text(pod, "metadata", "namespace"), name);
        if (object.isEmpty()) {
            return Optional.of("%s \"%s\" not found".formatted(kind.singular(), name));
        }
        return Json.maps(from, "items").stream().map(item -> Json.text(item, "key"))
                .filter(key -> Json.at(object.get(), "data", key) == null && Json.at(object.get(), "binaryData", key) == null)
                .map(key -> "references non-existent %s key: %s".formatted(isSecret ? "secret" : "config", key))
                .findFirst();
    }

    /** The simulated node has the usual folders and nothing else; what may be made is made. */
    private static Optional<String> missingNodePath(Map<String, Object> source) {
        var path = Json.text(source, "hostPath", "path");
        var what = switch (Json.text(source, "hostPath", "type")) {
            case "Directory" -> path.matches(NODE_FOLDERS) ? "" : "a directory";
            case "File" -> "a file";
            case "Socket" -> "a socket file";
            case "CharDevice" -> "a character device";
            case "BlockDevice" -> "a block device";
            default -> "";
        };
        return what.isEmpty() ? Optional.empty()
                : Optional.of("hostPath type check failed: %s is not %s".formatted(path, what));
    }

    /** The files by their path, a character a byte: as the objects are now. */
    Map<String, String> of(Map<String, Object> volume) {
        var files = new TreeMap<String, String>();
        add(volume, files);
        Json.maps(volume, "projected", "sources").forEach(source -> add(source, files));
        return files;
    }

    private void add(Map<String, Object> source, Map<String, String> files) {
        var configMap = Json.map(source, "configMap");
        var secret = Json.map(source, "secret");
        if (!configMap.isEmpty()) {
            add(configMap, Kinds.CONFIG_MAP, Json.text(configMap, "name"), files);
        }
        if (!secret.isEmpty()) { // a projection calls it name, as all others do
            add(secret, Kinds.SECRET, Json.text(secret, "secretName") + Json.text(secret, "name"), files);
        }
        for (var item : Json.maps(source, "downwardAPI", "items")) {
            var path = Json.text(item, "fieldRef", "fieldPath");
            if (!path.isEmpty()) {
                files.put(Json.text(item, "path"), bytewise(new Environment(store, pod).field(path)));
            }
        }
        if (source.containsKey("serviceAccountToken")) {
            files.put(Json.text(source, "serviceAccountToken", "path"), "simulated by the playground: no token");
        }
    }

    private void add(Map<String, Object> source, Kind kind, String name, Map<String, String> files) {
        var object = store.get(kind, Json.text(pod, "metadata", "namespace"), name).orElse(Map.of());
        var contents = new TreeMap<String, String>();
        Json.map(object, "data").forEach((key, value) -> contents.put(key,
                kind == Kinds.SECRET ? decoded(value) : bytewise(String.valueOf(value))));
        Json.map(object, "binaryData").forEach((key, value) -> contents.put(key, decoded(value)));
        var items = Json.maps(source, "items");
        if (items.isEmpty()) {
            files.putAll(contents);
        }
        for (var item : items) {
            var content = contents.get(Json.text(item, "key"));
            if (content != null) {
                files.put(Json.text(item, "path"), content);
            }
        }
    }

    private static String bytewise(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String decoded(Object base64) {
        return new String(Base64.getDecoder().decode(String.valueOf(base64)), StandardCharsets.ISO_8859_1);
    }
}
