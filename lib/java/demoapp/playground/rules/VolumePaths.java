package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.json.Json;

/** Warns of a volume whose files would lie in each other's place. */
final class VolumePaths {
    private record Path(String path, String source) {
        private boolean overlaps(Path other) {
            return !path.isEmpty() && !other.path.isEmpty()
                    && ((path + "/").startsWith(other.path + "/") || (other.path + "/").startsWith(path + "/"));
        }

        private String text() {
            return '"' + path + '"' + (source.isEmpty() ? "" : " (" + source + ")");
        }
    }

    private VolumePaths() { }

    static void overlaps(Map<String, Object> volume, List<String> warnings) {
        overlaps(volume, "ConfigMap \"" + Json.text(volume, "configMap", "name") + "\"",
                paths(Json.maps(volume, "configMap", "items"), ""), warnings);
        overlaps(volume, "Secret \"" + Json.text(volume, "secret", "secretName") + "\"",
                paths(Json.maps(volume, "secret", "items"), ""), warnings);
        overlaps(volume, "DownwardAPI", paths(Json.maps(volume, "downwardAPI", "items"), ""), warnings);
        var sources = Json.maps(volume, "projected", "sources");
        sources.stream().filter(Map::isEmpty).forEach(none -> warnings.add("volume \"%s\" (Projected) has no sources provided"
                .formatted(Json.text(volume, "name"))));
        overlaps(volume, "Projected", sources.stream().flatMap(VolumePaths::projected), warnings);
    }

    private static Stream<Path> projected(Map<String, Object> source) {
        if (source.containsKey("configMap")) {
            return paths(Json.maps(source, "configMap", "items"), "ConfigMap \"" + Json.text(source, "configMap", "name") + "\"");
        }
        if (source.containsKey("secret")) {
            return paths(Json.maps(source, "secret", "items"), "Secret \"" + Json.text(source, "secret", "name") + "\"");
        }
        return source.containsKey("downwardAPI") ? paths(Json.maps(source, "downwardAPI", "items"), "DownwardAPI")
                : Stream.of(new Path(Json.text(source, "serviceAccountToken", "path"), "ServiceAccountToken"));
    }

    private static Stream<Path> paths(List<Map<String, Object>> items, String source) {
        return items.stream().map(item -> new Path(Json.text(item, "path").replaceAll("/+$", ""), source));
    }

    private static void overlaps(Map<String, Object> volume, String what, Stream<Path> paths, List<String> warnings) {
        var before = new ArrayList<Path>();
        paths.forEach(path -> {
            before.stream().filter(path::overlaps).forEach(other -> warnings.add(
                    "volume \"%s\" (%s): overlapping paths: %s with %s".formatted(Json.text(volume, "name"), what,
                            path.text(), other.text())));
            before.add(path);
        });
    }
}
