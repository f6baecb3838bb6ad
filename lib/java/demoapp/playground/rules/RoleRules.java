package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** Role and ClusterRole: their names may be any step of a path. */
final class RoleRules extends Rules {
    private static final String BOTH = "rules cannot apply to both regular resources and non-resource URLs";

    @Override
    List<String> nameFaults(String name) {
        return Names.pathStep(name);
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var namespaced = Json.text(object, "kind").equals("Role");
        Causes.each(Json.maps(object, "rules"), "rules", (rule, at) -> {
            if (Json.list(rule, "verbs").isEmpty()) {
                causes.required(at + ".verbs", "verbs must contain at least one value");
            }
            var paths = Json.texts(rule, "nonResourceURLs");
            var shown = GoStructs.strings(paths);
            if (paths.isEmpty()) {
                resources(rule, at, causes);
                return;
            }
            if (namespaced) {
                causes.invalid(at + ".nonResourceURLs", shown, "namespaced rules cannot apply to non-resource URLs");
            }
            if (List.of("apiGroups", "resources", "resourceNames").stream().anyMatch(f -> !Json.list(rule, f).isEmpty())) {
                causes.invalid(at + ".nonResourceURLs", shown, BOTH);
            }
        });
    }

    private static void resources(Map<String, Object> rule, String at, Causes causes) {
        if (Json.list(rule, "apiGroups").isEmpty()) {
            causes.required(at + ".apiGroups", "resource rules must supply at least one api group");
        }
        if (Json.list(rule, "resources").isEmpty()) {
            causes.required(at + ".resources", "resource rules must supply at least one resource");
        }
    }
}
