package demoapp.playground.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;

/** Finds fault with a container's environment, and with references to the pod's own fields. */
final class EnvironmentRules {
    private static final String[] FIELDS = {"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
        "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"};
    /** The fields that a reference can be read as; which of them are allowed depends on the place. */
    private static final Set<String> KNOWN = Set.of("metadata.name", "metadata.namespace", "metadata.uid",
            "metadata.labels", "metadata.annotations", "spec.nodeName", "spec.serviceAccountName", "spec.restartPolicy",
            "spec.schedulerName", "spec.host", "status.phase", "status.hostIP", "status.hostIPs", "status.podIP",
            "status.podIPs");
    private static final String[] RESOURCES = {"limits.cpu", "limits.ephemeral-storage", "limits.memory",
        "requests.cpu", "requests.ephemeral-storage", "requests.memory"};
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef");

    private EnvironmentRules() { }

    static void validate(Map<String, Object> container, String at, Causes causes) {
        Causes.each(Json.maps(container, "env"), at + ".env", (variable, here) -> {
            var name = Json.text(variable, "name");
            if (name.isEmpty()) {
                causes.required(here + ".name");
            } else {
                causes.invalid(here + ".name", name, Names.environment(name));
            }
            if (variable.get("valueFrom") != null) {
                source(variable, here + ".valueFrom", causes);
            }
        });
        Causes.each(Json.maps(container, "envFrom"), at + ".envFrom",
                (source, here) -> from(source, at + ".envFrom", here, causes));
    }

    private static void source(Map<String, Object> variable, String at, Causes causes) {
        var source = Json.map(variable, "valueFrom");
        var given = SOURCES.stream().filter(type -> source.get(type) != null).toList();
        given.forEach(type -> {
            var reference = Json.map(source, type);
            switch (type) {
                case "fieldRef" -> field(reference, at + ".fieldRef", causes, FIELDS);
                case "resourceFieldRef" -> resource(reference, at + ".resourceFieldRef", false, causes);
                default -> key(reference, at + "." + type, causes);
            }
        });
        if (given.isEmpty()) {
            causes.invalid(at, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or "
                    + "`secretKeyRef`");
        } else if (!Json.text(variable, "value").isEmpty()) {
            causes.invalid(at, "", "may not be specified when `value` is not empty");
        } else if (given.size() > 1) {
            causes.invalid(at, "", "may not have more than one field specified at a time");
        }
    }

    private static void key(Map<String, Object> reference, String at, Causes causes) {
        var name = Json.text(reference, "name");
        causes.invalid(at + ".name", name, Names.subdomain(name));
        var key = Json.text(reference, "key");
        if (key.isEmpty()) {
            causes.required(at + ".key");
        } else {
            causes.invalid(at + ".key", key, Names.configKey(key));
        }
    }

    private static void from(Map<String, Object> source, String list, String at, Causes causes) {
        if (!Json.text(source, "prefix").isEmpty()) {
            causes.invalid(at + ".prefix", source.get("prefix"), Names.environment(Json.text(source, "prefix")));
        }
        var given = List.of("configMapRef", "secretRef").stream().filter(type -> source.get(type) != null).toList();
        given.forEach(type -> {
            var name = Json.text(source, type, "name");
            if (name.isEmpty()) {
                causes.required(at + "." + type + ".name");
            } else {
                causes.invalid(at + "." + type + ".name", name, Names.subdomain(name));
            }
        });
        if (given.isEmpty()) {
            causes.invalid(list, "", "must specify one of: `configMapRef` or `secretRef`");
        } else if (given.size() > 1) {
            causes.invalid(list, "", "may not have more than one field specified at a time");
        }
    }

    /** A reference to a field of the pod. */
    static void field(Map<String, Object> reference, String at, Causes causes, String... allowed) {
        var path = Json.text(reference, "fieldPath");
        if (path.isEmpty()) {
            causes.required(at + ".fieldPath");
            return;
        }
        var subscripted = path.matches("metadata\\.(labels|annotations)\\['.*']");
        var whole = subscripted ? path.substring(0, path.indexOf('[')) : path;
        if (!Json.text(reference, "apiVersion").equals("v1")) {
            causes.invalid(at + ".fieldPath", path,
                    "error converting fieldPath: unsupported pod version: " + Json.text(reference, "apiVersion"));
        } else if (!KNOWN.contains(whole)) {
            causes.invalid(at + ".fieldPath", path,
                    "error converting fieldPath: field label not supported: " + path);
        } else if (subscripted) {
            var key = path.substring(path.indexOf('\'') + 1, path.length() - 2);
            causes.invalid(at, key, Names.qualified(whole.endsWith("labels") ? key : key.toLowerCase()));
        } else {
            causes.oneOf(at + ".fieldPath", path, allowed);
        }
    }

    /** A reference to a container's resource. */
    static void resource(Map<String, Object> reference, String at, boolean volume, Causes causes) {
        var resource = Json.text(reference, "resource");
        if (volume && Json.text(reference, "containerName").isEmpty()) {
            causes.required(at + ".containerName");
        } else if (resource.isEmpty()) {
            causes.required(at + ".resource");
        } else if (!resource.matches("(limits|requests)\\.hugepages-.*")) {
            causes.oneOf(at + ".resource", resource, RESOURCES);
        }
        divisor(resource, Json.text(reference, "divisor"), at + ".divisor", causes);
    }

    private static void divisor(String resource, String divisor, String field, Causes causes) {
        var cpu = resource.endsWith(".cpu");
        var units = cpu ? "1m, 1" : "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";
        var fits = divisor.isEmpty() || Quantity.value(divisor).signum() == 0
                || List.of(units.split(", ")).contains(divisor);
        if (!fits) {
            causes.invalid(field, resource, "only divisor's values %s are supported with the %s resource".formatted(
                    cpu ? "1m and 1" : units, cpu ? "cpu" : resource.replaceAll(".*\\.", "")));
        }
    }
}
