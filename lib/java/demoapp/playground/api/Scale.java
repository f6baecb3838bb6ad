package demoapp.playground.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.core.JacksonException;

import demoapp.json.Json;
import demoapp.playground.schema.Decoder;
import demoapp.playground.schema.MergePatch;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;
import demoapp.playground.store.Registry;

/** The scale subresource of Deployments, ReplicaSets and StatefulSets: spec.replicas as an object of its own. */
final class Scale {
    private Scale() { }

    static void get(Call call, Registry registry, Target target) {
        call.answer(200, of(existing(registry, target)));
    }

    static void update(Call call, Registry registry, Target target) {
        var write = Options.of(call, "UpdateOptions", "scale");
        Map<String, Object> scale;
        try {
            scale = Decoder.untyped(call.body).object();
        } catch (JacksonException | IllegalArgumentException | ClassCastException broken) {
            throw ApiException.badRequest("the object provided is unrecognized (must be of type Scale)");
        }
        existing(registry, target);
        var kind = Json.text(scale, "kind");
        if (!kind.isEmpty() && !kind.equals("Scale")) {
            throw ApiException.badRequest(("%s in version \"%s\" cannot be handled as a Scale: converting (%2$s.%1$s) to "
                    + "(autoscaling.Scale): unknown conversion").formatted(kind, Json.text(scale, "apiVersion")
                    .replaceAll(".*/", "")));
        }
        Body.checkIdentity(scale, target);
        write(call, registry, target, write, scale);
    }

    static void patch(Call call, Registry registry, Target target) {
        var write = Options.of(call, "PatchOptions", "scale");
        var type = call.contentType();
        var patch = Patches.document(call, type);
        var scale = of(existing(registry, target));
        var patched = type.equals("application/json-patch+json")
                ? Patches.patched(target.kind(), type, scale, patch) : MergePatch.apply(scale, Json.map(patch));
        if (Json.at(patch, "metadata", "resourceVersion") == null) {
            Json.set(patched = Json.copy(patched), null, "metadata", "resourceVersion");
        }
        if (!(Json.at(patched, "spec", "replicas") instanceof Integer) && Json.at(patched, "spec", "replicas") != null) {
            throw ApiException.invalid("", "", "", List.of(new Cause("FieldValueInvalid", ("Invalid value: %s: json: cannot "
                    + "unmarshal %s into Go struct field ScaleSpec.spec.replicas of type int32").formatted(Json.string(
                    Json.string(patched)), Json.at(patched, "spec", "replicas") instanceof String ? "string" : "number"),
                    "patch")));
        }
        write(call, registry, target, write, patched);
    }

    private static void write(Call call, Registry registry, Target target, Registry.Write write,
                              Map<String, Object> scale) {
        var replicas = Json.number(scale, 0, "spec", "replicas");
        if (replicas < 0) {
            throw ApiException.invalid("autoscaling", "Scale", target.name(), List.of(new Cause("FieldValueInvalid",
                    "Invalid value: " + replicas + ": must be greater than or equal to 0", "spec.replicas")));
        }
        var updated = registry.update(target.kind(), target.namespace(), target.name(), write, old -> {
            Writes.checkSame(target.kind(), old, scale);
            Json.set(old, replicas, "spec", "replicas");
            return old;
        });
        call.answer(200, of(updated));
    }

    private static Map<String, Object> existing(Registry registry, Target target) {
        var kind = target.kind();
        return registry.store().get(kind, target.namespace(), target.name()).orElseThrow(() ->
                new ApiException(404, "NotFound", "%s/scale.%s \"%s\" not found"
                        .formatted(kind.plural(), kind.group(), target.name()), Json.object("name", target.name(),
                        "group", kind.group(), "kind", kind.plural() + "/scale")));
    }

    private static Map<String, Object> of(Map<String, Object> object) {
        var metadata = new LinkedHashMap<String, Object>();
        for (var field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            metadata.put(field, Json.at(object, "metadata", field));
        }
        var status = Json.object("replicas", Json.number(object, 0, "status", "replicas"));
        var selector = new TreeMap<>(Json.map(object, "spec", "selector", "matchLabels"));
        status.put("selector", String.join(",",
                selector.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList()));
        var spec = new LinkedHashMap<String, Object>();
        if (Json.number(object, 0, "spec", "replicas") != 0) {
            spec.put("replicas", Json.at(object, "spec", "replicas"));
        }
        return Json.object("kind", "Scale", "apiVersion", "autoscaling/v1", "metadata", metadata, "spec", spec,
                "status", status);
    }
}
