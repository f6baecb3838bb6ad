package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;

/** Finds the common mistakes in a pod's spec, alone or in a template. */
final class PodSpecRules {
    private PodSpecRules() { }

    static void validate(Map<String, Object> spec, String field, Causes causes) {
        var volumes = volumes(spec, field, causes);
        var names = new HashSet<String>();
        var containers = Json.maps(spec, "containers");
        if (containers.isEmpty()) {
            causes.required(field + ".containers");
        }
        for (var list : List.of("containers", "initContainers")) {
            var all = Json.maps(spec, list);
            for (var i = 0; i < all.size(); i++) {
                container(all.get(i), field + "." + list + "[" + i + "]", names, volumes, causes);
            }
        }
        var policy = Json.text(spec, "restartPolicy");
        if (!List.of("Always", "OnFailure", "Never").contains(policy)) {
            causes.notSupported(field + ".restartPolicy", policy, "Always", "OnFailure", "Never");
        }
    }

    private static Set<String> volumes(Map<String, Object> spec, String field, Causes causes) {
        var names = new HashSet<String>();
        var volumes = Json.maps(spec, "volumes");
        for (var i = 0; i < volumes.size(); i++) {
            var at = field + ".volumes[" + i + "]";
            var volume = volumes.get(i);
            var name = Json.text(volume, "name");
            if (name.isEmpty()) {
                causes.required(at + ".name");
            } else if (!Names.label(name).isEmpty()) {
                causes.invalid(at + ".name", name, Names.label(name));
            } else if (names.contains(name)) {
                causes.duplicate(at + ".name", name);
            }
            if (source(volume, at, causes)) {
                names.add(name);
            }
        }
        return names;
    }

    /** False for a volume that counts as none. */
    private static boolean source(Map<String, Object> volume, String at, Causes causes) {
        var sources = new ArrayList<>(volume.keySet());
        sources.remove("name");
        if (sources.size() > 1) {
            causes.forbidden(at + "." + sources.get(1), "may not specify more than 1 volume type");
        }
        if (volume.containsKey("persistentVolumeClaim")
                && Json.text(volume, "persistentVolumeClaim", "claimName").isEmpty()) {
            causes.required(at + ".persistentVolumeClaim.claimName");
        }
        if (volume.containsKey("configMap") && Json.text(volume, "configMap", "name").isEmpty()) {
            causes.required(at + ".configMap.name");
        }
        if (volume.containsKey("secret") && Json.text(volume, "secret", "secretName").isEmpty()) {
            causes.required(at + ".secret.secretName");
        }
        return sources.size() < 2;
    }

    private static void container(Map<String, Object> container, String at, Set<String> names, Set<String> volumes,
                                  Causes causes) {
        var name = Json.text(container, "name");
        if (name.isEmpty()) {
            causes.required(at + ".name");
        } else if (!Names.label(name).isEmpty()) {
            causes.invalid(at + ".name", name, Names.label(name));
        } else if (!names.add(name)) {
            causes.duplicate(at + ".name", name);
        }
        var image = Json.text(container, "image");
        if (image.isEmpty()) {
            causes.required(at + ".image");
        } else if (!image.equals(image.strip())) {
            causes.invalid(at + ".image", image, "must not have leading or trailing whitespace");
        }
        ports(Json.maps(container, "ports"), at, causes);
        environment(Json.maps(container, "env"), at, causes);
        mounts(Json.maps(container, "volumeMounts"), at, volumes, causes);
        for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(probe) instanceof Map<?, ?>) {
                probe(probe, Json.map(container, probe), at + "." + probe, causes);
            }
        }
        var policy = Json.text(container, "imagePullPolicy");
        if (!List.of("Always", "IfNotPresent", "Never").contains(policy)) {
            causes.notSupported(at + ".imagePullPolicy", policy, "Always", "IfNotPresent", "Never");
        }
        resources(container, at + ".resources", causes);
    }

    private static void ports(List<Map<String, Object>> ports, String at, Causes causes) {
        var names = new HashSet<String>();
        for (var i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var field = at + ".ports[" + i + "]";
            var name = Json.text(port, "name");
            if (name.length() > 15) {
                causes.invalid(field + ".name", name, "must be no more than 15 characters");
            } else if (!name.isEmpty() && !name.matches("[-a-z0-9]+")) {
                causes.invalid(field + ".name", name,
                        "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
            } else if (!name.isEmpty() && !names.add(name)) {
                causes.duplicate(field + ".name", name);
            }
            var number = Json.number(port, 0, "containerPort");
            if (number == 0) {
                causes.required(field + ".containerPort");
            } else {
                port(number, field + ".containerPort", causes);
            }
            if (!List.of("TCP", "UDP", "SCTP").contains(Json.text(port, "protocol"))) {
                causes.notSupported(field + ".protocol", port.get("protocol"), "SCTP", "TCP", "UDP");
            }
        }
    }

    static void port(long port, String field, Causes causes) {
        if (port < 1 || port > 65535) {
            causes.invalid(field, port, "must be between 1 and 65535, inclusive");
        }
    }

    private static void environment(List<Map<String, Object>> variables, String at, Causes causes) {
        for (var i = 0; i < variables.size(); i++) {
            var variable = variables.get(i);
            var field = at + ".env[" + i + "]";
            if (Json.text(variable, "name").isEmpty()) {
                causes.required(field + ".name");
            }
            if (variable.containsKey("valueFrom") && !Json.text(variable, "value").isEmpty()) {
                causes.invalid(field + ".valueFrom", "", "may not be specified when `value` is not empty");
            }
        }
    }

    private static void mounts(List<Map<String, Object>> mounts, String at, Set<String> volumes, Causes causes) {
        var paths = new HashSet<String>();
        for (var i = 0; i < mounts.size(); i++) {
            var field = at + ".volumeMounts[" + i + "]";
            var name = Json.text(mounts.get(i), "name");
            var path = Json.text(mounts.get(i), "mountPath");
            if (name.isEmpty()) {
                causes.required(field + ".name");
            } else if (!volumes.contains(name)) {
                causes.notFound(field + ".name", name);
            }
            if (path.isEmpty()) {
                causes.required(field + ".mountPath");
            } else if (!paths.add(path)) {
                causes.invalid(field + ".mountPath", path, "must be unique");
            }
        }
    }

    private static void probe(String name, Map<String, Object> probe, String at, Causes causes) {
        var handlers = List.of("exec", "httpGet", "tcpSocket", "grpc").stream().filter(probe::containsKey).toList();
        if (handlers.isEmpty()) {
            causes.required(at, "must specify a handler type");
        } else if (handlers.size() > 1) {
            causes.forbidden(at + "." + handlers.get(1), "may not specify more than 1 handler type");
        }
        for (var amount : List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold",
                "failureThreshold")) {
            causes.notNegative(at + "." + amount, probe.get(amount));
        }
        if (!name.equals("readinessProbe") && Json.number(probe, 1, "successThreshold") != 1) {
            causes.invalid(at + ".successThreshold", probe.get("successThreshold"), "must be 1");
        }
    }

    private static void resources(Map<String, Object> container, String at, Causes causes) {
        Json.map(container, "resources", "limits").forEach((resource, limit) -> {
            var request = Json.text(container, "resources", "requests", resource);
            if (!request.isEmpty()
                    && Quantity.value(request).compareTo(Quantity.value(limit.toString())) > 0) {
                causes.invalid(at + ".requests", request,
                        "must be less than or equal to %s limit of %s".formatted(resource, limit));
            }
        });
    }
}
