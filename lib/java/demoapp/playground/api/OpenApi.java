package demoapp.playground.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
            var paths = new TreeMap<String, Object>();
            documents().forEach(document -> paths.put(document,
                    Json.object("serverRelativeURL", "/openapi/v3/" + document + "?hash=" + hash(document))));
            call.send(200, "text/plain; charset=utf-8", Json.bytes(Json.object("paths", paths)));
            return true;
        }
        var document = path.startsWith("/openapi/v3/") ? path.substring("/openapi/v3/".length()) : "";
        if (!documents().contains(document)) {
            return false;
        }
        call.answer(200, document(Kinds.all().stream()
                .filter(kind -> document.equals(root(kind) + kind.apiVersion())).toList()));
        return true;
    }

    /** One for each group and version, and (empty here) for the paths that list them. */
    private static Set<String> documents() {
        var documents = new TreeSet<>(Set.of(".well-known/openid-configuration", "api", "apis", "openid/v1/jwks",
                "version"));
        Discovery.kinds().forEach(kind -> {
            documents.add(root(kind) + kind.apiVersion());
            if (!kind.group().isEmpty()) {
                documents.add("apis/" + kind.group());
            }
        });
        return documents;
    }

    private static String root(Kind kind) {
        return kind.group().isEmpty() ? "api/" : "apis/";
    }

    /** Changes when the document does: kubectl keeps documents by it. */
    private static String hash(String document) {
        try {
            return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-512")
                    .digest((document + JsonSchemas.version()).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
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
        return "/" + root(kind) + kind.apiVersion()
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
