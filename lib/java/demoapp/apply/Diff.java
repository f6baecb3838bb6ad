package demoapp.apply;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import demoapp.json.Json;
import demoapp.manifest.YamlDocuments;

/** What an apply would change, as a unified diff of the YAML; without what the server keeps for itself. */
public final class Diff {
    private static final List<String> SERVERS_OWN =
            List.of("managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "selfLink");
    private static final int CONTEXT = 3;

    private Diff() { }

    /** @param before empty when there is nothing yet; @return no lines when nothing changes */
    public static List<String> of(String title, Map<String, Object> before, Map<String, Object> after) {
        var old = lines(Masked.of(before, after, " (before)"));
        var changes = DiffUtils.diff(old, lines(Masked.of(after, before, " (after)")));
        return UnifiedDiffUtils.generateUnifiedDiff(before.isEmpty() ? "/dev/null" : title, title, old, changes, CONTEXT);
    }

    private static List<String> lines(Map<String, Object> object) {
        if (object.isEmpty()) {
            return List.of();
        }
        var shown = Json.copy(object);
        shown.remove("status");
        SERVERS_OWN.forEach(field -> Json.set(shown, null, "metadata", field));
        Json.set(shown, null, "metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration");
        if (Json.map(shown, "metadata", "annotations").isEmpty()) {
            Json.set(shown, null, "metadata", "annotations");
        }
        return YamlDocuments.dump(sorted(shown)).lines().toList();
    }

    /** The server keeps keys in an order of its own, which is no difference. */
    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            var sorted = new TreeMap<String, Object>();
            map.forEach((key, item) -> sorted.put((String) key, sorted(item)));
            return sorted;
        }
        return value instanceof List<?> list ? list.stream().map(Diff::sorted).toList() : value;
    }
}
