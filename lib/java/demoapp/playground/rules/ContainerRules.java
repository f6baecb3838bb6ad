package demoapp.playground.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.json.Json;

/** Finds fault with the containers of a pod's spec: those that run, and those that run before. */
final class ContainerRules {
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");

    private ContainerRules() { }

    /**
     * @param volumes the pod's volumes by name
     * @param grace the pod's terminationGracePeriodSeconds
     */
    static void containers(Map<String, Object> spec, String field, Map<String, Map<String, Object>> volumes,
                           long grace, Causes causes) {
        var containers = Json.maps(spec, "containers");
        if (containers.isEmpty()) {
            causes.required(field + ".containers");
        }
        var names = new HashSet<String>();
        Causes.each(containers, field + ".containers", (container, at) -> {
            common(container, at, volumes, causes);
            if (!names.add(Json.text(container, "name"))) {
                causes.duplicate(at + ".name", container.get("name"));
            }
            handlers(container, at, grace, causes);
            if (container.get("restartPolicy") != null) {
                causes.forbidden(at + ".restartPolicy", "may not be set for non-init containers");
            }
        });
        hostPorts(containers, field + ".containers", causes);
        Causes.each(Json.maps(spec, "initContainers"), field + ".initContainers",
                (container, at) -> first(container, at, names, volumes, grace, causes));
        EphemeralRules.validate(spec, field, volumes, causes);
    }

    private static void first(Map<String, Object> container, String at, Set<String> names,
                              Map<String, Map<String, Object>> volumes, long grace, Causes causes) {
        common(container, at, volumes, causes);
        var policy = container.get("restartPolicy");
        if (policy != null) {
            causes.oneOf(at + ".restartPolicy", policy, "Always");
        }
        var name = Json.text(container, "name");
        if (!name.isEmpty() && !names.add(name)) {
            causes.duplicate(at + ".name", name);
        }
        hostPorts(List.of(container), at.substring(0, at.lastIndexOf('[')), causes);
        if ("Always".equals(policy)) {
            handlers(container, at, grace, causes);
            return;
        }
        for (var handler : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(handler) != null) {
                causes.forbidden(at + "." + handler,
                        "may not be set for init containers without restartPolicy=Always");
            }
        }
    }

    static void common(Map<String, Object> container, String at, Map<String, Map<String, Object>> volumes,
                               Causes causes) {
        var name = Json.text(container, "name");
        if (name.isEmpty()) {
            causes.required(at + ".name");
        } else {
            causes.invalid(at + ".name", name, Names.label(name));
        }
        if (Json.text(container, "image").isEmpty()) {
            causes.required(at + ".image");
        }
        causes.oneOf(at + ".terminationMessagePolicy", container.get("terminationMessagePolicy"), "File",
                "FallbackToLogsOnError");
        ports(Json.maps(container, "ports"), at + ".ports", causes);
        EnvironmentRules.validate(container, at, causes);
        MountRules.validate(container, at, volumes, causes);
        causes.oneOf(at + ".imagePullPolicy", container.get("imagePullPolicy"), "Always", "IfNotPresent", "Never");
        ResourceRules.validate(Json.map(container, "resources"), at + ".resources", causes);
        SecurityContextRules.container(container, at + ".securityContext", causes);
    }

    private static void ports(List<Map<String, Object>> ports, String field, Causes causes) {
        var names = new HashSet<String>();
        Causes.each(ports, field, (port, at) -> {
            var name = Json.text(port, "name");
            if (!name.isEmpty() && !Names.port(name).isEmpty()) {
                causes.invalid(at + ".name", name, Names.port(name));
            } else if (!name.isEmpty() && !names.add(name)) {
                causes.duplicate(at + ".name", name);
            }
            var number = Json.number(port, 0, "containerPort");
            if (number == 0) {
                causes.required(at + ".containerPort");
            } else {
                causes.invalid(at + ".containerPort", number, Names.port(number));
            }
            var host = Json.number(port, 0, "hostPort");
            if (host != 0) {
                causes.invalid(at + ".hostPort", host, Names.port(host));
            }
            causes.oneOf(at + ".protocol", port.get("protocol"), "SCTP", "TCP", "UDP");
        });
    }

    private static void hostPorts(List<Map<String, Object>> containers, String field, Causes causes) {
        var taken = new HashSet<String>();
        Causes.each(containers, field, (container, at) ->
                Causes.each(Json.maps(container, "ports"), at + ".ports", (port, here) -> {
                    var key = String.join("/", Json.text(port, "protocol"), Json.text(port, "hostIP"),
                            Json.text(port, "hostPort"));
                    if (Json.number(port, 0, "hostPort") != 0 && !taken.add(key)) {
                        causes.duplicate(here + ".hostPort", key);
                    }
                }));
    }

    private static void handlers(Map<String, Object> container, String at, long grace, Causes causes) {
        for (var hook : List.of("postStart", "preStop")) {
            if (Json.at(container, "lifecycle", hook) != null) {
                HandlerRules.validate(Json.map(container, "lifecycle", hook), at + ".lifecycle." + hook, grace,
                        causes);
            }
        }
        for (var probe : PROBES) {
            if (container.get(probe) instanceof Map<?, ?>) {
                HandlerRules.probe(probe, Json.map(container, probe), at + "." + probe, grace, causes);
            }
        }
    }

    /** What a pod, unlike a template, also refuses. */
    static void onlyInPods(Map<String, Object> spec, Causes causes) {
        for (var list : List.of("containers", "initContainers")) {
            Causes.each(Json.maps(spec, list), "spec." + list, (container, at) -> untrimmed(container, at, causes));
        }
    }

    static void untrimmed(Map<String, Object> container, String at, Causes causes) {
        var image = Json.text(container, "image");
        if (!image.equals(image.strip())) {
            causes.invalid(at + ".image", image, "must not have leading or trailing whitespace");
        }
    }
}
