package demoapp.playground.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.core.JacksonException;

import demoapp.json.Json;
import demoapp.playground.rules.Warnings;
import demoapp.playground.schema.Decoder;
import demoapp.playground.schema.GoText;
import demoapp.playground.schema.JsonPatch;
import demoapp.playground.schema.MergePatch;
import demoapp.playground.schema.Normalize;
import demoapp.playground.schema.StrategicMerge;
import demoapp.playground.schema.Yaml;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** PATCH in its four kinds, told apart by content type. */
final class Patches {
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String APPLY = "application/apply-patch+yaml";

    private static final int MOST_OPERATIONS = 10_000; // the API server's

    private Patches() { }

    static boolean isApply(String contentType) {
        return contentType.equals(APPLY);
    }

    static void patch(Call call, Registry registry, Target target) {
        var type = call.contentType();
        if (!List.of(JSON_PATCH, MERGE, STRATEGIC, APPLY).contains(type)) {
            throw new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type", Map.of());
        }
        var write = Options.of(call, "PatchOptions", target.subresource());
        if (isApply(type)) {
            apply(call, registry, target, write);
            return;
        }
        var kind = target.kind();
        var patch = document(call, type);
        var before = new AtomicReference<Map<String, Object>>();
        var patched = registry.update(kind, target.namespace(), target.name(), write, old -> {
            before.set(Json.copy(old));
            var ordered = Normalize.object(kind, old); // as it would be written out: messages show it
            var shown = patched(target.view(), type, Versions.shown(target.view(), ordered), patch);
            check(call, target.view(), type, shown, patch);
            var fresh = Versions.toStored(target.view(), shown);
            Body.checkIdentity(fresh, target);
            checkUid(kind, old, fresh);
            Writes.checkCurrent(kind, old, fresh);
            return fresh;
        });
        if (target.subresource().isEmpty()) {
            call.warnings.addAll(Warnings.of(kind, patched, before.get()));
        }
        call.answer(200, kind, patched);
    }

    /** The patch, parsed before anything is looked up: an object, for JSON patch a list. */
    static Object document(Call call, String type) {
        var list = type.equals(JSON_PATCH);
        try {
            var document = Json.mapper().readValue(call.body, Object.class);
            if (list ? document instanceof List<?> operations && operations.stream().allMatch(Map.class::isInstance)
                    : document instanceof Map<?, ?>) {
                if (list && Json.list(document).size() > MOST_OPERATIONS) {
                    throw new ApiException(413, "RequestEntityTooLarge", ("Request entity too large: The allowed maximum "
                            + "operations in a JSON patch is %d, got %d").formatted(MOST_OPERATIONS,
                            Json.list(document).size()), null);
                }
                return document;
            }
            throw ApiException.badRequest("error decoding patch: json: cannot unmarshal %s into Go value of type %s"
                    .formatted(document instanceof Map ? "object" : document instanceof List ? "array" : "value",
                            list ? "[]handlers.jsonPatchOp" : "map[string]interface {}"));
        } catch (JacksonException notJson) {
            throw ApiException.badRequest((type.equals(STRATEGIC) ? "" : "error decoding patch: ")
                    + Decoder.syntaxError(notJson));
        }
    }

    static Map<String, Object> patched(Kind kind, String type, Map<String, Object> old, Object patch) {
        try {
            return switch (type) {
                case JSON_PATCH -> JsonPatch.apply(old, Json.maps(patch));
                case MERGE -> MergePatch.apply(old, Json.map(patch));
                default -> StrategicMerge.apply(kind, old, Json.map(patch));
            };
        } catch (IllegalArgumentException impossible) {
            if (type.equals(JSON_PATCH)) {
                throw new ApiException(422, "Invalid",
                        "the server rejected our request due to an error in our request", Map.of());
            }
            throw new ApiException(500, "", impossible.getMessage(), null);
        }
    }

    private static void check(Call call, Kind kind, String type, Map<String, Object> fresh, Object patch) {
        var shown = type.equals(STRATEGIC) ? GoText.of(patch) : Json.string(new TreeMap<>(fresh));
        try {
            var version = Json.text(fresh, "apiVersion");
            var name = Json.text(fresh, "kind");
            if (!type.equals(STRATEGIC) && !fresh.isEmpty() && Kinds.of(version, name).isEmpty()) {
                throw new IllegalArgumentException(("no kind \"%s\" is registered for version \"%s\" in scheme "
                        + "\"pkg/api/legacyscheme/scheme.go:30\"").formatted(name, version));
            }
            if (type.equals(STRATEGIC) || fresh.isEmpty()) { // decoded into the kind itself, whatever it says it is
                fresh.compute("apiVersion", (key, said) -> said == null || said instanceof String ? kind.apiVersion() : said);
                fresh.compute("kind", (key, said) -> said == null || said instanceof String ? kind.name() : said);
            }
            var notes = new ArrayList<>(Decoder.check(Kinds.of(fresh).orElse(kind), fresh));
            if (!type.equals(JSON_PATCH)) {
                notes.addAll(Decoder.untyped(call.body).notes()); // fields that the patch names twice
            }
            if (call.query("fieldValidation").equals("Strict") && !notes.isEmpty()) {
                throw new IllegalArgumentException("strict decoding error: " + String.join(", ", notes));
            }
            if (!call.query("fieldValidation").equals("Ignore")) {
                call.warnings.addAll(notes);
            }
        } catch (IllegalArgumentException wrong) {
            throw ApiException.invalid("", "", "", List.of(new Cause("FieldValueInvalid",
                    "Invalid value: %s: %s".formatted(Json.string(shown), type.equals(STRATEGIC)
                    ? converted(wrong.getMessage()) : wrong.getMessage()), "patch")));
        }
    }

    /** A strategic merge patch is not decoded as JSON, so a wrong type is said in the converter's words. */
    private static String converted(String message) {
        var wrong = Pattern.compile("json: cannot unmarshal (\\w+).* of type (\\S+)").matcher(message);
        if (!wrong.matches()) {
            return message;
        }
        var to = wrong.group(2);
        var from = switch (wrong.group(1)) {
            case "number" -> "int64";
            case "array" -> "slice";
            case "object" -> "map";
            default -> wrong.group(1);
        };
        if (!to.startsWith("[]") && !to.startsWith("map[") && !to.startsWith("v1.")
                && !(from.equals("int64") && (to.equals("string") || to.startsWith("int")))) {
            return "unrecognized type: " + to;
        }
        return to.startsWith("[]") ? "cannot restore slice from " + from
                : to.startsWith("map[") ? "cannot restore map from " + from
                : to.startsWith("v1.") ? "cannot restore struct from: " + from
                : "cannot convert %s to %s".formatted(from.replace("slice", "[]interface {}")
                        .replace("map", "map[string]interface {}"), to);
    }

    private static void checkUid(Kind kind, Map<String, Object> old, Map<String, Object> fresh) {
        var uid = Json.text(fresh, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(Json.text(old, "metadata", "uid"))) {
            throw ApiException.changedUid(kind, Json.text(old, "metadata", "name"), uid);
        }
    }

    private static void apply(Call call, Registry registry, Target target, Registry.Write write) {
        var kind = target.kind();
        var configuration = configuration(call);
        if (!Json.text(configuration, "apiVersion").equals(target.view().apiVersion())
                || !Json.text(configuration, "kind").equals(kind.name())) {
            throw ApiException.badRequest("invalid object type: " + gvk(configuration));
        }
        configuration = Versions.toStored(target.view(), configuration);
        if (Json.text(configuration, "metadata", "name").isEmpty()) {
            Json.set(configuration, target.name(), "metadata", "name");
        }
        Body.checkIdentity(configuration, target);
        if (Json.at(configuration, "metadata", "managedFields") != null) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
        checkBase64(target, configuration);
        var applied = registry.apply(kind, target.namespace(), target.name(), configuration, write,
                call.truth("force"));
        if (target.subresource().isEmpty()) {
            call.warnings.addAll(Warnings.of(kind, applied.object(), applied.old()));
        }
        call.answer(applied.created() ? 201 : 200, kind, applied.object());
    }

    /** Apply's own types are content with any text; converting the object afterwards is not. */
    private static void checkBase64(Target target, Map<String, Object> configuration) {
        try {
            Decoder.check(target.kind(), configuration);
        } catch (IllegalArgumentException wrong) {
            if (wrong.getMessage().startsWith("illegal base64")) {
                throw new ApiException(500, "", ("failed to convert new object (%s/%s; %s) to proper version: unable to"
                        + " convert unstructured object to %s: error decoding from json: %s").formatted(target.namespace(),
                        target.name(), gvk(configuration), gvk(configuration), wrong.getMessage()), null);
            }
        }
    }

    private static String gvk(Map<String, Object> object) {
        var version = Json.text(object, "apiVersion");
        return (version.contains("/") ? version : "/" + version).replaceAll("^/$", "/") + ", Kind="
                + Json.text(object, "kind");
    }

    private static Map<String, Object> configuration(Call call) {
        try {
            var document = Yaml.readJsonOr(call.body);
            var notes = document.notes();
            if (!notes.isEmpty() && call.query("fieldValidation").equals("Strict")) {
                throw ApiException.badRequest("error strict decoding YAML: error converting YAML to JSON: yaml: "
                        + "unmarshal errors:\n  " + String.join("\n  ", notes));
            }
            if (!call.query("fieldValidation").equals("Ignore")) {
                call.warnings.addAll(notes);
            }
            if (document.value() == null || document.value() instanceof Map<?, ?>) {
                return document.value() == null ? Json.object() : Json.map(document.value());
            }
            throw ApiException.badRequest("error decoding YAML: json: cannot unmarshal value into Go value of type "
                    + "map[string]interface {}");
        } catch (YAMLException notYaml) {
            throw ApiException.badRequest("error decoding YAML: error converting YAML to JSON: yaml: "
                    + Body.firstLine(notYaml));
        }
    }
}
