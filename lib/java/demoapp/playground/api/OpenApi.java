package demoapp.playground.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.schema.JsonSchemas;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/**
 * A small /openapi/v3, made from our own tables: that PATCH knows fieldValidation (kubectl then leaves validation to
 * the server), and the kinds' schemas without descriptions (for kubectl explain).
 */
final class OpenApi {
    private OpenApi() { }

    /** Answers if the path is one of OpenAPI's, or else returns false. */
    static boolean answer(Call call, String path) {
        if (path.equals("/openapi/v3")) {
            var paths = new LinkedHashMap<String, Object>();
            for (var kind : Kinds.all()) {
                var group = (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
                paths.put(group, Json.object("serverRelativeURL", "/openapi/v3/" + group + "?hash=playground"));
            }
            call.answer(200, Json.object("paths", paths));
            return true;
        }
        for (var prefix : List.of("/openapi/v3/apis/", "/openapi/v3/api/")) {
            if (path.startsWith(prefix)) {
                var kinds = Kinds.all().stream()
                        .filter(kind -> kind.apiVersion().equals(path.substring(prefix.length()))).toList();
                if (!kinds.isEmpty()) {
                    call.answer(200, document(kinds));
                    return true;
                }
            }
        }
        return false;
    }

    private static Map<String, Object> document(List<Kind> kinds) {
        var paths = new LinkedHashMap<String, Object>();
        for (var kind : kinds) {
            paths.put(path(kind), Json.object("get", operation(kind, "get", List.of()), "patch",
                    operation(kind, "patch", List.of("dryRun", "fieldManager", "fieldValidation", "force"))));
        }
        return Json.object("openapi", "3.0.0", "info", Json.object("title", "Kubernetes", "version", "v1.32.13"),
                "paths", paths, "components", Json.object("schemas", JsonSchemas.of(kinds)));
    }

    private static String path(Kind kind) {
        return (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion()
                + (kind.namespaced() ? "/namespaces/{namespace}/" : "/") + kind.plural() + "/{name}";
    }

    private static Map<String, Object> operation(Kind kind, String action, List<String> parameters) {
        var list = new ArrayList<Map<String, Object>>();
        parameters.forEach(name -> list.add(Json.object("name", name, "in", "query", "schema",
                Json.object("type", name.equals("force") ? "boolean" : "string"))));
        return Json.object("operationId", action + kind.name(), "parameters", list, "responses",
                Json.object("200", Json.object("description", "OK")), "x-kubernetes-action", action,
                "x-kubernetes-group-version-kind", JsonSchemas.groupVersionKind(kind));
    }
}
