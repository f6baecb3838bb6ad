package demoapp.playground.api;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;

/** In which form a client wants its answer: the first that we have of those that its Accept header names. */
enum Accept {
    JSON, YAML, TABLE, METADATA;

    private static final String AVAILABLE = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    static Accept of(Call call) {
        var header = call.request.getHeader("Accept");
        if (header == null || header.isBlank()) {
            return JSON;
        }
        var transformed = false;
        for (var option : header.split(",")) {
            var type = option.replace(" ", "");
            if (type.startsWith("application/json;") && type.contains("as=")) {
                var parameters = List.of(type.split(";"));
                if (parameters.containsAll(List.of("as=Table", "v=v1", "g=meta.k8s.io"))) {
                    return TABLE;
                }
                if (parameters.containsAll(List.of("v=v1", "g=meta.k8s.io")) && (parameters.contains(
                        "as=PartialObjectMetadata") || parameters.contains("as=PartialObjectMetadataList"))) {
                    return METADATA;
                }
                transformed = true;
            } else {
                switch (type.split(";")[0]) {
                    case "application/json", "application/*", "*/*" -> {
                        return JSON;
                    }
                    case "application/yaml" -> {
                        return YAML;
                    }
                    default -> { } // protobuf among them: the next option is as good
                }
            }
        }
        throw transformed
                ? new ApiException(406, "NotAcceptable",
                        "only the following media types are accepted: " + AVAILABLE, null)
                : new ApiException(406, "NotAcceptable",
                        "406: Not Acceptable\n\nAvailable representations: " + AVAILABLE, Map.of());
    }

    /** PartialObjectMetadata of an object, or PartialObjectMetadataList of a list. */
    static Map<String, Object> metadata(Map<String, Object> object) {
        if (object.get("items") instanceof List<?>) {
            return Json.object("kind", "PartialObjectMetadataList", "apiVersion", "meta.k8s.io/v1", "metadata",
                    object.get("metadata"), "items",
                    Json.maps(object, "items").stream().map(Accept::metadata).toList());
        }
        return Json.object("kind", "PartialObjectMetadata", "apiVersion", "meta.k8s.io/v1", "metadata",
                object.get("metadata"));
    }
}
